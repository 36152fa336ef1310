"""What happens on the summary page: a bin is chosen, and shown in detail."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from automappa.components.distributions import draw_boxes, draw_taxonomy
from automappa.components.groups import Group
from automappa.components.plots import ACCENT, MUTED, Figure
from automappa.data.columns import RANKS
from automappa.pages.mag_summary import source
from automappa.pages.mag_summary.components import detail


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the summary page."""
    app.callback(
        Output("bin-choice", "value"),
        Input("bins-plot", "clickData"),
        Input({"bin": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(choose)
    app.callback(
        Output("bin-metrics", "children"),
        *(Output(f"bin-{name}", "figure") for name in source.NUMBERS),
        Output("bin-taxonomy", "figure"),
        Output("bin-statistics", "children"),
        Input("bin-choice", "value"),
        State("summary-sample", "data"),
    )(show_bin)


def choose(clicked: Mapping[str, Any] | None, clicks: Sequence[int | None]) -> str:
    """Return the bin that was clicked in the plot or in the table."""
    if isinstance(ctx.triggered_id, dict) and any(clicks):
        return str(ctx.triggered_id["bin"])
    if ctx.triggered_id == "bins-plot" and clicked:
        return str(clicked["points"][0]["customdata"])
    raise PreventUpdate


def show_bin(name: str, sample_id: int) -> tuple[Any, Figure, Figure, Figure, Figure, Any]:
    """Return all that is shown of a bin."""
    found = source.read_bin(sample_id, name)
    contigs, rows = found.contigs, found.rows
    everything = source.find_all(contigs)
    groups = [Group(name, ACCENT, rows), Group("whole sample", MUTED, everything)]
    length, gc_content, coverage = (
        draw_boxes(title, contigs.numbers[column], groups, is_log=column != "gc_content")
        for column, title in source.NUMBERS.items()
    )
    ranks = {("class" if rank == "klass" else rank): contigs.words[rank] for rank in RANKS}
    flow = draw_taxonomy(ranks, contigs.numbers["length"], rows)
    one = source.find_bin(source.list_bins(sample_id), name)
    statistics = detail.show_statistics(source.summarize(found))
    return detail.show_metrics(one), length, gc_content, coverage, flow, statistics

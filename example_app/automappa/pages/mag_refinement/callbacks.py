"""What happens on the refinement page: plots follow the controls, selections are saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from automappa.components import parts
from automappa.components.distributions import draw_boxes, draw_shares
from automappa.components.errors import show_error
from automappa.components.groups import Group, Rows, split_rows
from automappa.components.plots import ACCENT, MUTED, Figure
from automappa.components.scatter import Axis, Looks, draw_plane, draw_space
from automappa.data.columns import RANKS, Contigs, read_contigs, read_marker_hits
from automappa.data.errors import DataError
from automappa.data.refinements import delete_refinement, export_refinements, list_refinements
from automappa.pages.mag_refinement import run_callbacks, source
from automappa.pages.mag_refinement.components import panels
from automappa.pages.mag_refinement.components.controls import SHOW_LINKS, SHOW_MEDIANS, SHOW_SAVED

SAMPLE = State("refinement-sample", "data")
_VIEW = (
    Input("axes", "value"),
    Input("color-by", "value"),
    Input("coverage-range", "value"),
    Input("view-options", "value"),
    Input("saved-version", "data"),
)


def register_callbacks(app: Dash) -> None:
    """Connect the parts of the refinement page."""
    app.callback(
        Output("plane", "figure"),
        *_VIEW,
        Input("clear-selection", "n_clicks"),
        State("selection", "data"),
        SAMPLE,
    )(update_plane)
    app.callback(Output("space", "figure"), *_VIEW, Input("space-z", "value"), SAMPLE)(update_space)
    app.clientside_callback(
        ClientsideFunction("lasso", "pick"),
        Output("selection", "data"),
        Output("save-selection", "disabled"),
        Input("plane", "selectedData"),
        Input("clear-selection", "n_clicks"),
        Input("saved-version", "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("selection-metrics", "children"),
        *(Output(f"box-{name}", "figure") for name in ("coverage", "gc_content", "length")),
        Output("taxonomy", "figure"),
        Input("selection", "data"),
        Input("taxonomy-rank", "value"),
        Input("coverage-range", "value"),
        SAMPLE,
    )(update_selection)
    app.callback(Output("refinements", "children"), Input("saved-version", "data"), SAMPLE)(update_table)
    _register_changes(app)
    run_callbacks.register_callbacks(app)


def _register_changes(app: Dash) -> None:
    app.callback(
        Output("saved-version", "data"),
        Output("save-message", "children"),
        Input("save-selection", "n_clicks"),
        State("selection", "data"),
        State("saved-version", "data"),
        SAMPLE,
        prevent_initial_call=True,
    )(save_selection)
    app.callback(
        Output("saved-version", "data", allow_duplicate=True),
        Output("save-message", "children", allow_duplicate=True),
        Input({"delete": ALL}, "n_clicks"),
        State("saved-version", "data"),
        SAMPLE,
        prevent_initial_call=True,
    )(delete_saved)
    app.callback(
        Output("refinements-file", "data"),
        Input("download-refinements", "n_clicks"),
        SAMPLE,
        prevent_initial_call=True,
    )(download)


def update_plane(
    plane: str,
    color_by: str,
    bounds: Sequence[float] | None,
    options: Sequence[str],
    _version: int,
    _clears: int | None,
    selection: Sequence[int],
    sample_id: int,
) -> Figure:
    """Return the contigs in the plane that was chosen."""
    # Both end the selection, which the browser may not have taken in yet.
    is_over = ctx.triggered_id in {"saved-version", "clear-selection"}
    return build_plane(sample_id, plane, color_by, bounds, options, [] if is_over else selection)


def build_plane(
    sample_id: int,
    plane: str,
    color_by: str,
    bounds: Sequence[float] | None = None,
    options: Sequence[str] = (SHOW_SAVED, SHOW_MEDIANS),
    selection: Sequence[int] = (),
) -> Figure:
    """Return the contigs of a sample in a plane, all that the web process does for the plot."""
    view = _read_view(sample_id, plane, color_by, bounds, options)
    medians = source.find_medians(view.contigs, plane, view.shown) if SHOW_MEDIANS in options else {}
    selected = source.check_rows(view.contigs, selection) if selection else None
    return draw_plane(
        view.x,
        view.y,
        view.groups,
        view.looks,
        selected=selected,
        medians=medians,
        links=source.find_links(sample_id, view.shown) if SHOW_LINKS in options else None,
        revision=f"{sample_id} {plane}",
    )


def update_space(
    plane: str,
    color_by: str,
    bounds: Sequence[float] | None,
    options: Sequence[str],
    _version: int,
    third: str,
    sample_id: int,
) -> Figure:
    """Return the contigs in space: the plane that was chosen, and one more axis."""
    view = _read_view(sample_id, plane, color_by, bounds, options)
    z = source.read_axis(view.contigs, third if third in source.NUMBER_TITLES else "length")
    return draw_space(view.x, view.y, z, view.groups, view.looks, revision=f"{sample_id} {plane} {third}")


@dataclass(frozen=True, slots=True)
class _View:
    contigs: Contigs
    x: Axis
    y: Axis
    shown: Rows
    groups: list[Group]
    looks: Looks


def _read_view(
    sample_id: int, plane: str, color_by: str, bounds: Sequence[float] | None, options: Sequence[str]
) -> _View:
    contigs = read_contigs(sample_id, words=("cluster", _check_word(color_by)))
    hidden = source.find_saved(sample_id) if SHOW_SAVED in options else np.empty(0, np.int64)
    shown = source.find_shown(contigs, bounds, hidden)
    groups = split_rows(contigs.words[color_by], shown, blank=_name_blank(color_by))
    looks = source.read_looks(contigs, read_marker_hits(sample_id))
    return _View(contigs, *source.read_plane(contigs, plane), shown, groups, looks)


def _check_word(name: str) -> str:
    if name not in {"cluster", *RANKS}:
        raise DataError("contigs cannot be coloured by this")
    return name


def _name_blank(word: str) -> str:
    return "unclustered" if word == "cluster" else "unknown"


def update_selection(
    selection: Sequence[int], rank: str, bounds: Sequence[float] | None, sample_id: int
) -> tuple[Any, Figure, Figure, Figure, Figure]:
    """Return figures, boxes and taxonomy of the selected contigs, of all if none is selected."""
    contigs = read_contigs(sample_id, words=(_check_word(rank),))
    chosen = source.check_rows(contigs, selection or [])
    shown = source.find_shown(contigs, bounds, np.empty(0, np.int64))
    rows = chosen if len(chosen) else shown
    groups = [Group("all shown", MUTED, shown)]
    if len(chosen):
        groups.insert(0, Group("selected", ACCENT, chosen))
    boxes = [
        draw_boxes(source.NUMBER_TITLES[name], contigs.numbers[name], groups, is_log=name != "gc_content")
        for name in ("coverage", "gc_content", "length")
    ]
    metrics = source.measure_contigs(contigs, rows)
    bars = draw_shares(contigs.words[rank], contigs.numbers["length"], rows)
    neighbours = source.count_neighbours(sample_id, chosen) if len(chosen) else None
    shown_metrics = panels.show_metrics(metrics, is_selection=len(chosen) > 0, n_neighbours=neighbours)
    return shown_metrics, boxes[0], boxes[1], boxes[2], bars


def update_table(_version: int, sample_id: int) -> Any:
    """Return the table of refinements."""
    return panels.show_refinements(list_refinements(sample_id))


def save_selection(
    n_clicks: int | None, selection: Sequence[int], version: int, sample_id: int
) -> tuple[Any, Any]:
    """Store the selection, or say why not."""
    if not n_clicks:
        raise PreventUpdate
    try:
        number = source.save_selection(sample_id, selection or [])
    except DataError as error:
        return no_update, show_error(error)
    return version + 1, parts.notice("good", f"Saved as refinement_{number:04d}.")


def delete_saved(clicks: Sequence[int | None], version: int, sample_id: int) -> tuple[Any, Any]:
    """Delete a refinement; its contigs can be selected again."""
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    number = int(ctx.triggered_id["delete"])
    delete_refinement(sample_id, number)
    return version + 1, parts.notice("info", f"Deleted refinement_{number:04d}.")


def download(n_clicks: int | None, sample_id: int) -> Any:
    """Return all refinements as a file."""
    if not n_clicks:
        raise PreventUpdate
    return {"content": export_refinements(sample_id), "filename": f"refinements_{int(sample_id)}.tsv"}

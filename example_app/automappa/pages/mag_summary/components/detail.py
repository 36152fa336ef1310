"""One bin: its figures, how they are spread over its contigs, and its taxonomy."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from automappa.components import parts
from automappa.components.plots import make_empty
from automappa.data.metrics import Bin
from automappa.pages.mag_summary.source import NUMBERS, Statistics


def make_detail(bins: Sequence[Bin]) -> html.Div:
    """Return the choice of a bin and the places that the callbacks fill."""
    names = [one.name for one in bins]
    choice = dcc.Dropdown(names, names[0], id="bin-choice", clearable=False, searchable=len(names) > 8)
    plots = [parts.plot(f"bin-{name}", make_empty("")) for name in NUMBERS]
    flow = parts.plot("bin-taxonomy", make_empty(""))
    return html.Div(
        [
            parts.card("One bin", html.Div(id="bin-metrics"), tools=html.Div(choice, className="narrow")),
            parts.card("Length, GC content, coverage", html.Div(plots, className="columns three")),
            parts.card("Statistics", html.Div(id="bin-statistics")),
            parts.card("Taxonomy", flow, note="How the bases of the bin flow from rank to rank."),
        ],
        id="bin-detail",
    )


def show_metrics(one: Bin) -> list[Any]:
    """Return the figures of a bin."""
    metrics = one.metrics
    figures = [
        parts.stat("completeness", parts.format_percent(one.completeness)),
        parts.stat("purity", parts.format_percent(one.purity)),
        parts.stat("markers", f"{metrics.n_markers:,}"),
        parts.stat("contigs", f"{metrics.n_contigs:,}"),
        parts.stat("bases", parts.format_bases(metrics.length)),
        parts.stat("N50", parts.format_bases(metrics.n50)),
        parts.stat("longest", parts.format_bases(metrics.longest)),
        parts.stat("GC content", parts.format_percent(metrics.gc_content)),
        parts.stat("coverage", parts.format_fold(metrics.coverage)),
    ]
    head = html.P([html.B(one.name), " ", parts.quality_badge(one.quality)])
    return [head, parts.stats(*figures)]


def show_statistics(found: Sequence[Statistics]) -> html.Div:
    """Return the table of statistics."""
    titles = ["", "Mean", "Median", "Std. dev.", "Smallest", "Largest"]
    rows = [
        [one.title, *map(_round, (one.mean, one.median, one.deviation, one.smallest, one.largest))]
        for one in found
    ]
    return parts.table(titles, rows, id="statistics-table", caption="Statistics of the contigs of the bin")


def _round(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"

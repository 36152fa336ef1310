"""Plots and tables of the refinement page, still empty; the callbacks fill them."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from automappa.components import parts
from automappa.components.plots import Figure, make_empty
from automappa.data.refinements import SavedRefinement
from automappa.pages.mag_refinement.source import NUMBER_TITLES, RANK_TITLES
from automappa.science.quality import Metrics

_SIGNS = ("●", "■", "◆", "▲", "✖", "⬟", "⬢", "✶")
_WAIT: Figure = make_empty("Loading …")


def make_plane() -> html.Section:
    """Return the scatter plot in the plane with the legend of its symbols."""
    names = [f"{number}" for number in range(len(_SIGNS) - 1)] + [f"{len(_SIGNS) - 1} or more"]
    legend = [html.Span(f"{sign} {name}") for sign, name in zip(_SIGNS, names, strict=True)]
    tools = [
        html.Button("Clear selection", id="clear-selection", className="plain"),
        html.Button("Save selection", id="save-selection", className="primary", disabled=True),
    ]
    return parts.card(
        "Contigs",
        parts.plot("plane", _WAIT, is_tall=True, has_tools=True),
        html.P([html.Span("Single-copy markers:"), *legend], className="symbols"),
        tools=tools,
    )


def make_selection() -> html.Section:
    """Return the figures of the selection."""
    return parts.card(
        "Selection", html.Div(id="selection-metrics"), html.Div(id="save-message", className="upload-message")
    )


def make_boxes() -> html.Section:
    """Return the box plots of the selection."""
    titles = [("coverage", "box-coverage"), ("GC content", "box-gc_content"), ("length", "box-length")]
    plots = [parts.plot(name, _WAIT) for _, name in titles]
    return parts.card(
        "Coverage, GC content, length",
        html.Div(plots, className="columns three"),
        note="Selected contigs beside all that are shown. Boxes from the first to the third quartile.",
    )


def make_taxonomy() -> html.Section:
    """Return the bars of the taxonomy."""
    ranks = [{"label": title, "value": rank} for rank, title in RANK_TITLES.items()]
    choice = dcc.Dropdown(ranks, "phylum", id="taxonomy-rank", clearable=False, searchable=False)
    plot = parts.plot("taxonomy", _WAIT)
    return parts.card("Taxonomy", parts.labelled("Rank", choice), plot)


def make_space() -> html.Section:
    """Return the scatter plot in space."""
    options = [{"label": NUMBER_TITLES[name], "value": name} for name in ("coverage", "gc_content", "length")]
    choice = dcc.Dropdown(options, "length", id="space-z", clearable=False, searchable=False)
    return parts.card(
        "In three dimensions",
        parts.plot("space", _WAIT, is_tall=True, has_tools=True),
        tools=html.Div(parts.labelled("Third axis", choice), className="narrow"),
    )


def make_refinements() -> html.Section:
    """Return the table of what was saved."""
    tools = [
        html.Button("Download as TSV", id="download-refinements", className="plain"),
        dcc.Download(id="refinements-file"),
    ]
    return parts.card("Refinements", html.Div(id="refinements"), tools=tools)


def show_metrics(metrics: Metrics, *, is_selection: bool, n_neighbours: int | None = None) -> list[Any]:
    """Return the figures of the selected contigs, or of all.

    `n_neighbours` is how many contigs outside the selection are connected with it, where that is known.
    """
    words = "Nothing selected; all contigs:"
    if is_selection:
        words = f"{parts.count(metrics.n_contigs, 'contig')} selected"
    if n_neighbours is not None:
        words += f", connected with {parts.count(n_neighbours, 'other')}"
    figures = [
        parts.stat("contigs", f"{metrics.n_contigs:,}"),
        parts.stat("bases", parts.format_bases(metrics.length)),
        parts.stat("completeness", parts.format_percent(metrics.completeness)),
        parts.stat("purity", parts.format_percent(metrics.purity)),
        parts.stat("quality", parts.QUALITY_WORDS[metrics.quality], kind=metrics.quality),
        parts.stat("markers", f"{metrics.n_markers:,}"),
        parts.stat("GC content", parts.format_percent(metrics.gc_content)),
        parts.stat("coverage", parts.format_fold(metrics.coverage)),
        parts.stat("N50", parts.format_bases(metrics.n50)),
    ]
    return [html.P(words, className="note"), parts.stats(*figures, id="metrics")]


def show_refinements(found: Sequence[SavedRefinement]) -> Any:
    """Return the table of refinements, or how to get one."""
    if not found:
        return parts.empty_state(
            "Nothing saved yet", html.P("Draw a lasso around contigs, then save the selection.")
        )
    titles = [
        "Refinement",
        "Contigs",
        "Bases",
        "Completeness",
        "Purity",
        "Quality",
        "GC",
        "Coverage",
        "Saved",
        "",
    ]
    return parts.table(
        titles, [_make_row(one) for one in found], id="refinements-table", caption="Refinements"
    )


def _make_row(one: SavedRefinement) -> list[Any]:
    metrics = one.metrics
    delete = html.Button(
        "delete",
        id={"delete": one.number},
        className="link",
        **parts.attributes(aria_label=f"Delete {one.name}"),
    )
    return [
        one.name,
        f"{metrics.n_contigs:,}",
        parts.format_bases(metrics.length),
        parts.format_percent(metrics.completeness),
        parts.format_percent(metrics.purity),
        parts.quality_badge(metrics.quality),
        parts.format_percent(metrics.gc_content),
        parts.format_fold(metrics.coverage),
        one.created_at.strftime("%Y-%m-%d %H:%M"),
        delete,
    ]

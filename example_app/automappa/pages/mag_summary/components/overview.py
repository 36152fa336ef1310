"""All bins of a sample: how many of which quality, where they lie, and their figures."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from dash import html

from automappa.components import parts
from automappa.components.distributions import draw_bins
from automappa.data.metrics import Bin, count_bin_qualities

_TITLES = ("Bin", "Quality", "Completeness", "Purity", "Contigs", "Bases", "GC", "Coverage")


def make_overview(bins: Sequence[Bin]) -> html.Div:
    """Return the overview; a bin is chosen in the plot or in the table."""
    return html.Div([_make_plot(bins), _make_table(bins)], className="columns table")


def _make_plot(bins: Sequence[Bin]) -> html.Section:
    qualities = count_bin_qualities(bins)
    figures = parts.stats(
        parts.stat("bins", str(len(bins))),
        parts.stat("high", str(qualities["high"]), kind="high"),
        parts.stat("medium", str(qualities["medium"]), kind="medium"),
        parts.stat("low", str(qualities["low"])),
        parts.stat("below low", str(qualities["none"])),
        id="bin-counts",
    )
    figure = draw_bins(
        [one.name for one in bins],
        _make_array([one.completeness for one in bins]),
        _make_array([one.purity for one in bins]),
        _make_array([one.metrics.length for one in bins]),
    )
    plot = parts.plot("bins-plot", figure)
    note = "Larger points are larger bins. Dotted: MIMAG's bounds of medium and high quality."
    return parts.card("All bins", figures, plot, note=note)


def _make_array(values: Sequence[float | None]) -> Any:
    return np.asarray([np.nan if value is None else value for value in values], dtype=np.float64)


def _make_table(bins: Sequence[Bin]) -> html.Section:
    rows = [_make_row(one) for one in bins]
    table = parts.table(_TITLES, rows, id="bins-table", caption="Figures of all bins")
    return parts.card("Figures", table, note="Choose a bin to see it in detail below.")


def _make_row(one: Bin) -> list[Any]:
    metrics = one.metrics
    return [
        html.Button(one.name, id={"bin": one.name}, className="link"),
        parts.quality_badge(one.quality),
        parts.format_percent(one.completeness),
        parts.format_percent(one.purity),
        f"{metrics.n_contigs:,}",
        parts.format_bases(metrics.length),
        parts.format_percent(metrics.gc_content),
        parts.format_fold(metrics.coverage),
    ]

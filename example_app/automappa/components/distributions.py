"""How numbers and names are spread over contigs: boxes, bars, and the flow through the taxonomy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from automappa.components.groups import Group, Rows, split_rows
from automappa.components.plots import (
    MUTED,
    PALETTE,
    Figure,
    Floats,
    escape_all,
    make_axis,
    make_empty,
    make_layout,
    pick_color,
)
from automappa.data.columns import Words

UNKNOWN = "unknown"
_MAX_BARS = 12
_MAX_TAXA = 15


@dataclass(frozen=True, slots=True)
class _Box:
    q1: float
    median: float
    q3: float
    low: float
    high: float
    mean: float


def draw_boxes(
    title: str, values: Floats, groups: Sequence[Group], *, is_log: bool = False, height: int | None = None
) -> Figure:
    """Return one box per group; computed here, so that five numbers travel for each and not all contigs."""
    found = [(group, values[group.rows]) for group in groups]
    boxes = [(group, _summarize(kept)) for group, some in found if len(kept := some[np.isfinite(some)])]
    if not boxes:
        return make_empty(f"{title}: no values")
    layout = make_layout(
        xaxis=make_axis("", showgrid=False, type="category"),
        yaxis=make_axis(title, is_log=is_log),
        showlegend=False,
    )
    return {"data": [_draw_box(group, box) for group, box in boxes], "layout": layout | _fix_height(height)}


def _fix_height(height: int | None) -> dict[str, Any]:
    return {} if height is None else {"height": height}


def _summarize(values: Floats) -> _Box:
    q1, median, q3 = (float(one) for one in np.quantile(values, (0.25, 0.5, 0.75)))
    reach = 1.5 * (q3 - q1)
    low = float(values[values >= q1 - reach].min())
    high = float(values[values <= q3 + reach].max())
    return _Box(q1, median, q3, low, high, float(values.mean()))


def _draw_box(group: Group, box: _Box) -> dict[str, Any]:
    name = escape_all([group.name])[0]
    return {
        "type": "box",
        "name": name,
        "x": [name],
        "q1": [box.q1],
        "median": [box.median],
        "q3": [box.q3],
        "lowerfence": [box.low],
        "upperfence": [box.high],
        "mean": [box.mean],
        "marker": {"color": group.color},
        "line": {"width": 2},
        "width": 0.5,
    }


def draw_shares(labels: Words, lengths: Floats, rows: Rows) -> Figure:
    """Return bars: which share of the bases of `rows` belongs to each label."""
    total = float(lengths[rows].sum())
    if total == 0:
        return make_empty("No contigs")
    groups = split_rows(labels, rows, blank=UNKNOWN, limit=_MAX_BARS)
    shares = [100.0 * float(lengths[group.rows].sum()) / total for group in groups]
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": escape_all([group.name for group in groups]),
        "x": [round(share, 2) for share in shares],
        "marker": {"color": [group.color for group in groups]},
        "text": [f"{share:.1f} %" for share in shares],
        "textposition": "auto",
        "customdata": [len(group.rows) for group in groups],
        "hovertemplate": "%{y}: %{x:.1f} % of bases, %{customdata} contigs<extra></extra>",
    }
    layout = make_layout(
        xaxis=make_axis("share of bases (%)", range=[0, 100]),
        yaxis=make_axis("", autorange="reversed", type="category", showgrid=False),
        bargap=0.35,
    )
    return {"data": [bar], "layout": layout}


def draw_taxonomy(ranks: Mapping[str, Words], lengths: Floats, rows: Rows) -> Figure:
    """Return how the bases of `rows` flow from rank to rank, from the highest to the lowest one.

    Args:
        ranks: labels by rank, highest first; a rank where nothing is known is left out.
        lengths: of all contigs.
        rows: the contigs that are counted.
    """
    known = {rank: labels for rank, labels in ranks.items() if (labels.codes[rows] >= 0).any()}
    if not known:
        return make_empty("The taxonomy of these contigs is not known.")
    names: list[str] = []
    colors: list[str] = []
    places: list[Any] = []
    for step, (rank, labels) in enumerate(known.items()):
        place = np.empty(len(lengths), dtype=np.intp)
        for group in split_rows(labels, rows, blank=UNKNOWN, limit=_MAX_TAXA):
            place[group.rows] = len(names)
            names.append(_shorten_species(group.name) if rank == "species" else group.name)
            # Each rank begins elsewhere in the palette, or the flow would be of one colour.
            colors.append(_shift_color(group.color, step))
        places.append(place[rows])
    links = _count_flows(places, lengths[rows], len(names))
    node = {"label": escape_all(names), "color": colors, "pad": 14, "thickness": 16, "line": {"width": 0}}
    hover = "%{source.label} to %{target.label}: %{value:,.0f} bases<extra></extra>"
    trace = {
        "type": "sankey",
        "textfont": {"size": 11},
        "node": node | {"hovertemplate": "%{label}: %{value:,.0f} bases<extra></extra>"},
        "link": links | {"color": "rgba(154,165,177,0.35)", "hovertemplate": hover},
    }
    return {
        "data": [trace],
        "layout": make_layout(margin={"l": 8, "r": 8, "t": 36, "b": 8}) | _rank_titles(known),
    }


def _shorten_species(name: str) -> str:
    # Its genus stands right beside it.
    genus, _, epithet = name.partition(" ")
    return f"{genus[0]}. {epithet}" if genus and epithet else name


def _shift_color(color: str, steps: int) -> str:
    return pick_color(PALETTE.index(color) + steps) if color in PALETTE else color


def _rank_titles(ranks: Mapping[str, Words]) -> dict[str, Any]:
    last = max(1, len(ranks) - 1)
    return {
        "annotations": [
            {
                "text": rank,
                "x": place / last,
                "y": 1.0,
                "yshift": 26,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left" if place == 0 else "right" if place == last else "center",
                "showarrow": False,
                "font": {"color": "#52606D", "size": 12},
            }
            for place, rank in enumerate(ranks)
        ]
    }


def _count_flows(places: Sequence[Any], weights: Floats, n_nodes: int) -> dict[str, list[Any]]:
    sources: list[int] = []
    targets: list[int] = []
    values: list[float] = []
    for upper, lower in pairwise(places):
        pairs, which = np.unique(upper * n_nodes + lower, return_inverse=True)
        sources += (pairs // n_nodes).tolist()
        targets += (pairs % n_nodes).tolist()
        values += np.bincount(which, weights=weights).tolist()
    return {"source": sources, "target": targets, "value": values}


def draw_bins(names: Sequence[str], completeness: Floats, purity: Floats, sizes: Floats) -> Figure:
    """Return the bins in the plane of completeness and purity, larger ones larger, with MIMAG's bounds."""
    if not len(names):
        return make_empty("There are no bins.")
    widest = float(np.sqrt(sizes.max())) or 1.0
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": completeness.tolist(),
        "y": purity.tolist(),
        "text": escape_all(names),
        "customdata": list(names),
        "cliponaxis": False,
        "marker": {
            "size": (8 + 26 * np.sqrt(sizes) / widest).tolist(),
            "color": [_quality_color(*pair) for pair in zip(completeness, purity, strict=True)],
            "opacity": 0.85,
            "line": {"width": 1, "color": "#FFFFFF"},
        },
        "hovertemplate": "<b>%{text}</b><br>completeness %{x:.1f} %<br>purity %{y:.1f} %<extra></extra>",
    }
    layout = make_layout(
        xaxis=make_axis("completeness (%)", range=_fit(completeness, 45.0)),
        yaxis=make_axis("purity (%)", range=_fit(purity, 85.0)),
        hovermode="closest",
        shapes=[_draw_bound(90, 95), _draw_bound(50, 90)],
    )
    return {"data": [trace], "layout": layout}


def _fit(values: Floats, highest_start: float) -> list[float]:
    """Return a range with all values in it, and with MIMAG's bounds."""
    known = values[np.isfinite(values)]
    start = min(highest_start, float(known.min(initial=highest_start)) - 4)
    return [start, 100 + (100 - start) * 0.06]


def _quality_color(completeness: float, purity: float) -> str:
    if completeness > 90 and purity > 95:
        return "#1B7F4D"
    return "#B7791F" if completeness >= 50 and purity >= 90 else MUTED


def _draw_bound(completeness: float, purity: float) -> dict[str, Any]:
    corner = {"x0": completeness, "y0": purity, "x1": 105, "y1": 105}
    return {"type": "rect", **corner, "line": {"dash": "dot", "width": 1, "color": "#52606D"}}

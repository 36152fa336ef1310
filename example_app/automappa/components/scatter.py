"""Contigs as points, in the plane and in space."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from automappa.components.groups import Group
from automappa.components.plots import (
    INK,
    LOG_TICKS,
    Figure,
    Floats,
    encode,
    encode_floats,
    escape_all,
    make_axis,
    make_empty,
    make_layout,
)
from automappa.science.markers import SYMBOLS, choose_size

# Plotly's numbers of these symbols: a name per point would be most of what travels.
_SYMBOL_NUMBERS = {
    "circle": 0,
    "square": 1,
    "diamond": 2,
    "triangle-up": 5,
    "x": 4,
    "pentagon": 13,
    "hexagon2": 15,
    "hexagram": 18,
}
_SYMBOL_OF = np.asarray([_SYMBOL_NUMBERS[name] for name in SYMBOLS], dtype=np.uint8)
_SIZE_OF = np.asarray([choose_size(n_markers) for n_markers in range(len(SYMBOLS))], dtype=np.uint8)
_CROWD = 8_000
# A longer legend would lie over the tools; the plane beside it has the same.
_MAX_SPACE_LEGEND = 16
_NOTHING = "No contig is shown: widen the coverage range, or show saved contigs."
_MANY_LINKS = 500
Pairs: TypeAlias = tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]]


@dataclass(frozen=True, slots=True)
class Axis:
    """One number per contig, and what it is called."""

    title: str
    values: Floats
    is_log: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """What each contig's point says besides its place."""

    headers: Sequence[str]
    n_markers: NDArray[np.integer[Any]]


def draw_plane(
    x: Axis,
    y: Axis,
    groups: Sequence[Group],
    looks: Looks,
    *,
    selected: NDArray[np.integer[Any]] | None = None,
    medians: Mapping[str, tuple[float, float]] | None = None,
    links: Pairs | None = None,
    revision: str = "",
) -> Figure:
    """Return the contigs of `groups` in the plane, ready for a lasso.

    Args:
        x: the horizontal axis.
        y: the vertical axis.
        groups: what is drawn, each in its colour; `customdata` tells which row a point is.
        looks: of all contigs.
        selected: rows that are drawn as chosen; None for no choice at all.
        medians: a cross at the middle of each cluster.
        links: pairs of rows between which a line is drawn.
        revision: zoom and pan survive a new figure as long as this stays the same.
    """
    n_points = sum(len(group.rows) for group in groups)
    if n_points == 0:
        return make_empty(_NOTHING)
    traces = [_draw_group(x, y, group, looks, n_points, selected) for group in groups]
    traces += [_draw_legend(group) for group in groups]
    if medians:
        traces.append(_draw_medians(medians))
    if links is not None and len(links[0]):
        # The first is below the others.
        traces.insert(0, _draw_links(x, y, links))
    layout = make_layout(
        xaxis=make_axis(x.title, is_log=x.is_log),
        yaxis=make_axis(y.title, is_log=y.is_log),
        dragmode="lasso",
        hovermode="closest",
        legend={"itemsizing": "constant", "tracegroupgap": 0, "y": 0.95},
        uirevision=revision,
        # What is selected comes with the figure: kept by plotly, it would go to the wrong traces.
        selectionrevision=token_hex(4),
    )
    return {"data": traces, "layout": layout}


def _draw_group(
    x: Axis,
    y: Axis,
    group: Group,
    looks: Looks,
    n_points: int,
    selected: NDArray[np.integer[Any]] | None,
) -> dict[str, Any]:
    rows = group.rows
    trace: dict[str, Any] = {
        "type": "scattergl",
        "mode": "markers",
        "name": escape_all([group.name])[0],
        "x": encode_floats(x.values[rows]),
        "y": encode_floats(y.values[rows]),
        "legendgroup": group.name,
        "showlegend": False,
        "text": escape_all([looks.headers[row] for row in rows.tolist()]),
        # Dash looks points up in this list itself; it does not know the compact encoding.
        "customdata": rows.tolist(),
        "marker": _draw_marker(group, looks, n_points) | {"line": {"width": 0}},
        "hovertemplate": _hover(x, y),
        "unselected": {"marker": {"opacity": 0.12}},
        "selected": {"marker": {"opacity": 1}},
    }
    if selected is not None:
        trace["selectedpoints"] = np.flatnonzero(np.isin(rows, selected)).tolist()
    return trace


def _draw_legend(group: Group) -> dict[str, Any]:
    # The legend would show the symbol of the first contig, as if it belonged to the group.
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": escape_all([group.name])[0],
        "legendgroup": group.name,
        "x": [None],
        "y": [None],
        "marker": {"color": group.color, "size": 9},
    }


def _draw_marker(group: Group, looks: Looks, n_points: int) -> dict[str, Any]:
    steps = np.minimum(looks.n_markers[group.rows], len(SYMBOLS) - 1)
    # Many points cover one another; smaller ones show where they are dense.
    smaller = 3 if n_points > _CROWD else 0
    return {
        "color": group.color,
        "symbol": encode(_SYMBOL_OF[steps]),
        "size": encode(_SIZE_OF[steps] - np.uint8(smaller)),
        "opacity": 0.8,
    }


def _draw_medians(medians: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": "cluster medians",
        "x": [point[0] for point in medians.values()],
        "y": [point[1] for point in medians.values()],
        "text": escape_all(list(medians)),
        "marker": {"symbol": "cross-thin", "size": 15, "color": INK, "line": {"width": 3, "color": INK}},
        "hovertemplate": "median of %{text}<extra></extra>",
        # No contigs: a lasso leaves them as they are.
        "unselected": {"marker": {"opacity": 1}},
    }


def _draw_links(x: Axis, y: Axis, links: Pairs) -> dict[str, Any]:
    starts, ends = links
    # One line with gaps: a trace per pair would be thousands.
    gaps = np.full(len(starts), np.nan)
    return {
        "type": "scattergl",
        "mode": "lines",
        "name": "connections",
        "x": encode_floats(np.column_stack([x.values[starts], x.values[ends], gaps]).ravel()),
        "y": encode_floats(np.column_stack([y.values[starts], y.values[ends], gaps]).ravel()),
        "line": {"width": 1, "color": f"rgba(31, 41, 51, {0.35 if len(starts) < _MANY_LINKS else 0.12})"},
        "hoverinfo": "skip",
    }


def _hover(*axes: Axis) -> str:
    lines = [f"{axis.title}: %{{{name}:.4~g}}" for name, axis in zip("xyz", axes, strict=False)]
    return "<b>%{text}</b><br>" + "<br>".join(lines) + "<extra>%{fullData.name}</extra>"


def draw_space(
    x: Axis, y: Axis, z: Axis, groups: Sequence[Group], looks: Looks, *, revision: str = ""
) -> Figure:
    """Return the contigs of `groups` in space."""
    if not groups:
        return make_empty(_NOTHING)
    traces = [_draw_group_in_space(x, y, z, group, looks) for group in groups]
    scene: dict[str, Any] = {
        f"{name}axis": {"title": {"text": axis.title}} | ({"type": "log"} | LOG_TICKS if axis.is_log else {})
        for name, axis in zip("xyz", (x, y, z), strict=True)
    }
    scene["camera"] = {"eye": {"x": 1.7, "y": 1.7, "z": 1.0}}
    legend = {"itemsizing": "constant", "y": 0.92}
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return {
        "data": traces,
        "layout": make_layout(
            scene=scene,
            margin=margin,
            legend=legend,
            showlegend=len(groups) <= _MAX_SPACE_LEGEND,
            uirevision=revision,
        ),
    }


def _draw_group_in_space(x: Axis, y: Axis, z: Axis, group: Group, looks: Looks) -> dict[str, Any]:
    rows = group.rows
    steps = np.minimum(looks.n_markers[rows], len(SYMBOLS) - 1)
    return {
        "type": "scatter3d",
        "mode": "markers",
        "name": escape_all([group.name])[0],
        "x": encode_floats(x.values[rows]),
        "y": encode_floats(y.values[rows]),
        "z": encode_floats(z.values[rows]),
        "text": escape_all([looks.headers[row] for row in rows.tolist()]),
        # Without an outline: in a crowd nothing else would be seen.
        "marker": {
            "color": group.color,
            "size": encode(_SIZE_OF[steps] // np.uint8(2)),
            "opacity": 0.8,
            "line": {"width": 0},
        },
        "hovertemplate": _hover(x, y, z),
    }

"""Scatter traces in plotly's terms, as plain values that JSON can hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNCLUSTERED = "unclustered"
# Far below a pixel, and a third of the digits.
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """What one contig's point says besides its place."""

    header: str
    cluster: str | None
    symbol: str
    size: int


def build_traces(points: NDArray[np.float64], looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Return one trace per cluster in the order of names, the unclustered contigs last."""
    groups: dict[str, list[int]] = {}
    for row, look in enumerate(looks):
        groups.setdefault(look.cluster or UNCLUSTERED, []).append(row)
    names = sorted(groups, key=lambda name: (name == UNCLUSTERED, name))
    rounded = np.round(points, _DECIMALS)
    return [_build_trace(name, rounded[groups[name]], [looks[row] for row in groups[name]]) for name in names]


def _build_trace(name: str, points: NDArray[np.float64], looks: Sequence[Look]) -> dict[str, Any]:
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": name,
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "text": [look.header for look in looks],
        "marker": {"symbol": [look.symbol for look in looks], "size": [look.size for look in looks]},
    }

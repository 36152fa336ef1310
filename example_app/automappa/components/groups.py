"""Contigs in groups: by cluster or by a rank of their taxonomy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automappa.components.plots import MUTED, pick_color
from automappa.data.columns import Words

Rows = NDArray[np.int64]
# Each group is a trace of its own, with its own shaders; and nobody tells more colours apart.
MAX_GROUPS = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Contigs that are drawn alike."""

    name: str
    color: str
    rows: Rows


def split_rows(labels: Words, rows: Rows, *, blank: str, limit: int = MAX_GROUPS) -> list[Group]:
    """Return the groups that have a row among `rows`; `blank` is what contigs without a label are called.

    Colours belong to names, whatever rows are asked for. Beyond `limit` groups the smaller ones are put
    together; they and contigs without a label come last, in grey.
    """
    if not len(rows):
        return []
    chosen = labels.codes[rows]
    order = np.argsort(chosen, kind="stable")
    codes, firsts = np.unique(chosen[order], return_index=True)
    parts: dict[int, Rows] = dict(zip(codes.tolist(), np.split(rows[order], firsts[1:]), strict=True))
    unlabelled = parts.pop(-1, None)
    kept = sorted(sorted(parts, key=lambda code: -len(parts[code]))[:limit])
    groups = [Group(labels.names[code], pick_color(code), parts[code]) for code in kept]
    others = [parts[code] for code in parts if code not in set(kept)]
    if others:
        groups.append(Group(f"{len(others)} others", "#52606D", _join(others)))
    if unlabelled is not None:
        groups.append(Group(blank, MUTED, unlabelled))
    return groups


def _join(parts: Sequence[NDArray[Any]]) -> Rows:
    return np.sort(np.concatenate(parts))

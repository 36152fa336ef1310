"""Log-ratio transformations of counts; each row is a composition of its own."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
METHODS = ("am_clr", "clr", "ilr")


def normalize(counts: NDArray[np.int32], method: str) -> Floats:
    """Return the transformed rows.

    Args:
        counts: one row per contig.
        method: `am_clr` (one is added to each count), `clr` or `ilr` (zeros are replaced
            multiplicatively); `ilr` has one column less than the counts.
    """
    if method == "am_clr":
        # Autometa divides (count + 1) by the row's total first, which a log-ratio does not notice.
        return center_logs(counts.astype(np.float64) + 1.0)
    if method == "clr":
        return center_logs(replace_zeros(counts))
    if method == "ilr":
        return isometric_logs(replace_zeros(counts))
    raise ValueError(f"unknown normalisation {method!r}; known are {', '.join(METHODS)}")


def count_columns(n_columns: int, method: str) -> int:
    """Return how many columns `method` makes out of `n_columns`."""
    return n_columns - 1 if method == "ilr" else n_columns


def replace_zeros(counts: NDArray[np.int32]) -> Floats:
    """Return proportions without zeros: each zero becomes 1/D², the others shrink so that rows sum to 1.

    A row of zeros only says nothing about proportions and becomes uniform.
    """
    values = counts.astype(np.float64)
    values[values.sum(axis=1) == 0] = 1.0
    proportions = values / values.sum(axis=1, keepdims=True)
    delta = (1.0 / values.shape[1]) ** 2
    is_zero = proportions == 0
    shrink = 1.0 - is_zero.sum(axis=1, keepdims=True) * delta
    return np.asarray(np.where(is_zero, delta, proportions * shrink))


def center_logs(values: Floats) -> Floats:
    """Return the centred log-ratio: logarithms minus their mean in the row."""
    logs = np.log(values)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def isometric_logs(values: Floats) -> Floats:
    """Return the isometric log-ratio: each part against the geometric mean of the parts before it."""
    logs = np.log(values)
    before = np.arange(1, logs.shape[1])
    means = np.cumsum(logs, axis=1)[:, :-1] / before
    return np.asarray(np.sqrt(before / (before + 1.0)) * (means - logs[:, 1:]))

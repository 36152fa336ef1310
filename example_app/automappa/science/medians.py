"""Weighted geometric medians: the point with the least weighted sum of distances."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def find_geometric_median(
    points: Floats, weights: Floats, *, tolerance: float = 1e-9, max_steps: int = 2000
) -> Floats:
    """Return the weighted geometric median of `points`.

    Args:
        points: one row per point.
        weights: one positive number per point.
        tolerance: the last step is shorter than this share of the points' spread.
        max_steps: bounds the time on degenerate input.
    Source: Weiszfeld's iteration as completed by Vardi and Zhang (2000), PNAS 97(4).
    """
    if len(points) == 0 or len(points) != len(weights):
        raise ValueError("a geometric median needs at least one point and a weight for each")
    if not (weights > 0).all():
        raise ValueError("the weights of a geometric median must be positive")
    guess = np.average(points, axis=0, weights=weights)
    spread = float(np.ptp(points, axis=0).max())
    for _ in range(max_steps):
        following = _step(points, weights, guess)
        moved = float(np.linalg.norm(following - guess))
        guess = following
        if moved <= tolerance * spread:
            break
    return guess


def _step(points: Floats, weights: Floats, guess: Floats) -> Floats:
    distances = np.linalg.norm(points - guess, axis=1)
    apart = distances > 0
    if not apart.any():
        return guess
    pulls = weights[apart] / distances[apart]
    target: Floats = pulls @ points[apart] / pulls.sum()
    resting = float(weights[~apart].sum())
    if resting == 0:
        return target
    # On a data point the plain iteration stops for ever; the pull of the others decides whether it may.
    pull = float(np.linalg.norm(pulls @ (points[apart] - guess)))
    share = min(1.0, resting / pull) if pull > 0 else 1.0
    return np.asarray((1.0 - share) * target + share * guess)


def find_cluster_medians(
    points: Floats, clusters: list[str | None], lengths: Floats
) -> dict[str, tuple[float, float]]:
    """Return the median of each cluster, in the order of their names; long contigs weigh more.

    Contigs without a cluster have no part in it.
    """
    names = sorted({name for name in clusters if name is not None})
    members = {name: np.asarray([cluster == name for cluster in clusters]) for name in names}
    medians = {name: find_geometric_median(points[rows], lengths[rows]) for name, rows in members.items()}
    return {name: (float(x), float(y)) for name, (x, y) in medians.items()}

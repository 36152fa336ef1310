"""Geometric medians against scipy's general minimiser."""

import numpy as np
import pytest
from scipy.optimize import minimize

from automappa.science.medians import find_cluster_medians, find_geometric_median


def minimise(points, weights):
    def total(guess):
        return float(weights @ np.linalg.norm(points - guess, axis=1))

    starts = [np.average(points, axis=0, weights=weights), *points]
    options = {"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000}
    found = [minimize(total, start, method="Nelder-Mead", options=options) for start in starts]
    return min(found, key=lambda result: result.fun).x


@pytest.mark.parametrize("seed", range(8))
def test_median_equals_the_minimum_of_the_weighted_distances(seed):
    rng = np.random.default_rng(seed)
    points, weights = rng.normal(0, 50, (9, 2)), rng.uniform(1_000, 50_000, 9)
    assert np.allclose(find_geometric_median(points, weights), minimise(points, weights), atol=1e-3)


def test_a_heavy_point_is_the_median_itself():
    points = np.asarray([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    assert np.allclose(find_geometric_median(points, np.asarray([9.0, 1.0, 1.0])), [0, 0], atol=1e-6)


def test_a_start_on_a_data_point_goes_on():
    # The weighted mean of these is the second point, which is not the median.
    points = np.asarray([[-4.0, 0.0], [0.0, 0.0], [1.0, 2.0], [3.0, -2.0]])
    weights = np.ones(4)
    assert np.allclose(points.mean(axis=0), points[1])
    assert np.allclose(find_geometric_median(points, weights), minimise(points, weights), atol=1e-3)


def test_points_on_a_line_have_their_weighted_median():
    points = np.asarray([[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]])
    assert np.allclose(find_geometric_median(points, np.ones(3)), [1, 1], atol=1e-6)


def test_equal_points_are_their_own_median():
    assert np.array_equal(find_geometric_median(np.full((4, 2), 3.5), np.ones(4)), [3.5, 3.5])


@pytest.mark.parametrize(
    ("points", "weights"), [(np.empty((0, 2)), np.empty(0)), (np.ones((2, 2)), np.asarray([1.0, 0.0]))]
)
def test_input_without_a_median_is_refused(points, weights):
    with pytest.raises(ValueError, match="geometric median"):
        find_geometric_median(points, weights)


def test_clusters_are_named_and_the_unclustered_left_out():
    points = np.asarray([[0.0, 0.0], [8.0, 8.0], [2.0, 0.0], [99.0, 99.0]])
    clusters = ["b", "a", "b", None]
    medians = find_cluster_medians(points, clusters, np.asarray([3.0, 1.0, 1.0, 1.0]))
    assert list(medians) == ["a", "b"]
    assert medians["a"] == (8.0, 8.0)
    assert medians["b"] == pytest.approx((0.0, 0.0), abs=1e-6)

"""Embeddings: the PCA against a singular value decomposition, the others by what they keep together."""

import importlib.util

import numpy as np
import pytest

from automappa.science.embed import EmbeddingError, embed, reduce_pca

HAS_UMAP = importlib.util.find_spec("umap") is not None


@pytest.fixture(scope="module")
def two_groups():
    """Thirty rows around each of two far points."""
    rng = np.random.default_rng(7)
    return np.vstack([rng.normal(0, 1, (30, 8)), rng.normal(12, 1, (30, 8))])


def test_pca_equals_the_singular_value_decomposition(two_groups):
    left, values, _ = np.linalg.svd(two_groups - two_groups.mean(axis=0), full_matrices=False)
    expected = left * values
    result = reduce_pca(two_groups, 8)
    signs = np.sign((result * expected).sum(axis=0))
    assert np.allclose(result, expected * signs, atol=1e-9)


def test_pca_does_not_depend_on_the_sign_of_its_axes(two_groups):
    # A rotation of the input by half a turn turns the result, and nothing else.
    assert np.allclose(reduce_pca(-two_groups, 2), -reduce_pca(two_groups, 2), atol=1e-9)


def test_pca_fills_dimensions_that_the_data_lacks():
    assert np.array_equal(embed(np.ones((1, 1)), "pca", seed=1), [[0.0, 0.0]])


@pytest.mark.parametrize(
    "method",
    [
        "pca",
        "sksne",
        "bhsne",
        *[
            pytest.param(name, marks=pytest.mark.skipif(not HAS_UMAP, reason="umap-learn is not installed"))
            for name in ("umap", "densmap")
        ],
    ],
)
def test_groups_stay_apart_and_the_seed_decides(two_groups, method):
    points = embed(two_groups, method, seed=3)
    assert points.shape == (60, 2)
    centers = [points[:30].mean(axis=0), points[30:].mean(axis=0)]
    nearest = [
        int(np.linalg.norm(point - centers[1]) < np.linalg.norm(point - centers[0])) for point in points
    ]
    assert nearest == [0] * 30 + [1] * 30
    assert np.array_equal(points, embed(two_groups, method, seed=3))


@pytest.mark.parametrize("method", ["sksne", "bhsne"])
def test_few_contigs_are_enough(method):
    points = embed(np.random.default_rng(1).normal(size=(5, 6)), method, seed=1)
    assert np.isfinite(points).all()


def test_too_few_contigs_are_named():
    with pytest.raises(EmbeddingError, match="at least 5 contigs, here are 4"):
        embed(np.eye(4), "bhsne", seed=1)


@pytest.mark.skipif(HAS_UMAP, reason="umap-learn is installed")
@pytest.mark.parametrize("method", ["umap", "densmap"])
def test_missing_extra_is_named(two_groups, method):
    with pytest.raises(EmbeddingError, match=r"pip install 'automappa-example\[umap\]'"):
        embed(two_groups, method, seed=1)


def test_unknown_method_is_refused(two_groups):
    with pytest.raises(EmbeddingError, match="known are pca, sksne"):
        embed(two_groups, "trimap", seed=1)

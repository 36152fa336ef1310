"""Two coordinates for each row of a matrix, such that similar rows lie together."""

import warnings
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
METHODS = ("pca", "sksne", "bhsne", "umap", "densmap")
COLUMNS = ("x_1", "x_2")
_PCA_DIMENSIONS = 50
_MIN_NEIGHBOUR_ROWS = 5


class EmbeddingError(ValueError):
    """The rows cannot be embedded as asked."""


def embed(matrix: NDArray[Any], method: str, *, seed: int) -> Floats:
    """Return one row with two coordinates per row of `matrix`; the same seed gives the same result.

    Args:
        matrix: normalised counts.
        method: `pca`; `sksne` and `bhsne`, t-SNE started from the PCA and from chance; `umap` and `densmap`.
        seed: for the methods that use chance.
    """
    if method not in METHODS:
        raise EmbeddingError(f"unknown embedding {method!r}; known are {', '.join(METHODS)}")
    if method == "pca":
        return reduce_pca(matrix, 2)
    if len(matrix) < _MIN_NEIGHBOUR_ROWS:
        raise EmbeddingError(f"{method} needs at least {_MIN_NEIGHBOUR_ROWS} contigs, here are {len(matrix)}")
    # Neighbours are found as well in a few dimensions, and much faster.
    reduced = reduce_pca(matrix, min(_PCA_DIMENSIONS, len(matrix) - 1, matrix.shape[1]))
    if method in {"sksne", "bhsne"}:
        return _embed_tsne(reduced, method, seed)
    return _embed_umap(reduced, method, seed)


def reduce_pca(matrix: NDArray[Any], n_dimensions: int) -> Floats:
    """Return the first principal coordinates; dimensions the data does not have are zero.

    The sign of an axis is free in a PCA; here the largest loading of each axis is positive.
    """
    centered = matrix.astype(np.float64) - matrix.mean(axis=0, dtype=np.float64)
    values, vectors = np.linalg.eigh(centered.T @ centered)
    order = np.argsort(values)[::-1][:n_dimensions]
    axes = vectors[:, order]
    largest = axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])]
    scores = centered @ (axes * np.where(largest < 0, -1.0, 1.0))
    return np.pad(scores, ((0, 0), (0, n_dimensions - scores.shape[1])))


def _embed_tsne(reduced: Floats, method: str, seed: int) -> Floats:
    from sklearn.manifold import TSNE

    perplexity = min(30.0, max(1.0, (len(reduced) - 1) / 3 - 1))
    # `bhsne` keeps the start and the learning rate of the original Barnes-Hut program.
    start: dict[str, Any] = (
        {"init": "pca"} if method == "sksne" else {"init": "random", "learning_rate": 200.0}
    )
    model = TSNE(n_components=2, perplexity=perplexity, random_state=seed, **start)
    return np.asarray(model.fit_transform(reduced), dtype=np.float64)


def _embed_umap(reduced: Floats, method: str, seed: int) -> Floats:
    try:
        with warnings.catch_warnings():
            # The package says at its import that one part of it, which we do not use, lacks TensorFlow.
            warnings.simplefilter("ignore", ImportWarning)
            umap = import_module("umap")
    except ModuleNotFoundError as error:
        raise EmbeddingError(
            f"{method} needs the package umap-learn: pip install 'automappa-example[umap]'"
        ) from error
    model = umap.UMAP(
        n_components=2,
        n_neighbors=min(15, len(reduced) - 1),
        densmap=method == "densmap",
        random_state=seed,
        n_jobs=1,
    )
    return np.asarray(model.fit_transform(reduced), dtype=np.float64)

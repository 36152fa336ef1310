"""Several embeddings side by side in one matrix, and taken apart again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from automappa.data import matrices
from automappa.data.database import read_session
from automappa.data.errors import DataError, NotFoundError
from automappa.data.models import ClusterMedian, Matrix

# Columns of an aggregate are called `<embedding>:<axis>`.
_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The points of each embedding, by its name."""

    metagenome_id: int
    points: dict[str, NDArray[np.float64]]


def aggregate(embedding_ids: Sequence[int]) -> int:
    """Return the id of a matrix that holds the columns of all these embeddings.

    Raises:
        DataError: no embedding is given, or they belong to several metagenomes.
    """
    chosen = sorted(set(embedding_ids))
    infos = [matrices.get_info(matrix_id) for matrix_id in chosen]
    metagenome_ids = {info.metagenome_id for info in infos}
    if len(metagenome_ids) != 1:
        raise DataError("embeddings can be put together only if there are some, all of one metagenome")
    columns = [f"{info.name}{_SEPARATOR}{column}" for info in infos for column in info.columns]
    # Read only if it is asked for: the aggregate may be there already.
    blocks = (np.hstack([matrices.read_matrix(matrix_id) for matrix_id in ids]) for ids in [chosen])
    name = "aggregate/" + "+".join(str(matrix_id) for matrix_id in chosen)
    return matrices.store_matrix(metagenome_ids.pop(), name, columns, "<f8", blocks)


def read(aggregate_id: int) -> Embeddings:
    """Return the embeddings of an aggregate.

    Raises:
        DataError: the matrix is no aggregate.
    """
    info = matrices.get_info(aggregate_id)
    names = [column.partition(_SEPARATOR)[0] for column in info.columns if _SEPARATOR in column]
    if len(names) != len(info.columns):
        raise DataError(f"matrix {aggregate_id} ({info.name}) is not made by aggregate_embeddings")
    values = matrices.read_matrix(aggregate_id)
    firsts = range(0, len(names), 2)
    return Embeddings(info.metagenome_id, {names[first]: values[:, first : first + 2] for first in firsts})


def name_embedding(k: int, norm: str, method: str, seed: int) -> str:
    """Return the name of the embedding that the tasks store for these choices."""
    return f"k{k}/{norm}/{method}/seed{seed}"


def list_embeddings(metagenome_id: int) -> list[str]:
    """Return the names of the embeddings that are computed, in their order."""
    where = (Matrix.metagenome_id == metagenome_id, Matrix.name.like("k%/%/%/seed%"))
    with read_session() as session:
        return list(session.scalars(select(Matrix.name).where(*where).order_by(Matrix.name)))


def read_embedding(metagenome_id: int, name: str) -> NDArray[np.float64]:
    """Return the two coordinates of each contig, in the order of the columns.

    Raises:
        NotFoundError: this metagenome has no such embedding.
    """
    where = (Matrix.metagenome_id == metagenome_id, Matrix.name == name)
    with read_session() as session:
        matrix_id = session.scalars(select(Matrix.id).where(*where)).one_or_none()
    if matrix_id is None or name not in list_embeddings(metagenome_id):
        raise NotFoundError(f"there is no embedding {name!r} of this metagenome yet")
    return matrices.read_matrix(matrix_id)


def read_medians(metagenome_id: int, name: str) -> dict[str, tuple[float, float]]:
    """Return the geometric median of each cluster in an embedding; empty before it is computed."""
    query = (
        select(ClusterMedian.cluster, ClusterMedian.x_1, ClusterMedian.x_2)
        .join(Matrix, Matrix.id == ClusterMedian.matrix_id)
        .where(Matrix.metagenome_id == metagenome_id, ClusterMedian.embedding == name)
        .order_by(ClusterMedian.cluster, Matrix.id)
    )
    with read_session() as session:
        # Of several aggregates that hold this embedding, the last one.
        return {row.cluster: (row.x_1, row.x_2) for row in session.execute(query)}

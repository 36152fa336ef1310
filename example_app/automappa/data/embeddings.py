"""Several embeddings side by side in one matrix, and taken apart again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automappa.data import matrices
from automappa.data.errors import DataError

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

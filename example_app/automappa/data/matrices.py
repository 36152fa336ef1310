"""Matrices in the database: written block by block, found again by name.

A matrix never changes. Contigs do not change after loading, and the name of a matrix holds all that decided
its numbers; so a task that is delivered twice finds the first result and hands it on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from automappa.data.database import read_session, write_session
from automappa.data.errors import NotFoundError
from automappa.data.locking import lock_row
from automappa.data.models import Matrix, MatrixBlock, Metagenome

_UNFINISHED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MatrixInfo:
    """What a matrix is, without its numbers."""

    id: int
    metagenome_id: int
    name: str
    columns: tuple[str, ...]
    dtype: str


def get_info(matrix_id: int) -> MatrixInfo:
    """Return the description of a finished matrix.

    Raises:
        NotFoundError: there is none with this id.
    """
    with read_session() as session:
        matrix = session.get(Matrix, matrix_id)
        if matrix is None or matrix.name is None:
            raise NotFoundError(f"there is no matrix {matrix_id}; its metagenome may have been deleted")
        columns = tuple(matrix.columns)
        return MatrixInfo(matrix.id, matrix.metagenome_id, matrix.name, columns, matrix.dtype)


def store_matrix(
    metagenome_id: int, name: str, columns: Sequence[str], dtype: str, blocks: Iterable[NDArray[Any]]
) -> int:
    """Return the id of the matrix of this name; `blocks` are computed and stored if it is not there yet.

    Each block is stored in a transaction of its own, so that a long computation keeps no lock.
    """
    known = _start(metagenome_id, name, columns, dtype)
    if known.is_finished:
        return known.matrix_id
    for position, block in enumerate(blocks):
        data = np.ascontiguousarray(block, dtype=dtype).tobytes()
        with write_session() as session:
            session.add(MatrixBlock(matrix_id=known.matrix_id, position=position, data=data))
    return _finish(metagenome_id, name, known.matrix_id)


def iter_blocks(matrix_id: int) -> Iterator[NDArray[Any]]:
    """Yield the blocks of a finished matrix in their order."""
    info = get_info(matrix_id)
    position = 0
    while (data := _read_block(matrix_id, position)) is not None:
        yield np.frombuffer(data, dtype=info.dtype).reshape(-1, len(info.columns))
        position += 1


def read_matrix(matrix_id: int) -> NDArray[Any]:
    """Return a whole finished matrix, one row per contig."""
    return np.concatenate(list(iter_blocks(matrix_id)))


@dataclass(frozen=True, slots=True)
class _Known:
    matrix_id: int
    is_finished: bool


def _start(metagenome_id: int, name: str, columns: Sequence[str], dtype: str) -> _Known:
    with write_session() as session:
        lock_row(session, Metagenome, metagenome_id)
        found = _find(session, metagenome_id, name)
        if found is not None:
            return _Known(found, is_finished=True)
        _delete_abandoned(session, metagenome_id)
        matrix = Matrix(metagenome_id=metagenome_id, columns=list(columns), dtype=dtype)
        session.add(matrix)
        session.flush()
        return _Known(matrix.id, is_finished=False)


def _finish(metagenome_id: int, name: str, matrix_id: int) -> int:
    with write_session() as session:
        lock_row(session, Metagenome, metagenome_id)
        found = _find(session, metagenome_id, name)
        if found is not None:
            # Somebody computed the same at the same time and was first.
            session.execute(delete(Matrix).where(Matrix.id == matrix_id))
            return found
        session.get_one(Matrix, matrix_id).name = name
        return matrix_id


def _find(session: Session, metagenome_id: int, name: str) -> int | None:
    where = (Matrix.metagenome_id == metagenome_id, Matrix.name == name)
    return session.scalars(select(Matrix.id).where(*where)).one_or_none()


def _delete_abandoned(session: Session, metagenome_id: int) -> None:
    # A worker that was killed leaves a matrix without a name.
    oldest = datetime.now(timezone.utc) - _UNFINISHED_AFTER
    where = (Matrix.metagenome_id == metagenome_id, Matrix.name.is_(None), Matrix.created_at < oldest)
    session.execute(delete(Matrix).where(*where))


def _read_block(matrix_id: int, position: int) -> bytes | None:
    with read_session() as session:
        where = (MatrixBlock.matrix_id == matrix_id, MatrixBlock.position == position)
        return session.scalars(select(MatrixBlock.data).where(*where)).one_or_none()

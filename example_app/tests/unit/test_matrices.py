"""Matrices in the database: never half, never twice."""

import threading
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import func, select

from automappa.data import embeddings, matrices
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.errors import DataError, NotFoundError
from automappa.data.models import Matrix, MatrixBlock, Metagenome

pytestmark = pytest.mark.every_database


@pytest.fixture
def metagenome_id():
    create_tables()
    return add_metagenome("one")


def add_metagenome(name):
    with write_session() as session:
        metagenome = Metagenome(name=name, n_contigs=3, digest=name, n_reference_markers=1)
        session.add(metagenome)
        session.flush()
        return metagenome.id


def count_rows(table):
    with read_session() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_blocks_come_back_in_their_order(metagenome_id):
    blocks = [np.arange(6).reshape(3, 2), np.arange(4).reshape(2, 2)]
    stored = matrices.store_matrix(metagenome_id, "m", ["a", "b"], "<i4", blocks)
    info = matrices.get_info(stored)
    assert (info.metagenome_id, info.name, info.columns) == (metagenome_id, "m", ("a", "b"))
    assert [block.tolist() for block in matrices.iter_blocks(stored)] == [block.tolist() for block in blocks]
    assert np.array_equal(matrices.read_matrix(stored), np.vstack(blocks))


def test_a_second_writer_gets_the_first_matrix_without_computing(metagenome_id):
    first = matrices.store_matrix(metagenome_id, "m", ["a"], "<i4", [np.ones((2, 1))])

    def compute():
        raise AssertionError("computed again")
        yield

    assert matrices.store_matrix(metagenome_id, "m", ["a"], "<i4", compute()) == first


def test_two_at_the_same_time_end_with_one_matrix(metagenome_id):
    both_inside = threading.Barrier(2, timeout=10)
    stored = []

    def compute():
        both_inside.wait()
        yield np.ones((2, 1))

    def write():
        stored.append(matrices.store_matrix(metagenome_id, "m", ["a"], "<i4", compute()))

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored) == 2
    assert stored[0] == stored[1]
    assert (count_rows(Matrix), count_rows(MatrixBlock)) == (1, 1)


def test_an_interrupted_matrix_is_never_read_and_later_deleted(metagenome_id):
    def fail():
        yield np.ones((2, 1))
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        matrices.store_matrix(metagenome_id, "m", ["a"], "<i4", fail())
    with write_session() as session:
        half = session.scalars(select(Matrix)).one()
        half_id = half.id
        half.created_at = datetime.now(timezone.utc) - timedelta(days=2)
    with pytest.raises(NotFoundError, match=f"no matrix {half_id}"):
        matrices.read_matrix(half_id)
    whole = matrices.store_matrix(metagenome_id, "m", ["a"], "<i4", [np.zeros((2, 1))])
    assert whole != half_id
    assert count_rows(Matrix) == 1


def test_an_unknown_metagenome_is_named():
    create_tables()
    with pytest.raises(NotFoundError, match="no metagenome 77"):
        matrices.store_matrix(77, "m", ["a"], "<i4", [])


def test_embeddings_are_put_together_and_taken_apart(metagenome_id):
    points = {"pca": np.arange(6.0).reshape(3, 2), "tsne": -np.arange(6.0).reshape(3, 2)}
    ids = [
        matrices.store_matrix(metagenome_id, name, ["x_1", "x_2"], "<f8", [values])
        for name, values in points.items()
    ]
    together = embeddings.aggregate(ids[::-1])
    assert embeddings.aggregate([*ids, ids[0]]) == together
    found = embeddings.read(together)
    assert found.metagenome_id == metagenome_id
    assert {name: values.tolist() for name, values in found.points.items()} == {
        name: values.tolist() for name, values in points.items()
    }


def test_embeddings_of_two_metagenomes_are_not_mixed(metagenome_id):
    ids = [
        matrices.store_matrix(owner, "pca", ["x_1", "x_2"], "<f8", [np.ones((3, 2))])
        for owner in (metagenome_id, add_metagenome("two"))
    ]
    for wrong in (ids, []):
        with pytest.raises(DataError, match="all of one metagenome"):
            embeddings.aggregate(wrong)


def test_only_an_aggregate_is_taken_apart(metagenome_id):
    counts = matrices.store_matrix(metagenome_id, "k5", ["AAAAA"], "<i4", [np.ones((3, 1))])
    with pytest.raises(DataError, match=r"k5.* is not made by aggregate_embeddings"):
        embeddings.read(counts)

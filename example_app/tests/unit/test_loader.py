"""The loader: all of a metagenome or nothing."""

import contextlib
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from automappa.data.columns import read_links
from automappa.data.contigs import find_metagenome, iter_sequences, list_metagenomes
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.fasta import read_fasta
from automappa.data.loader import load_metagenome
from automappa.data.models import Base, Contig, ContigSequence, Marker, Metagenome
from automappa.data.schemas import BINNING, MARKERS
from automappa.data.tables import read_table

pytestmark = pytest.mark.every_database


def load(files, name="small", connections=None):
    return load_metagenome(
        name,
        metagenome=files.metagenome,
        binning=files.binning,
        markers=files.markers,
        connections=connections,
    )


@pytest.fixture
def copied(small_files, tmp_path):
    """Files that a test may spoil."""
    paths = (small_files.metagenome, small_files.binning, small_files.markers)
    metagenome, binning, markers = (tmp_path / path.name for path in paths)
    for path in paths:
        shutil.copy(path, tmp_path)
    return replace(small_files, metagenome=metagenome, binning=binning, markers=markers)


def test_everything_in_the_files_is_in_the_database(small_files):
    metagenome_id = load(small_files)
    with read_session() as session:
        contigs = session.scalars(select(Contig).order_by(Contig.id)).all()
        n_markers = session.scalar(select(func.count()).select_from(Marker))
    for contig, row in zip(contigs, read_table(small_files.binning, BINNING), strict=True):
        assert {field: getattr(contig, field) for field in row} == row
        assert contig.metagenome_id == metagenome_id
    assert n_markers == len(read_table(small_files.markers, MARKERS))
    batches = list(iter_sequences(metagenome_id, batch_bases=20_000))
    assert len(batches) > 1
    assert [bases for batch in batches for bases in batch] == list(
        read_fasta(small_files.metagenome).values()
    )
    assert list_metagenomes() == [(metagenome_id, "small", 27)]


def test_contigs_without_a_row_are_unclustered(copied):
    lines = copied.binning.read_text().splitlines(keepends=True)
    copied.binning.write_text("".join(lines[:1] + lines[2:]))
    load(copied)
    with read_session() as session:
        contig = session.scalars(select(Contig).order_by(Contig.id)).first()
    bases = read_fasta(copied.metagenome)[contig.header]
    assert contig.cluster is contig.coverage is None
    assert contig.length == len(bases)
    assert contig.gc_content == pytest.approx(100 * sum(base in b"GC" for base in bases) / len(bases))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("binning", "contig_00002\t", "contig_x\t", "contig contig_x is not in the metagenome"),
        ("binning", "contig_00002\t", "contig_00001\t", "contig contig_00001 stands in it twice"),
        ("markers", "contig_0000", "other_0000", "contigs are not in the metagenome, as other_0000"),
        ("metagenome", ">contig_00001\n", ">contig_00001\nACGT", "contig_00001 is said to have"),
        ("binning", "coverage\t", "cover\t", "columns are missing: coverage"),
    ],
)
def test_files_that_do_not_fit_leave_nothing(copied, file, old, new, message):
    path = getattr(copied, file)
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(DataError, match=message):
        load(copied)
    create_tables()
    assert list_metagenomes() == []


def test_a_table_without_rows_is_refused(copied):
    copied.binning.write_text(copied.binning.read_text().splitlines()[0] + "\n")
    with pytest.raises(DataError, match="the table has no rows"):
        load(copied)


def test_the_same_files_again_are_the_same_metagenome(small_files):
    assert load(small_files) == load(small_files, " small ")
    with read_session() as session:
        assert session.scalar(select(func.count()).select_from(ContigSequence)) == 27


def test_the_same_files_loaded_twice_at_once_are_one_metagenome(small_files):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(load, [small_files] * 4))
    assert len(set(found)) == 1
    assert list_metagenomes() == [(found[0], "small", 27)]


def test_other_files_do_not_get_a_name_that_is_taken(copied):
    load(copied)
    copied.markers.write_text("".join(copied.markers.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(DataError, match="already another metagenome 'small'"):
        load(copied)


def test_connections_are_between_contigs_of_the_metagenome(copied, tmp_path):
    path = tmp_path / "connections.tsv"
    path.write_text(
        "node1\tinteraction\tnode2\tconnections\tmappingtype\n"
        "contig_00003\t0\tcontig_00001\t12\tse\n"
        "contig_00002\t0\tcontig_00002\t3\tintra\n"
    )
    found = read_links(load(copied, connections=path))
    assert (found.starts.tolist(), found.ends.tolist(), found.weights.tolist()) == ([2, 1], [0, 1], [12, 3])
    path.write_text(path.read_text().replace("contig_00001", "contig_x"))
    with pytest.raises(DataError, match=r"connections\.tsv: contig contig_x is not in the metagenome"):
        load(copied, "other", connections=path)


def test_a_blank_name_is_refused(small_files):
    with pytest.raises(DataError, match="needs a name"):
        load(small_files, " ")


def test_an_unknown_name_is_answered_with_the_known_ones(small_files):
    load(small_files)
    with pytest.raises(NotFoundError, match="no metagenome 'big'; loaded are: small"):
        find_metagenome("big")


def test_a_deleted_metagenome_takes_all_with_it_and_its_id_is_not_given_again(small_files):
    first = load(small_files)
    with write_session() as session:
        session.delete(session.get_one(Metagenome, first))
    with read_session() as session:
        for table in Base.metadata.sorted_tables:
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert load(small_files) > first


def test_a_database_that_cannot_be_opened_is_named(monkeypatch, use_environment, tmp_path):
    use_environment({"AUTOMAPPA_DATABASE_URL": f"sqlite:///{tmp_path / 'no' / 'such.sqlite'}"})
    with pytest.raises(DatabaseUnavailableError, match="cannot be used: unable to open database file"):
        create_tables()


def test_tables_of_another_version_are_told_with_what_to_do(use_environment, tmp_path):
    path = tmp_path / "old.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE metagenome (id INTEGER PRIMARY KEY, name TEXT)")
    use_environment({"AUTOMAPPA_DATABASE_URL": f"sqlite:///{path}"})
    with pytest.raises(
        DataError, match="another version of the app: table metagenome lacks created_at, digest"
    ):
        create_tables()

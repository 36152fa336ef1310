"""The tasks, called as plain functions: what they leave in the database."""

from collections import Counter

import numpy as np
import pytest
from sqlalchemy import select

from automappa import tasks
from automappa.data import matrices
from automappa.data.database import read_session
from automappa.data.errors import DataError
from automappa.data.fasta import read_fasta
from automappa.data.loader import load_metagenome
from automappa.data.models import ClusterMedian, Contig, MarkerSymbol, TraceSet
from automappa.data.schemas import MARKERS
from automappa.data.tables import read_table
from automappa.pages.home.tasks import set_badge_color


@pytest.fixture
def metagenome_id(small_files):
    return load_metagenome(
        "small",
        metagenome=small_files.metagenome,
        binning=small_files.binning,
        markers=small_files.markers,
    )


@pytest.fixture
def aggregate_id(metagenome_id):
    normalized_id = tasks.normalize_kmer(tasks.count_kmer(metagenome_id, 3))
    return tasks.aggregate_embeddings([tasks.embed_kmer(normalized_id, "pca")])


def test_counts_of_every_contig_are_stored(metagenome_id, small_files):
    counts_id = tasks.count_kmer(metagenome_id)
    info = matrices.get_info(counts_id)
    counts = matrices.read_matrix(counts_id)
    assert (info.name, counts.shape) == ("k5", (27, 512))
    column = info.columns.index("ACGTA")
    for row, bases in enumerate(read_fasta(small_files.metagenome).values()):
        windows = Counter(bases[start : start + 5] for start in range(len(bases) - 4))
        assert counts[row, column] == windows[b"ACGTA"] + windows[b"TACGT"]
        assert counts[row].sum() == len(bases) - 4


@pytest.mark.parametrize(("method", "n_columns"), [("am_clr", 32), ("clr", 32), ("ilr", 31)])
def test_normalised_counts_name_how_they_came_about(metagenome_id, method, n_columns):
    normalized_id = tasks.normalize_kmer(tasks.count_kmer(metagenome_id, 3), method)
    assert matrices.get_info(normalized_id).name == f"k3/{method}"
    assert matrices.read_matrix(normalized_id).shape == (27, n_columns)


def test_running_a_task_twice_changes_nothing(metagenome_id, aggregate_id):
    assert tasks.count_kmer(metagenome_id, 3) == tasks.count_kmer(metagenome_id, 3)
    for _ in range(2):
        assert tasks.preprocess_marker_symbols(metagenome_id) == 27
        assert tasks.preprocess_clusters_geom_medians(aggregate_id) == 3
        assert tasks.get_embedding_traces_df(aggregate_id) == ["k3/am_clr/pca/seed42"]


def test_symbols_follow_the_markers_of_each_contig(metagenome_id, small_files):
    tasks.preprocess_marker_symbols(metagenome_id)
    expected = Counter(hit["header"] for hit in read_table(small_files.markers, MARKERS))
    with read_session() as session:
        query = select(Contig.header, MarkerSymbol.n_markers).join(Contig)
        stored = dict(session.execute(query).all())
    assert stored == {header: expected[header] for header in stored}
    assert len(stored) == 27


def test_medians_lie_where_the_long_contigs_of_a_cluster_are(aggregate_id):
    tasks.preprocess_clusters_geom_medians(aggregate_id)
    points = matrices.read_matrix(aggregate_id)
    with read_session() as session:
        contigs = session.scalars(select(Contig).order_by(Contig.id)).all()
        medians = session.scalars(select(ClusterMedian)).all()
    assert [median.cluster for median in medians] == ["bin_0001", "bin_0002", "bin_0003"]
    for median in medians:
        rows = [row for row, contig in enumerate(contigs) if contig.cluster == median.cluster]
        lengths = np.asarray([contigs[row].length for row in rows])

        def total(point, rows=rows, lengths=lengths):
            return lengths @ np.linalg.norm(points[rows] - point, axis=1)

        best = total(np.asarray([median.x_1, median.x_2]))
        for step in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
            assert best < total(np.asarray([median.x_1, median.x_2]) + step)


def test_traces_show_the_symbols_once_they_are_known(metagenome_id, aggregate_id):
    tasks.get_embedding_traces_df(aggregate_id)
    assert {symbol for trace in read_traces() for symbol in trace["marker"]["symbol"]} == {"circle"}
    tasks.preprocess_marker_symbols(metagenome_id)
    tasks.get_embedding_traces_df(aggregate_id)
    traces = read_traces()
    assert len({symbol for trace in traces for symbol in trace["marker"]["symbol"]}) > 2
    assert sorted(x for trace in traces for x in trace["x"]) == pytest.approx(
        sorted(matrices.read_matrix(aggregate_id)[:, 0]), abs=1e-4
    )


def read_traces():
    with read_session() as session:
        return session.scalars(select(TraceSet.traces)).one()


def test_what_is_not_there_is_named(metagenome_id):
    calls = [
        (tasks.count_kmer, 99, "no metagenome 99"),
        (tasks.preprocess_marker_symbols, 99, "no metagenome 99"),
        (tasks.normalize_kmer, 99, "no matrix 99"),
        (tasks.preprocess_clusters_geom_medians, 99, "no matrix 99"),
    ]
    for task, argument, message in calls:
        with pytest.raises(DataError, match=message):
            task(argument)


def test_badge_keeps_its_colour(monkeypatch, use_environment):
    use_environment({"AUTOMAPPA_BADGE_DELAY_S": "0"})
    assert set_badge_color("green") == "green"

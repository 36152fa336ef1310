"""Columns and figures for the pages, held against the files and against plain arithmetic."""

import statistics
from collections import Counter

import numpy as np
import pytest
from sqlalchemy import event

from automappa.data import columns, metagenomes, metrics
from automappa.data.database import get_engine
from automappa.data.errors import DataError, NotFoundError
from automappa.data.loader import load_metagenome
from automappa.data.refinements import list_refinements, save_refinement
from automappa.data.schemas import BINNING, MARKERS
from automappa.data.tables import read_table
from automappa.science.quality import count_qualities, estimate_reference, find_n50, grade

pytestmark = pytest.mark.every_database


@pytest.fixture
def metagenome_id(small_files):
    return load_metagenome(
        "small", metagenome=small_files.metagenome, binning=small_files.binning, markers=small_files.markers
    )


def test_columns_hold_what_the_table_says(metagenome_id, small_files):
    rows = read_table(small_files.binning, BINNING)
    contigs = columns.read_contigs(metagenome_id, words=columns.WORDS)
    assert contigs.headers == [row["header"] for row in rows]
    assert len(contigs) == len(rows)
    for name in columns.NUMBERS:
        assert contigs.numbers[name].tolist() == [row[name] for row in rows]
    for name in columns.WORDS:
        assert contigs.words[name].labels("?") == [row[name] or "?" for row in rows]


def test_hits_lie_on_the_rows_of_their_contigs(metagenome_id, small_files):
    hits = columns.read_marker_hits(metagenome_id)
    contigs = columns.read_contigs(metagenome_id)
    found = Counter(
        (contigs.headers[row], hits.markers.names[code])
        for row, code in zip(hits.rows, hits.markers.codes, strict=True)
    )
    expected = Counter((hit["header"], hit["sacc"]) for hit in read_table(small_files.markers, MARKERS))
    assert found == expected


def test_the_reference_is_found_from_the_completeness_of_the_bins(metagenome_id):
    # The synthetic table is made with twenty markers, though no bin need have them all.
    assert columns.read_marker_hits(metagenome_id).n_reference == 20


def test_bins_have_the_figures_of_the_table(metagenome_id, small_files):
    rows = read_table(small_files.binning, BINNING)
    bins = metrics.measure_bins(metagenome_id)
    assert [found.name for found in bins] == ["bin_0001", "bin_0002", "bin_0003"]
    for found in bins:
        members = [row for row in rows if row["cluster"] == found.name]
        lengths = [row["length"] for row in members]
        assert (found.metrics.n_contigs, found.metrics.length) == (len(members), sum(lengths))
        assert (found.completeness, found.purity) == (members[0]["completeness"], members[0]["purity"])
        assert found.metrics.completeness == pytest.approx(found.completeness, abs=0.01)
        assert found.metrics.purity == pytest.approx(found.purity, abs=0.01)
        bases = sum(row["gc_content"] * row["length"] for row in members)
        assert found.metrics.gc_content == pytest.approx(bases / sum(lengths))
        spread = statistics.pstdev(row["coverage"] for row in members)
        assert found.metrics.coverage_stddev == pytest.approx(spread)


def test_a_selection_of_a_whole_bin_has_its_figures(metagenome_id, small_files):
    rows = read_table(small_files.binning, BINNING)
    chosen = [row["header"] for row in rows if row["cluster"] == "bin_0002"]
    assert (
        metrics.measure_selection(metagenome_id, chosen[::-1])
        == metrics.measure_bins(metagenome_id)[1].metrics
    )


def test_an_empty_selection_has_no_figures(metagenome_id):
    empty = metrics.measure_selection(metagenome_id, [])
    assert (empty.n_contigs, empty.length, empty.n50, empty.coverage, empty.purity) == (0, 0, 0, None, None)
    assert empty.quality == "none"


def test_contigs_of_another_metagenome_are_refused(metagenome_id):
    with pytest.raises(DataError, match="contig stranger is not in the metagenome"):
        metrics.measure_selection(metagenome_id, ["stranger"])
    with pytest.raises(NotFoundError, match="no metagenome 9"):
        metrics.measure_bins(9)


def test_cards_count_what_is_there(metagenome_id, small_files):
    save_refinement(metagenome_id, ["contig_00001"])
    (sample,) = metagenomes.list_samples()
    bins = metrics.measure_bins(metagenome_id)
    assert (sample.id, sample.name, sample.n_contigs, sample.n_bins) == (metagenome_id, "small", 27, 3)
    assert sample.n_bases == sum(row["length"] for row in read_table(small_files.binning, BINNING))
    assert sample.n_markers == len(read_table(small_files.markers, MARKERS))
    assert sample.n_refinements == 1
    assert sample.qualities == count_qualities(found.quality for found in bins)


def count_queries(call):
    statements = []

    def count(connection, cursor, statement, *rest):
        statements.append(statement)

    engine = get_engine()
    event.listen(engine, "before_cursor_execute", count)
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(statements)


def test_the_number_of_queries_does_not_grow_with_contigs(metagenome_id, tmp_path):
    from automappa.data.synth import Recipe, write_metagenome

    large = write_metagenome(tmp_path, Recipe(genomes=4, contigs=60, unbinned=9))
    large_id = load_metagenome(
        "large", metagenome=large.metagenome, binning=large.binning, markers=large.markers
    )
    for call in (columns.read_contigs, columns.read_marker_hits, metrics.measure_bins, list_refinements):
        assert count_queries(lambda call=call: call(metagenome_id)) == count_queries(
            lambda call=call: call(large_id)
        )


@pytest.mark.parametrize(
    ("completeness", "purity", "quality"),
    [
        (90.1, 95.1, "high"),
        (90.0, 100.0, "medium"),
        (100.0, 95.0, "medium"),
        (50.0, 90.1, "medium"),
        (49.9, 100.0, "low"),
        (99.0, 90.0, "none"),
        (None, 99.0, "none"),
        (99.0, None, "none"),
    ],
)
def test_quality_follows_mimag(completeness, purity, quality):
    assert grade(completeness, purity) == quality


def test_n50_is_the_length_where_half_of_the_bases_are_reached():
    # The textbook's example: half of 330 is reached with 80 + 70 + 50.
    lengths = np.asarray([20, 30, 30, 50, 50, 70, 80], dtype=np.float64)
    assert find_n50(lengths) == 50
    assert find_n50(np.asarray([5.0])) == 5
    assert find_n50(np.asarray([])) == 0


def test_a_reference_is_never_smaller_than_what_one_bin_has():
    told = np.asarray([50.0, 100.0, np.nan])
    assert estimate_reference(told, np.asarray([10, 20, 30]), 40) == 30
    assert estimate_reference(np.asarray([np.nan]), np.asarray([3]), 40) == 40

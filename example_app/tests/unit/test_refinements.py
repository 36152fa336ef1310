"""Refinements: nothing lost, nothing doubled, and none of another metagenome."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from automappa.data.columns import read_contigs
from automappa.data.database import read_session
from automappa.data.errors import DataError, NotFoundError
from automappa.data.loader import load_metagenome
from automappa.data.metrics import measure_selection
from automappa.data.models import RefinementContig
from automappa.data.refinements import (
    OverlapError,
    delete_refinement,
    export_refinements,
    list_refinements,
    save_refinement,
)

pytestmark = pytest.mark.every_database
A, B, C, D = (f"contig_0000{number}" for number in range(1, 5))


def load(files, name="small"):
    return load_metagenome(name, metagenome=files.metagenome, binning=files.binning, markers=files.markers)


@pytest.fixture
def metagenome_id(small_files):
    return load(small_files)


def test_a_saved_selection_is_listed_with_its_figures(metagenome_id):
    before = datetime.now(timezone.utc)
    assert save_refinement(metagenome_id, [C, A, C]) == 1
    assert save_refinement(metagenome_id, [B], origin="cluster") == 2
    first, second = list_refinements(metagenome_id)
    assert (first.number, first.name, first.origin, first.rows) == (1, "refinement_0001", "selection", (0, 2))
    assert (second.number, second.origin, second.rows) == (2, "cluster", (1,))
    assert first.metrics == measure_selection(metagenome_id, [A, C])
    assert timedelta(0) <= first.created_at - before < timedelta(minutes=1)


def test_the_same_selection_again_is_the_same_refinement(metagenome_id):
    assert save_refinement(metagenome_id, [A, B]) == save_refinement(metagenome_id, [B, A]) == 1
    assert save_refinement(metagenome_id, [C]) == 2


def test_contigs_of_a_refinement_are_not_taken_by_another(metagenome_id):
    save_refinement(metagenome_id, [A, B])
    with pytest.raises(OverlapError, match=r"1 of these contigs are .* \(number 1\): hide saved contigs"):
        save_refinement(metagenome_id, [B, C])
    assert [found.rows for found in list_refinements(metagenome_id)] == [(0, 1)]


def test_deleted_refinements_set_their_contigs_free_and_numbers_are_not_used_again(metagenome_id):
    save_refinement(metagenome_id, [A, B])
    assert delete_refinement(metagenome_id, 1)
    assert not delete_refinement(metagenome_id, 1)
    assert list_refinements(metagenome_id) == []
    assert save_refinement(metagenome_id, [B, C]) == 2


@pytest.mark.parametrize(
    ("headers", "origin", "message"),
    [
        ([], "selection", "the selection is empty"),
        ([A, "x", "y"], "selection", "2 contigs are not in the metagenome, as x, y"),
        ([A], "guess", "comes from one of selection, cluster, not 'guess'"),
    ],
)
def test_what_cannot_be_saved_is_refused(metagenome_id, headers, origin, message):
    with pytest.raises(DataError, match=message):
        save_refinement(metagenome_id, headers, origin=origin)
    assert list_refinements(metagenome_id) == []


def test_many_who_save_at_once_lose_and_double_nothing(metagenome_id):
    headers = read_contigs(metagenome_id).headers
    selections = [[header] for header in headers[:8]] * 2
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda chosen: save_refinement(metagenome_id, chosen), selections))
    assert numbers[:8] == numbers[8:]
    assert sorted(numbers[:8]) == list(range(1, 9))
    assert {found.number: found.rows for found in list_refinements(metagenome_id)} == {
        number: (row,) for row, number in enumerate(numbers[:8])
    }


def test_of_two_who_want_the_same_contig_one_is_told(metagenome_id):
    def save(chosen):
        try:
            return save_refinement(metagenome_id, chosen)
        except OverlapError:
            return "told"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(save, [[A, B], [B, C], [B, D], [A, B]]))
    with read_session() as session:
        assert session.scalar(select(func.count()).select_from(RefinementContig)) == 2
    assert set(answers) == {1, "told"}


def test_metagenomes_do_not_see_each_others_refinements(small_files, metagenome_id):
    other = load(small_files, "other")
    save_refinement(metagenome_id, [A])
    assert save_refinement(other, [A, B]) == 1
    assert [found.rows for found in list_refinements(metagenome_id)] == [(0,)]
    assert [found.rows for found in list_refinements(other)] == [(0, 1)]
    assert delete_refinement(other, 1)
    assert len(list_refinements(metagenome_id)) == 1
    assert "refinement_0001" not in export_refinements(other)


def test_refinements_are_exported_as_a_table(metagenome_id):
    save_refinement(metagenome_id, [B, A])
    title, first, second = export_refinements(metagenome_id).splitlines()
    assert title == "refinement\tcontig\tcluster\tlength\tgc_content\tcoverage"
    assert first.split("\t")[:3] == ["refinement_0001", A, "bin_0001"]
    assert second.split("\t")[:3] == ["refinement_0001", B, "bin_0001"]


def test_an_unknown_metagenome_is_named(metagenome_id):
    for call in (list_refinements, export_refinements, lambda number: save_refinement(number, [A])):
        with pytest.raises(NotFoundError, match="no metagenome 77"):
            call(77)

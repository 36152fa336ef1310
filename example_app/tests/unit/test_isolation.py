"""What is asked about one metagenome never shows another's rows, and does not cost more for more contigs."""

import json

import numpy as np
import pytest
from sqlalchemy import event

from automappa import tasks
from automappa.data import columns, contigs, embeddings, metagenomes, metrics, refinements
from automappa.data.database import get_engine
from automappa.data.errors import DataError
from automappa.data.loader import load_metagenome
from automappa.data.synth import Recipe, write_metagenome
from automappa.web import make_app

NAME = "k3/am_clr/pca/seed42"
CONNECTIONS = "node1\tnode2\tconnections\ncontig_00001\tcontig_00002\t{}\n"


@pytest.fixture(scope="module")
def other_files(tmp_path_factory):
    """Other contigs under the same names, and some more."""
    return write_metagenome(tmp_path_factory.mktemp("other"), Recipe(genomes=4, contigs=30, seed=7))


def load(files, name, folder, weight):
    """Store a metagenome and all that can be computed or saved for it."""
    path = folder / f"{name}.tsv"
    path.write_text(CONNECTIONS.format(weight))
    number = load_metagenome(
        name, metagenome=files.metagenome, binning=files.binning, markers=files.markers, connections=path
    )
    embedding = tasks.embed_kmer(tasks.normalize_kmer(tasks.count_kmer(number, 3)), "pca")
    aggregate = tasks.aggregate_embeddings(embedding)
    tasks.preprocess_marker_symbols(number)
    tasks.preprocess_clusters_geom_medians(aggregate)
    tasks.get_embedding_traces_df(aggregate)
    refinements.save_refinement(number, [f"contig_{row:05d}" for row in range(1, weight)])
    return number


QUESTIONS = {
    "contigs": lambda number: columns.read_contigs(number, words=columns.WORDS),
    "contig ids": columns.read_contig_ids,
    "marker hits": columns.read_marker_hits,
    "connections": columns.read_links,
    "bins": metrics.measure_bins,
    "selection": lambda number: metrics.measure_selection(number, ["contig_00002", "contig_00003"]),
    "refinements": refinements.list_refinements,
    "export": refinements.export_refinements,
    "embeddings": embeddings.list_embeddings,
    "points": lambda number: embeddings.read_embedding(number, NAME),
    "medians": lambda number: embeddings.read_medians(number, NAME),
    "card": lambda number: [sample for sample in metagenomes.list_samples() if sample.id == number],
    "sequences": lambda number: list(contigs.iter_sequences(number)),
    "members": contigs.read_members,
    "looks": contigs.read_looks,
    "markers": contigs.count_markers,
}


def ask(number):
    with np.printoptions(threshold=100_000):
        return {name: repr(question(number)) for name, question in QUESTIONS.items()}


@pytest.mark.every_database
def test_another_metagenome_changes_no_answer(small_files, other_files, tmp_path):
    first = load(small_files, "first", tmp_path, 5)
    before = ask(first)
    other = load(other_files, "other", tmp_path, 9)
    refinements.delete_refinement(other, 1)
    assert ask(first) == before
    metagenomes.delete_metagenome(other)
    assert ask(first) == before


@pytest.mark.every_database
def test_answers_about_two_metagenomes_differ(small_files, other_files, tmp_path):
    first, other = load(small_files, "first", tmp_path, 5), load(other_files, "other", tmp_path, 9)
    one, two = ask(first), ask(other)
    # Both have an embedding of the same name; everything else is told apart.
    assert [name for name in QUESTIONS if one[name] == two[name]] == ["embeddings"]


def test_what_belongs_to_another_metagenome_is_not_found_by_its_number(small_files, other_files, tmp_path):
    first = load(small_files, "first", tmp_path, 5)
    other = load_metagenome(
        "other", metagenome=other_files.metagenome, binning=other_files.binning, markers=other_files.markers
    )
    assert embeddings.list_embeddings(other) == []
    assert embeddings.read_medians(other, NAME) == {}
    with pytest.raises(DataError, match="no embedding 'k3/am_clr/pca/seed42' of this metagenome"):
        embeddings.read_embedding(other, NAME)
    assert not refinements.delete_refinement(other, 1)
    assert len(refinements.list_refinements(first)) == 1


def draw_pages():
    """Return what draws the pages of a metagenome, by name."""
    make_app()
    from automappa.pages.home.layout import layout as show_home
    from automappa.pages.mag_refinement.callbacks import build_plane
    from automappa.pages.mag_refinement.layout import layout as show_refinement
    from automappa.pages.mag_summary.callbacks import show_bin
    from automappa.pages.mag_summary.layout import layout as show_summary

    return {
        "home": lambda number: show_home(),
        "refinement": lambda number: show_refinement(metagenome=str(number)),
        "plane": lambda number: build_plane(number, NAME, "cluster"),
        "summary": lambda number: show_summary(metagenome=str(number)),
        "bin": lambda number: show_bin("bin_0001", number),
    }


def count_queries(draw):
    statements = []

    def remember(connection, cursor, statement, *rest):
        statements.append(statement)

    engine = get_engine()
    event.listen(engine, "before_cursor_execute", remember)
    try:
        draw()
    finally:
        event.remove(engine, "before_cursor_execute", remember)
    return len(statements)


def test_pages_ask_no_more_for_more_contigs(small_files, other_files, tmp_path):
    pages = draw_pages()
    # Each database has one metagenome, so that the home page shows the same number of cards.
    first = load(small_files, "first", tmp_path, 5)
    few = {name: count_queries(lambda draw=draw: draw(first)) for name, draw in pages.items()}
    metagenomes.delete_metagenome(first)
    other = load(other_files, "other", tmp_path, 9)
    many = {name: count_queries(lambda draw=draw: draw(other)) for name, draw in pages.items()}
    assert few == many
    assert max(few.values()) < 40


def test_plots_of_one_metagenome_do_not_change_with_another(small_files, other_files, tmp_path):
    pages = draw_pages()
    first = load(small_files, "first", tmp_path, 5)

    def draw():
        # The revision of a selection is new each time.
        drawn = [pages["plane"](first)["data"], pages["bin"](first)]
        return json.dumps(drawn, default=lambda part: part.to_plotly_json())

    before = draw()
    load(other_files, "other", tmp_path, 9)
    assert draw() == before

"""The synthetic metagenome: always the same, and with bins that can be told apart."""

import numpy as np

from automappa.data.fasta import read_fasta
from automappa.data.schemas import BINNING, MARKERS
from automappa.data.synth import Recipe, write_metagenome
from automappa.data.tables import read_table
from automappa.science.embed import embed
from automappa.science.kmers import count_kmers
from automappa.science.normalize import normalize

RECIPE = Recipe(genomes=2, contigs=3, unbinned=1, seed=5)


def read_all(files):
    return [path.read_bytes() for path in (files.metagenome, files.binning, files.markers, files.connections)]


def test_same_recipe_gives_the_same_bytes(tmp_path):
    first = write_metagenome(tmp_path / "first", RECIPE)
    assert read_all(first) == read_all(write_metagenome(tmp_path / "second", RECIPE))


def test_another_seed_gives_other_bytes(tmp_path):
    first = read_all(write_metagenome(tmp_path / "first", RECIPE))
    other = read_all(write_metagenome(tmp_path / "other", Recipe(2, 3, 1, seed=6)))
    assert all(one != two for one, two in zip(first, other, strict=True))


def test_tables_have_the_columns_of_autometa(tmp_path):
    files = write_metagenome(tmp_path, RECIPE)
    assert files.binning.read_text().splitlines()[0].split("\t") == [
        "contig",
        "cluster",
        "completeness",
        "purity",
        "coverage_stddev",
        "gc_content_stddev",
        "coverage",
        "gc_content",
        "length",
        "superkingdom",
        "phylum",
        "class",
        "order",
        "family",
        "genus",
        "species",
        "taxid",
        "x_1",
        "x_2",
    ]
    titles = files.markers.read_text().splitlines()[0].split("\t")
    assert titles == ["contig", "qname", "sname", "sacc", "full_seq_score", "cutoff"]


def test_tables_agree_with_the_contigs(small_files):
    contigs = read_fasta(small_files.metagenome)
    rows = read_table(small_files.binning, BINNING)
    assert [row["header"] for row in rows] == list(contigs)
    assert [row["length"] for row in rows] == [len(bases) for bases in contigs.values()]
    assert [row["cluster"] for row in rows].count(None) == 3


def test_metrics_of_a_bin_follow_from_its_markers(small_files):
    rows = read_table(small_files.binning, BINNING)
    hits = read_table(small_files.markers, MARKERS)
    for cluster in ("bin_0001", "bin_0002", "bin_0003"):
        members = {row["header"] for row in rows if row["cluster"] == cluster}
        found = [hit["sacc"] for hit in hits if hit["header"] in members]
        single = [accession for accession in set(found) if found.count(accession) == 1]
        (metrics,) = {(row["completeness"], row["purity"]) for row in rows if row["cluster"] == cluster}
        assert metrics == (round(len(set(found)) * 5.0, 2), round(100 * len(single) / len(set(found)), 2))


def test_bins_lie_apart_in_the_plane(small_files):
    contigs = read_fasta(small_files.metagenome)
    clusters = [row["cluster"] for row in read_table(small_files.binning, BINNING)]
    points = embed(normalize(count_kmers(list(contigs.values()), 5), "am_clr"), "pca", seed=0)
    binned = [row for row, cluster in enumerate(clusters) if cluster]
    for row in binned:
        distances = [
            np.inf if row == other else np.linalg.norm(points[row] - points[other]) for other in binned
        ]
        assert clusters[binned[int(np.argmin(distances))]] == clusters[row]

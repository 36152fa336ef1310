"""The science held against scikit-bio and scipy, which know nothing of this app."""

import warnings

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform

from automappa.data.fasta import read_fasta
from automappa.science.embed import reduce_pca
from automappa.science.kmers import count_kmers, kmer_names
from automappa.science.normalize import center_logs, isometric_logs, normalize, replace_zeros

with warnings.catch_warnings():
    # What it imports is older than the numpy that it runs on.
    warnings.simplefilter("ignore")
    skbio = pytest.importorskip("skbio")
    composition = pytest.importorskip("skbio.stats.composition")
    ordination = pytest.importorskip("skbio.stats.ordination")

RNG = np.random.default_rng(3)
COUNTS = RNG.poisson(1.5, (12, 32)).astype(np.int32)


@pytest.fixture(scope="module")
def contigs(small_files):
    return read_fasta(small_files.metagenome)


def test_zeros_are_replaced_as_scikit_bio_does():
    assert (COUNTS == 0).any()
    assert np.allclose(replace_zeros(COUNTS), composition.multi_replace(COUNTS))


def test_centred_log_ratios_are_those_of_scikit_bio():
    assert np.allclose(normalize(COUNTS, "clr"), composition.clr(composition.multi_replace(COUNTS)))
    assert np.allclose(center_logs(COUNTS + 1.0), composition.clr(COUNTS + 1.0))


def test_autometa_log_ratios_are_those_of_shares_of_counts_plus_one():
    shares = (COUNTS + 1.0) / COUNTS.sum(axis=1, keepdims=True)
    assert np.allclose(normalize(COUNTS, "am_clr"), composition.clr(shares))


def test_isometric_log_ratios_are_those_of_scikit_bio():
    replaced = composition.multi_replace(COUNTS)
    assert np.allclose(normalize(COUNTS, "ilr"), composition.ilr(replaced))
    assert np.allclose(isometric_logs(replaced), composition.ilr(replaced))


def test_principal_components_are_the_principal_coordinates_of_the_distances(contigs):
    matrix = normalize(count_kmers(list(contigs.values()), 3), "am_clr")
    distances = skbio.DistanceMatrix(squareform(pdist(matrix)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = ordination.pcoa(distances, dimensions=2).samples.to_numpy()
    found = reduce_pca(matrix, 2)
    assert np.allclose(np.abs(found), np.abs(expected), atol=1e-6)


@pytest.mark.parametrize("k", [3, 5])
def test_kmers_are_counted_as_scikit_bio_counts_them(contigs, k):
    header, bases = next(iter(contigs.items()))
    forward = skbio.DNA(bases).kmer_frequencies(k)
    backward = skbio.DNA(bases).reverse_complement().kmer_frequencies(k)
    (row,) = count_kmers([bases], k)
    for name, n in zip(kmer_names(k), row, strict=True):
        # A k-mer that is its own reverse complement is counted once, not on both strands.
        is_own = name == str(skbio.DNA(name).reverse_complement())
        assert n == forward.get(name, 0) + (0 if is_own else backward.get(name, 0)), (header, name)


def test_fasta_files_are_read_as_scikit_bio_reads_them(small_files, contigs):
    expected = {
        record.metadata["id"]: str(record).encode()
        for record in skbio.io.read(str(small_files.metagenome), format="fasta", constructor=skbio.DNA)
    }
    assert contigs == expected

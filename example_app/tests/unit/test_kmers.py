"""K-mer counts against a plain count with dictionaries of strings."""

import random
from collections import Counter

import numpy as np
import pytest

from automappa.science.kmers import count_kmers, kmer_names

_PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}


def reverse_complement(kmer: str) -> str:
    return "".join(_PAIRS[base] for base in reversed(kmer))


def count_plainly(sequence: bytes, k: int) -> Counter:
    text = sequence.decode().upper()
    windows = (text[start : start + k] for start in range(len(text) - k + 1))
    return Counter(
        min(window, reverse_complement(window)) for window in windows if set(window) <= set("ACGT")
    )


def make_sequences(seed: int, letters: str) -> list[bytes]:
    chance = random.Random(seed)
    lengths = [0, 1, 4, 5, 6, 300, 2, 57, 1000, 8]
    return ["".join(chance.choices(letters, k=length)).encode() for length in lengths]


@pytest.mark.parametrize(
    ("k", "n_columns"), [(1, 2), (2, 10), (3, 32), (4, 136), (5, 512), (6, 2080), (7, 8192)]
)
def test_a_kmer_and_its_reverse_complement_share_a_column(k, n_columns):
    names = kmer_names(k)
    assert len(names) == n_columns
    assert list(names) == sorted(names)
    assert all(name <= reverse_complement(name) for name in names)


@pytest.mark.parametrize("k", range(1, 8))
@pytest.mark.parametrize("piece_bases", [1, 7, 64, 1 << 20])
@pytest.mark.parametrize("letters", ["ACGT", "ACGTacgtN", "ACGN-R"])
def test_counts_equal_a_plain_count(k, piece_bases, letters):
    sequences = make_sequences(k, letters)
    counts = count_kmers(sequences, k, piece_bases=piece_bases)
    for row, sequence in zip(counts, sequences, strict=True):
        found = {name: int(n) for name, n in zip(kmer_names(k), row, strict=True) if n}
        assert found == count_plainly(sequence, k)


def test_both_strands_have_the_same_counts():
    forward = make_sequences(1, "ACGT")[8]
    backward = reverse_complement(forward.decode()).encode()
    counts = count_kmers([forward, backward], 5)
    assert np.array_equal(counts[0], counts[1])


def test_many_short_contigs_keep_their_rows():
    sequences = [b"AAAAA", b"CCCCC"] * 5000
    counts = count_kmers(sequences, 5)
    assert counts.sum() == 10_000
    assert (counts[::2, 0] == 1).all()
    assert (counts[1::2, kmer_names(5).index("CCCCC")] == 1).all()


def test_nothing_gives_no_rows():
    assert count_kmers([], 5).shape == (0, 512)


@pytest.mark.parametrize("k", [0, 8])
def test_impossible_k_is_refused(k):
    with pytest.raises(ValueError, match="between 1 and 7"):
        count_kmers([b"ACGT"], k)

"""Log-ratios against their definitions in plain arithmetic."""

import math
from fractions import Fraction

import numpy as np
import pytest

from automappa.science.normalize import count_columns, normalize, replace_zeros

ROWS = [[0, 3, 1, 0, 12, 7], [5, 5, 5, 5, 5, 5], [0, 0, 0, 0, 0, 1], [100, 2, 0, 31, 8, 1]]


def center(row: list[float]) -> list[float]:
    mean = math.fsum(map(math.log, row)) / len(row)
    return [math.log(value) - mean for value in row]


def fill_zeros(row: list[int]) -> list[Fraction]:
    delta = Fraction(1, len(row) ** 2)
    shares = [Fraction(value, sum(row)) for value in row]
    return [share * (1 - shares.count(0) * delta) if share else delta for share in shares]


def rotate(row: list[Fraction]) -> list[float]:
    """Each coordinate by its definition: the log of the ratio between a geometric mean and the next part."""
    result = []
    for n in range(1, len(row)):
        mean = math.exp(math.fsum(math.log(value) for value in row[:n]) / n)
        result.append(math.sqrt(n / (n + 1)) * math.log(mean / row[n]))
    return result


@pytest.fixture
def counts():
    return np.asarray(ROWS, dtype=np.int32)


def test_am_clr_is_the_centred_log_ratio_of_proportions_with_one_added(counts):
    expected = [center([(value + 1) / sum(row) for value in row]) for row in ROWS]
    assert np.allclose(normalize(counts, "am_clr"), expected, rtol=1e-12, atol=1e-12)


def test_clr_replaces_zeros_first(counts):
    expected = [center([float(value) for value in fill_zeros(row)]) for row in ROWS]
    assert np.allclose(normalize(counts, "clr"), expected, rtol=1e-12, atol=1e-12)


def test_ilr_compares_each_part_with_those_before(counts):
    expected = [rotate(fill_zeros(row)) for row in ROWS]
    result = normalize(counts, "ilr")
    assert result.shape == (4, count_columns(6, "ilr")) == (4, 5)
    assert np.allclose(result, expected, rtol=1e-12, atol=1e-12)


def test_ilr_keeps_the_distances_of_clr(counts):
    by_clr, by_ilr = normalize(counts, "clr"), normalize(counts, "ilr")
    for one in range(4):
        for other in range(4):
            distance = np.linalg.norm(by_clr[one] - by_clr[other])
            assert np.linalg.norm(by_ilr[one] - by_ilr[other]) == pytest.approx(distance)


def test_replaced_zeros_leave_proportions(counts):
    filled = replace_zeros(counts)
    assert np.allclose(filled.sum(axis=1), 1)
    assert (filled > 0).all()


@pytest.mark.parametrize("method", ["am_clr", "clr", "ilr"])
def test_a_contig_without_kmers_is_zero_everywhere(method):
    assert np.allclose(normalize(np.zeros((1, 6), dtype=np.int32), method), 0)


def test_unknown_method_is_refused(counts):
    with pytest.raises(ValueError, match="known are am_clr, clr, ilr"):
        normalize(counts, "log")

"""Counts of canonical k-mers: a k-mer and its reverse complement share one column."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BASES = "ACGT"
# A code of two bits must fit, k times, into the 16 bits that the counting works with.
MAX_K = 7
_NO_BASE = 4
_BASES_IN_BYTE = 4
_MAX_CELLS_PER_PIECE = 1 << 18
# Parts with so many bases for each possible k-mer are counted one by one, shorter ones all at once.
_LONG_PARTS = 2

_CODE_OF_BYTE = np.full(256, _NO_BASE, dtype=np.uint8)
for _code, _base in enumerate(BASES):
    _CODE_OF_BYTE[[ord(_base), ord(_base.lower())]] = _code


class _Piece(NamedTuple):
    """Sequences, or parts of them, that are counted in one go; rows are consecutive numbers."""

    rows: list[int]
    parts: list[bytes]


@lru_cache(maxsize=MAX_K)
def canonical_columns(k: int) -> NDArray[np.uint16]:
    """Return the column of each k-mer code; codes are base-4 numbers with A, C, G, T as 0 to 3."""
    if not 1 <= k <= MAX_K:
        raise ValueError(f"k must be between 1 and {MAX_K}, not {k}")
    codes = np.arange(4**k)
    reverse = np.zeros_like(codes)
    rest = codes.copy()
    for _ in range(k):
        reverse = reverse * 4 + (3 - rest % 4)
        rest //= 4
    canonical = np.minimum(codes, reverse)
    # Columns stand in the order of their codes, which is the alphabetical order of the k-mers.
    columns = np.unique(canonical, return_inverse=True)[1].reshape(-1).astype(np.uint16)
    columns.setflags(write=False)
    return columns


@lru_cache(maxsize=MAX_K)
def kmer_names(k: int) -> tuple[str, ...]:
    """Return the canonical k-mers in the order of the columns."""
    codes = np.unique(canonical_columns(k), return_index=True)[1]
    return tuple("".join(BASES[code // 4**place % 4] for place in range(k - 1, -1, -1)) for code in codes)


def count_kmers(sequences: Sequence[bytes], k: int, *, piece_bases: int = 1 << 18) -> NDArray[np.int32]:
    """Return one row per sequence and one column per canonical k-mer.

    A window that holds anything but A, C, G and T counts nowhere; a sequence shorter than k gives zeros.

    Args:
        sequences: upper or lower case.
        k: length of a k-mer, 1 to 7.
        piece_bases: how many bases are worked on at once, which bounds the memory; pieces that fit into the
            processor's cache are the fastest.
    """
    columns = canonical_columns(k)
    counts = np.zeros((len(sequences), len(kmer_names(k))), dtype=np.int32)
    for piece in _split_pieces(sequences, k, max(piece_bases, k)):
        first, last = piece.rows[0], piece.rows[-1]
        counts[first : last + 1] += _count_parts(piece.parts, columns, k)
    return counts


def _split_pieces(sequences: Iterable[bytes], k: int, piece_bases: int) -> Iterator[_Piece]:
    max_rows = max(1, _MAX_CELLS_PER_PIECE // len(kmer_names(k)))
    rows: list[int] = []
    parts: list[bytes] = []
    filled = 0
    for row, part in _split_long(sequences, k, piece_bases):
        # Two parts of one sequence would be two rows of the same number.
        is_same_row = bool(rows) and rows[-1] == row
        if rows and (is_same_row or filled + len(part) > piece_bases or len(rows) >= max_rows):
            yield _Piece(rows, parts)
            rows, parts, filled = [], [], 0
        rows.append(row)
        parts.append(part)
        filled += len(part)
    if rows:
        yield _Piece(rows, parts)


def _split_long(sequences: Iterable[bytes], k: int, piece_bases: int) -> Iterator[tuple[int, bytes]]:
    for row, sequence in enumerate(sequences):
        if len(sequence) <= piece_bases:
            yield row, sequence
            continue
        # Neighbouring parts overlap by k - 1 bases, so each window lies in exactly one of them.
        for start in range(0, len(sequence) - k + 1, piece_bases):
            yield row, sequence[start : start + piece_bases + k - 1]


def _count_parts(parts: Sequence[bytes], columns: NDArray[np.uint16], k: int) -> NDArray[np.int64]:
    codes = _CODE_OF_BYTE[np.frombuffer(b"".join(parts), dtype=np.uint8)]
    lengths = np.asarray([len(part) for part in parts])
    n_windows = np.maximum(lengths - k + 1, 0)
    starts = np.cumsum(lengths) - lengths
    n_columns = int(columns.max()) + 1
    found = columns[_join_codes(codes, k)]
    if len(codes) >= _LONG_PARTS * n_columns * len(parts):
        bounds = zip(starts.tolist(), (starts + n_windows).tolist(), strict=True)
        table = np.stack([np.bincount(found[start:end], minlength=n_columns) for start, end in bounds])
    else:
        # The row after the last one collects the windows that reach from one part into the next.
        rows = np.stack([np.arange(len(parts)), np.full(len(parts), len(parts))], axis=1).ravel()
        repeats = np.stack([n_windows, lengths - n_windows], axis=1).ravel()
        cells = np.repeat(rows * n_columns, repeats)[: len(found)]
        cells += found
        table = np.bincount(cells, minlength=(len(parts) + 1) * n_columns).reshape(-1, n_columns)[:-1]
    wrong = _find_wrong_windows(codes, k)
    if len(wrong):
        # Few as a rule, so they are taken off again. Those that reach into the next part were not counted.
        owners = np.searchsorted(starts, wrong, side="right") - 1
        is_counted = wrong < starts[owners] + n_windows[owners]
        np.subtract.at(table, (owners[is_counted], found[wrong[is_counted]]), 1)
    return table


def _find_wrong_windows(codes: NDArray[np.uint8], k: int) -> NDArray[np.int64]:
    bad = np.flatnonzero(codes == _NO_BASE)
    if not len(bad):
        return bad
    is_wrong = np.zeros(len(codes), dtype=bool)
    for place in range(k):
        is_wrong[bad[bad >= place] - place] = True
    return np.flatnonzero(is_wrong[: max(0, len(codes) - k + 1)])


def _join_codes(codes: NDArray[np.uint8], k: int) -> NDArray[np.uint16]:
    """Return the code of the k-mer at each place; a letter that is no base is taken for an A."""
    if len(codes) < k:
        return np.zeros(0, dtype=np.uint16)
    joined = codes & 3
    width = 1
    while width < k:
        # As many bases more as are there already, or as are missing.
        step = min(width, k - width)
        joined = joined.astype(np.uint8 if width + step <= _BASES_IN_BYTE else np.uint16, copy=False)
        tails = joined[step:] & (4**step - 1)
        joined = joined[: len(tails)] << (2 * step)
        joined |= tails
        width += step
    return joined.astype(np.uint16, copy=False)

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
_MAX_ROWS_PER_PIECE = 4096

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


def count_kmers(sequences: Sequence[bytes], k: int, *, piece_bases: int = 1 << 20) -> NDArray[np.int32]:
    """Return one row per sequence and one column per canonical k-mer.

    A window that holds anything but A, C, G and T counts nowhere; a sequence shorter than k gives zeros.

    Args:
        sequences: upper or lower case.
        k: length of a k-mer, 1 to 7.
        piece_bases: how many bases are worked on at once, which bounds the memory.
    """
    columns = canonical_columns(k)
    counts = np.zeros((len(sequences), len(kmer_names(k))), dtype=np.int32)
    for piece in _split_pieces(sequences, k, max(piece_bases, k)):
        first, last = piece.rows[0], piece.rows[-1]
        counts[first : last + 1] += _count_piece(piece, columns, k)
    return counts


def _split_pieces(sequences: Iterable[bytes], k: int, piece_bases: int) -> Iterator[_Piece]:
    rows: list[int] = []
    parts: list[bytes] = []
    filled = 0
    for row, part in _split_long(sequences, k, piece_bases):
        if rows and (filled + len(part) > piece_bases or len(rows) >= _MAX_ROWS_PER_PIECE):
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


def _count_piece(piece: _Piece, columns: NDArray[np.uint16], k: int) -> NDArray[np.int32]:
    # A separator that is no base keeps windows from crossing from one part to the next.
    bases = np.frombuffer(b"-".join(piece.parts) + b"-" * k, dtype=np.uint8)
    codes = _CODE_OF_BYTE[bases]
    windows = _window_columns(codes, columns, k)
    n_columns = int(columns.max()) + 1
    local_rows = np.asarray(piece.rows) - piece.rows[0]
    lengths = np.asarray([len(part) + 1 for part in piece.parts])
    cells = np.repeat(local_rows * (n_columns + 1), lengths)
    cells += windows[: len(cells)]
    n_rows = int(local_rows[-1]) + 1
    # The column after the last one collects the windows that do not count.
    table = np.bincount(cells, minlength=n_rows * (n_columns + 1)).reshape(n_rows, n_columns + 1)
    return table[:, :n_columns].astype(np.int32)


def _window_columns(codes: NDArray[np.uint8], columns: NDArray[np.uint16], k: int) -> NDArray[np.uint16]:
    n_windows = len(codes) - k + 1
    kmers = np.zeros(n_windows, dtype=np.uint16)
    for place in range(k):
        kmers <<= 2
        kmers |= codes[place : place + n_windows] & 3
    found = columns[kmers]
    for place in range(k):
        bad = np.flatnonzero(codes[place : place + n_windows] == _NO_BASE)
        found[bad] = columns.max() + 1
    return found

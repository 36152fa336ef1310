"""Content on the disk in blocks, each of which is read, and held against its digest, when it is asked for.

A large cache of which a run needs little costs what is needed of it.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from automappa_scaffold.files.digests import DIGEST_BYTES, new_digest

__all__ = ["BLOCK_BYTES", "BlockFile", "Content", "InMemory", "Piece", "block_digests"]

BLOCK_BYTES = 1 << 16

# Where something stands in content: from here, so many bytes.
Piece = tuple[int, int]


class Content(Protocol):
    """What is read in pieces.

    Attributes:
        size: of all of it, in bytes.
    """

    size: int

    def read(self, start: int, stop: int) -> bytes | None:
        """Return the bytes from one place up to another; None: they are not there, or not what they were."""


class InMemory:
    """Content that is at hand."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, stop: int) -> bytes | None:
        """Return the bytes from one place up to another."""
        return self._data[start:stop] if 0 <= start <= stop <= len(self._data) else None


class BlockFile:
    """Content in a file that others may change meanwhile.

    Args:
        handle: the file, which is closed with this object.
        start: where the content begins.
        size: of the content.
        digests: what ``block_digests`` gave.
    """

    def __init__(self, handle: int, start: int, size: int, digests: bytes | memoryview) -> None:
        self._handle = handle
        self._start = start
        self.size = size
        self._digests = digests
        self._blocks: dict[int, bytes] = {}

    def __del__(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def read(self, start: int, stop: int) -> bytes | None:
        """Return the bytes from one place up to another; None: they are not there, or not what they were."""
        if not 0 <= start <= stop <= self.size:
            return None
        if start == stop:
            return b""
        first, last = start // BLOCK_BYTES, (stop - 1) // BLOCK_BYTES
        if first == last:
            block = self._block(first)
            offset = first * BLOCK_BYTES
            return None if block is None else block[start - offset : stop - offset]
        found = [self._blocks.get(number) or self._read_block(number) for number in range(first, last + 1)]
        offset = first * BLOCK_BYTES
        return None if None in found else b"".join(filter(None, found))[start - offset : stop - offset]

    def _block(self, number: int) -> bytes | None:
        """Return a block, which is kept: others may lie in it that are asked for next."""
        block = self._blocks.get(number)
        if block is None:
            block = self._read_block(number)
            if block is not None:
                self._blocks[number] = block
        return block

    def _read_block(self, number: int) -> bytes | None:
        offset = number * BLOCK_BYTES
        try:
            block = os.pread(self._handle, min(BLOCK_BYTES, self.size - offset), self._start + offset)
        except OSError:
            return None
        digest = new_digest()
        digest.update(block)
        place = number * DIGEST_BYTES
        return block if digest.digest() == self._digests[place : place + DIGEST_BYTES] else None


def block_digests(parts: Iterable[bytes | memoryview]) -> bytes:
    """Return the digests of the blocks of content that is given in parts, one behind the other."""
    digests = []
    for block in _blocks(parts):
        digest = new_digest()
        for piece in block:
            digest.update(piece)
        digests.append(digest.digest())
    return b"".join(digests)


def _blocks(parts: Iterable[bytes | memoryview]) -> Iterator[list[bytes | memoryview]]:
    """Yield what each block is made of."""
    block: list[bytes | memoryview] = []
    room = BLOCK_BYTES
    for part in parts:
        while len(part) >= room:
            view = memoryview(part)
            yield [*block, view[:room]]
            block, part, room = [], view[room:], BLOCK_BYTES
        block.append(part)
        room -= len(part)
    if room < BLOCK_BYTES:
        yield block

"""What is kept of single files, and how it is written: large values one behind the other, then an index."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from automappa_scaffold.files.blocks import Content
from automappa_scaffold.files.status import Status

__all__ = ["Entry", "Index", "Parts", "encode_value", "is_large", "read_index"]

# Values whose bytes are more stand outside the index.
_LARGE = 64
_SIZE_BYTES = 8
# The index of a large project as objects, and as one text besides, would be the most memory that a run takes.
_ROWS_AT_ONCE = 100

_ENCODER = json.JSONEncoder(separators=(",", ":"))

Index = dict[str, Any]


class Entry:
    """What is kept of one file. ``pieces``: where large values stand in ``content``, as others wrote it."""

    __slots__ = ("age", "content", "digest", "pieces", "status", "texts", "values")

    def __init__(
        self,
        status: Status | None,
        digest: str,
        values: dict[str, Any],
        pieces: dict[str, Sequence[int]],
        age: int,
        content: Content,
    ) -> None:
        self.status = status
        self.digest = digest
        self.values = values
        self.pieces = pieces
        self.texts: dict[str, bytes] = {}
        self.age = age
        self.content = content

    def text(self, name: str) -> bytes | None:
        """Return the bytes of a large value."""
        text = self.texts.get(name)
        piece = self.pieces.get(name)
        if text is not None or piece is None:
            return text
        return self.content.read(piece[0], piece[0] + piece[1])

    def size(self, name: str) -> int:
        """Return how many bytes a large value has."""
        text = self.texts.get(name)
        return self.pieces[name][1] if text is None else len(text)


def is_large(text: bytes) -> bool:
    """Return whether a value stands outside the index, by its bytes."""
    return len(text) > _LARGE


def encode_value(value: Any) -> bytes | None:
    """Return a value's bytes, or None for what nests too deeply."""
    try:
        return _ENCODER.encode(value).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return None


class Parts:
    """What is written of some entries: the size of the large values, these, and the index of them.

    The large values are read one by one, as often as this is gone through: together they are as much as all
    else that a run holds.

    Attributes:
        size: in bytes.
    """

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._entries = entries
        rows: list[bytes] = []
        offset = _SIZE_BYTES
        index: Index = {}
        for path, entry in entries.items():
            large: dict[str, Sequence[int]] = {}
            for name in {**entry.pieces, **entry.texts}:
                size = entry.size(name)
                large[name] = (offset, size)
                offset += size
            index[path] = (entry.status, entry.digest, entry.values, large, entry.age)
            if len(index) == _ROWS_AT_ONCE:
                rows.append(_inner_text(index))
                index = {}
        if index:
            rows.append(_inner_text(index))
        self._head = offset.to_bytes(_SIZE_BYTES, "big")
        self._index = b"{%b}" % b",".join(rows)
        self.size = offset + len(self._index)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes, in pieces."""
        yield self._head
        for entry in self._entries.values():
            for name in {**entry.pieces, **entry.texts}:
                # What cannot be read any more is no value, in as many bytes.
                yield entry.text(name) or bytes(entry.size(name))
        yield self._index


def _inner_text(index: Index) -> bytes:
    return _ENCODER.encode(index)[1:-1].encode("ascii")


def read_index(content: Content | None) -> Index:
    """Return the index of what ``_written`` gave."""
    start = None if content is None else content.read(0, _SIZE_BYTES)
    if content is None or start is None:
        return {}
    text = content.read(int.from_bytes(start, "big"), content.size)
    try:
        index = json.loads(text or b"")
    except (ValueError, RecursionError):
        return {}
    return index if isinstance(index, dict) else {}

"""What was computed from single files, kept from one run to the next in one file.

A file's entry says what its status and the digest of its bytes were, and holds what was computed from these
bytes: small values as they are, large ones as a piece of the file that is read only when it is asked for.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.files.status import Status

__all__ = ["DerivedStore", "Make", "encode_value", "is_large"]

Make = Callable[[bytes], Any]

# Values whose text is longer stand outside the index.
_LARGE = 64
# An entry that so many writing runs did not ask for is dropped.
_OLDEST = 8
_INDEX_SIZE_BYTES = 8


class _Entry:
    """What is kept of one file. ``pieces``: where large values stand in the file of an earlier run."""

    __slots__ = ("age", "digest", "pieces", "status", "texts", "values")

    def __init__(
        self,
        status: Status | None,
        digest: str,
        values: dict[str, Any],
        pieces: dict[str, Sequence[int]],
        age: int,
    ) -> None:
        self.status = status
        self.digest = digest
        self.values = values
        self.pieces = pieces
        self.texts: dict[str, bytes] = {}
        self.age = age


class DerivedStore:
    """What was computed from files, now and in earlier runs.

    Args:
        content: what ``to_parts`` gave, joined, in an earlier run; anything else counts as nothing.
        is_kept: whether there is going to be a later run.
    """

    def __init__(self, content: memoryview | bytes = b"", *, is_kept: bool = True) -> None:
        self._is_kept = is_kept
        self._content = content
        self._old, self._pieces_start = _read_index(content)
        self._entries: dict[str, _Entry] = {}
        self._new: dict[str, _Entry] = {}
        self.is_changed = False

    def __len__(self) -> int:
        """Return of how many files something was kept in an earlier run."""
        return len(self._old)

    def known_file(self, path: str) -> tuple[Status, str] | None:
        """Return a file's status and digest of an earlier run."""
        raw = self._old.get(path)
        return None if raw is None or not raw[0] else (raw[0], raw[1])

    def find(self, path: str, digest: str, name: str) -> tuple[bool, Any]:
        """Return whether a value was computed from these bytes, and the value."""
        entry = self._entry(path, digest)
        if entry is None:
            return False, None
        if name in entry.values:
            return True, entry.values[name]
        text = self._text(entry, name)
        try:
            return (False, None) if text is None else (True, json.loads(text.decode("ascii")))
        except (ValueError, RecursionError):
            return False, None

    def keep(self, path: str, status: Status | None, digest: str, name: str, value: Any) -> bool:
        """Keep a value computed from a file of this status and digest; return whether that is possible."""
        entry = self._entry(path, digest)
        if entry is None:
            entry = self._entries[path] = _Entry(status, digest, {}, {}, 0)
        text = encode_value(value) if self._is_kept else None
        if text is None:
            return False
        if is_large(text):
            entry.texts[name] = text  # which takes less memory than the value
        else:
            entry.values[name] = value
        self.is_changed = True
        return True

    def put(
        self, path: str, status: Status | None, digest: str, values: dict[str, Any], texts: dict[str, bytes]
    ) -> None:
        """Keep what another process computed from a file: small values, and the JSON of large ones."""
        entry = self._entry(path, digest)
        if entry is None:
            entry = self._entries[path] = _Entry(status, digest, {}, {}, 0)
        entry.values.update(values)
        entry.texts.update(texts)
        self.is_changed = True

    def text_of(self, path: str, digest: str, name: str) -> bytes | None:
        """Return a kept value as JSON, or None."""
        entry = self._entry(path, digest)
        if entry is None:
            return None
        return encode_value(entry.values[name]) if name in entry.values else self._text(entry, name)

    def replace(self, path: str, status: Status | None, digest: str, name: str, value: Any) -> None:
        """Keep a value of a file whose bytes changed, in place of those of its old bytes."""
        known = self._new.get(path)
        if known is None or known.digest != digest:
            self._new[path] = _Entry(status, digest, {}, {}, 0)
        text = encode_value(value)
        if text is not None and is_large(text):
            self._new[path].texts[name] = text
        else:
            self._new[path].values[name] = value
        self.is_changed = True

    def to_parts(self) -> list[bytes]:
        """Return all of it for the next run, in pieces, without what was not asked for in a long time."""
        pieces: list[bytes] = []
        offset = 0
        index: dict[str, Any] = {}
        for path, entry in self._all_entries():
            large: dict[str, Sequence[int]] = {}
            for name in {**entry.pieces, **entry.texts}:
                text = self._text(entry, name) or b""
                large[name] = (offset, len(text))
                pieces.append(text)
                offset += len(text)
            index[path] = (entry.status, entry.digest, entry.values, large, entry.age)
        head = json.dumps(index, separators=(",", ":")).encode("ascii")
        return [len(head).to_bytes(_INDEX_SIZE_BYTES, "big"), head, *pieces]

    def _all_entries(self) -> list[tuple[str, _Entry]]:
        rest = [
            (path, _Entry(raw[0], raw[1], raw[2], raw[3], raw[4] + 1))
            for path, raw in self._old.items()
            if path not in self._entries and raw[4] < _OLDEST
        ]
        return list({**dict(rest), **self._entries, **self._new}.items())

    def _entry(self, path: str, digest: str) -> _Entry | None:
        entry = self._entries.get(path)
        if entry is None:
            raw = self._old.get(path)
            if raw is None or raw[1] != digest:
                return None
            entry = self._entries[path] = _Entry(raw[0], raw[1], raw[2], raw[3], 0)
        return entry if entry.digest == digest else None

    def _text(self, entry: _Entry, name: str) -> bytes | None:
        text = entry.texts.get(name)
        piece = entry.pieces.get(name)
        if text is not None or piece is None:
            return text
        start = self._pieces_start + piece[0]
        return bytes(self._content[start : start + piece[1]])


def is_large(text: bytes) -> bool:
    """Return whether a value stands outside the index, by its JSON."""
    return len(text) > _LARGE


def _read_index(content: memoryview | bytes) -> tuple[dict[str, Any], int]:
    size = int.from_bytes(content[:_INDEX_SIZE_BYTES], "big")
    if not content or len(content) < _INDEX_SIZE_BYTES + size:
        return {}, 0
    try:
        index = json.loads(str(content[_INDEX_SIZE_BYTES : _INDEX_SIZE_BYTES + size], "ascii"))
    except ValueError:
        return {}, 0
    return index, _INDEX_SIZE_BYTES + size


def encode_value(value: Any) -> bytes | None:
    """Return a value as JSON, or None for what JSON cannot hold (a number of thousands of digits)."""
    try:
        return json.dumps(value, separators=(",", ":")).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return None

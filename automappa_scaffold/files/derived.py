"""What was computed from single files, kept from one run to the next.

A file's entry says what its status and the digest of its bytes were, and holds what was computed from these
bytes: small values as they are, large ones as a piece of the cache that is read only when it is asked for.
All entries stand in one file; those that came since in a second, small one, so that a run after one change
does not write everything anew.

Everything is written as JSON, which runs nothing and holds no objects, whoever wrote it. ``marshal`` would
take a fifth of the time, and is not made for bytes from elsewhere.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.files.blocks import Content, InMemory
from automappa_scaffold.files.status import Status

__all__ = ["DerivedStore", "Make", "encode_value", "is_large"]

Make = Callable[[bytes], Any]

# Values whose bytes are more stand outside the index.
_LARGE = 64
# An entry that so many writings of everything did not ask for is dropped.
_OLDEST = 8
# When more of the entries than one in so many have changed, everything is written.
_FEW = 8
_SIZE_BYTES = 8
# The index of a large project as objects, and as one text besides, would be the most memory that a run takes.
_ROWS_AT_ONCE = 100

_decode = json.JSONDecoder().raw_decode
_ENCODER = json.JSONEncoder(separators=(",", ":"))

_Index = dict[str, Any]


class _Entry:
    """What is kept of one file. ``pieces``: where large values stand in ``content``, from an earlier run."""

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


_NOTHING = InMemory(b"")


class DerivedStore:
    """What was computed from files, now and in earlier runs.

    ``is_kept``: there is going to be a later run, for which all that can be written is held.

    Args:
        content: what ``to_parts`` gave, in an earlier run; anything else counts as nothing.
        later: likewise what ``to_later_parts`` gave since.
        is_kept: whether there is going to be a later run.
    """

    def __init__(
        self, content: Content | None = None, later: Content | None = None, *, is_kept: bool = True
    ) -> None:
        self.is_kept = is_kept
        self._old, self._content = _read_index(content), content or _NOTHING
        self._later, self._later_content = _read_index(later), later or _NOTHING
        self._entries: dict[str, _Entry] = {}
        self._new: dict[str, _Entry] = {}
        self._changed: set[str] = set()
        self._written = 0  # so many of these

    def __len__(self) -> int:
        """Return of how many files something was kept in an earlier run."""
        return len(self._old)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything that was not kept before."""
        return len(self._changed) > self._written

    def mark_written(self) -> None:
        """Note that all that there is was kept."""
        self._written = len(self._changed)

    @property
    def is_little_changed(self) -> bool:
        """Whether writing ``to_later_parts`` is enough."""
        return len(self._changed) + len(self._later) <= len(self._old) // _FEW

    def known_file(self, path: str) -> tuple[Status, str] | None:
        """Return a file's status and digest of an earlier run."""
        raw = self._later.get(path) or self._old.get(path)
        return None if raw is None or not raw[0] else (raw[0], raw[1])

    def find(self, path: str, digest: str, name: str) -> tuple[bool, Any]:
        """Return whether a value was computed from these bytes, and the value."""
        entry = self._entry(path, digest)
        if entry is None:
            return False, None
        if name in entry.values:
            return True, entry.values[name]
        text = entry.text(name)
        try:
            # Past ``json.loads``, which looks at each text for its encoding, and for spaces at its ends.
            return (False, None) if text is None else (True, _decode(str(text, "ascii"))[0])
        except (ValueError, RecursionError):
            return False, None

    def keep(self, path: str, status: Status | None, digest: str, name: str, value: Any) -> bool:
        """Keep a value computed from a file of this status and digest; return whether that is possible."""
        text = encode_value(value) if self.is_kept else None
        if text is None:
            return False
        entry = self._entry_for(path, status, digest)
        if is_large(text):
            entry.texts[name] = text  # which takes less memory than the value
        else:
            entry.values[name] = value
        return True

    def put(
        self, path: str, status: Status | None, digest: str, values: dict[str, Any], texts: dict[str, bytes]
    ) -> None:
        """Keep what another process computed from a file: small values, and the bytes of large ones."""
        entry = self._entry_for(path, status, digest)
        entry.values.update(values)
        entry.texts.update(texts)

    def text_of(self, path: str, digest: str, name: str) -> bytes | None:
        """Return a kept value's bytes, or None."""
        entry = self._entry(path, digest)
        if entry is None:
            return None
        if name in entry.values:
            return encode_value(entry.values[name])
        return entry.text(name)

    def replace(self, path: str, status: Status | None, digest: str, name: str, value: Any) -> None:
        """Keep a value of a file whose bytes changed, in place of those of its old bytes."""
        known = self._new.get(path)
        if known is None or known.digest != digest:
            self._new[path] = _Entry(status, digest, {}, {}, 0, _NOTHING)
        text = encode_value(value)
        if text is not None and is_large(text):
            self._new[path].texts[name] = text
        elif text is not None:
            self._new[path].values[name] = value
        self._changed.add(path)

    def take_over(self) -> None:
        """Make what was given to ``replace`` known to whoever asks for it in this run."""
        self._entries.update(self._new)
        self._new.clear()

    def to_parts(self) -> list[bytes]:
        """Return all of it for the next run, in pieces, without what was not asked for in a long time."""
        rest = {
            path: _Entry(raw[0], raw[1], raw[2], raw[3], raw[4] + 1, content)
            for index, content in ((self._old, self._content), (self._later, self._later_content))
            for path, raw in index.items()
            if raw[4] < _OLDEST
        }
        return _written({**rest, **self._entries, **self._new})

    def to_later_parts(self) -> list[bytes]:
        """Return, in pieces, what the next run needs besides what ``to_parts`` gave an earlier one."""
        paths = self._changed | set(self._later)
        found = {path: self._new.get(path) or self._entries.get(path) for path in sorted(paths)}
        rest = {path: self._from_earlier(path) for path, entry in found.items() if entry is None}
        return _written({path: entry for path, entry in {**found, **rest}.items() if entry is not None})

    def _entry_for(self, path: str, status: Status | None, digest: str) -> _Entry:
        """Return the entry of a file, which is about to change."""
        entry = self._entry(path, digest)
        if entry is None:
            entry = self._entries[path] = _Entry(status, digest, {}, {}, 0, _NOTHING)
        self._changed.add(path)
        return entry

    def _entry(self, path: str, digest: str) -> _Entry | None:
        entry = self._entries.get(path)
        if entry is None:
            entry = self._from_earlier(path)
            if entry is None or entry.digest != digest:
                return None
            self._entries[path] = entry
        return entry if entry.digest == digest else None

    def _from_earlier(self, path: str) -> _Entry | None:
        raw, content = self._later.get(path), self._later_content
        if raw is None:
            raw, content = self._old.get(path), self._content
        return None if raw is None else _Entry(raw[0], raw[1], raw[2], raw[3], 0, content)


def is_large(text: bytes) -> bool:
    """Return whether a value stands outside the index, by its bytes."""
    return len(text) > _LARGE


def encode_value(value: Any) -> bytes | None:
    """Return a value's bytes, or None for what nests too deeply."""
    try:
        return _ENCODER.encode(value).encode("ascii")
    except (ValueError, TypeError, RecursionError):
        return None


def _written(entries: dict[str, _Entry]) -> list[bytes]:
    """Return the size of the pieces, these, and the index of them."""
    pieces: list[bytes] = []
    rows: list[bytes] = []
    offset = _SIZE_BYTES
    index: _Index = {}
    for path, entry in entries.items():
        large: dict[str, Sequence[int]] = {}
        for name in {**entry.pieces, **entry.texts}:
            text = entry.text(name) or b""
            large[name] = (offset, len(text))
            pieces.append(text)
            offset += len(text)
        index[path] = (entry.status, entry.digest, entry.values, large, entry.age)
        if len(index) == _ROWS_AT_ONCE:
            rows.append(_inner_text(index))
            index = {}
    if index:
        rows.append(_inner_text(index))
    return [offset.to_bytes(_SIZE_BYTES, "big"), *pieces, b"{%b}" % b",".join(rows)]


def _inner_text(index: _Index) -> bytes:
    return _ENCODER.encode(index)[1:-1].encode("ascii")


def _read_index(content: Content | None) -> _Index:
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

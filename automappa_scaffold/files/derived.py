"""What was computed from single files, kept from one run to the next.

A file's entry says what its status and the digest of its bytes were, and holds what was computed from these
bytes: small values as they are, large ones as a piece of the cache that is read only when it is asked for.
All entries stand in one file; those that came since in a second, small one, so that a run after one change
does not write everything anew.

Everything is written as JSON, which runs nothing and holds no objects, whoever wrote it. ``marshal`` would
take a fifth of the time, and is not made for bytes from elsewhere.
"""

import json
from collections.abc import Callable
from typing import Any

from automappa_scaffold.files.blocks import Content, InMemory, Piece
from automappa_scaffold.files.entries import Entry, Parts, encode_value, is_large, read_index
from automappa_scaffold.files.status import Status

__all__ = ["DerivedStore", "Make"]

Make = Callable[[bytes], Any]

# An entry that so many writings of everything did not ask for is dropped.
_OLDEST = 8
# When more of the entries than one in so many have changed, everything is written.
_FEW = 8

_decode = json.JSONDecoder().raw_decode
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
        self._old, self._content = read_index(content), content or _NOTHING
        self._later, self._later_content = read_index(later), later or _NOTHING
        self._entries: dict[str, Entry] = {}
        self._new: dict[str, Entry] = {}
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

    def small_values(self, path: str, digest: str) -> dict[str, Any] | None:
        """Return the small values computed from these bytes, by name; None: nothing is known of them."""
        entry = self._entry(path, digest)
        return None if entry is None else entry.values

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
        self,
        path: str,
        status: Status | None,
        digest: str,
        values: dict[str, Any],
        pieces: dict[str, Piece],
        content: Content,
    ) -> None:
        """Keep what another process computed from a file: small values, and where large ones' bytes stand."""
        entry = self._entry_for(path, status, digest)
        entry.values.update(values)
        if not entry.pieces:
            entry.content = content
        if entry.content is content:
            entry.pieces.update(pieces)
        else:
            found = {name: content.read(start, start + size) for name, (start, size) in pieces.items()}
            entry.texts.update({name: text for name, text in found.items() if text is not None})

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
            self._new[path] = Entry(status, digest, {}, {}, 0, _NOTHING)
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

    def to_parts(self) -> Parts:
        """Return all of it for the next run, in pieces, without what was not asked for in a long time."""
        rest = {
            path: Entry(raw[0], raw[1], raw[2], raw[3], raw[4] + 1, content)
            for index, content in ((self._old, self._content), (self._later, self._later_content))
            for path, raw in index.items()
            if raw[4] < _OLDEST
        }
        return Parts({**rest, **self._entries, **self._new})

    def to_later_parts(self) -> Parts:
        """Return, in pieces, what the next run needs besides what ``to_parts`` gave an earlier one."""
        paths = self._changed | set(self._later)
        found = {path: self._new.get(path) or self._entries.get(path) for path in sorted(paths)}
        rest = {path: self._from_earlier(path) for path, entry in found.items() if entry is None}
        return Parts({path: entry for path, entry in {**found, **rest}.items() if entry is not None})

    def _entry_for(self, path: str, status: Status | None, digest: str) -> Entry:
        """Return the entry of a file, which is about to change."""
        entry = self._entry(path, digest)
        if entry is None:
            entry = self._entries[path] = Entry(status, digest, {}, {}, 0, _NOTHING)
        self._changed.add(path)
        return entry

    def _entry(self, path: str, digest: str) -> Entry | None:
        entry = self._entries.get(path)
        if entry is None:
            entry = self._from_earlier(path)
            if entry is None or entry.digest != digest:
                return None
            self._entries[path] = entry
        return entry if entry.digest == digest else None

    def _from_earlier(self, path: str) -> Entry | None:
        raw, content = self._later.get(path), self._later_content
        if raw is None:
            raw, content = self._old.get(path), self._content
        return None if raw is None else Entry(raw[0], raw[1], raw[2], raw[3], 0, content)

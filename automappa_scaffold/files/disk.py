"""The disk as one run of the tool sees it: each file is looked at once, and what was seen is kept."""

import marshal
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.files.derived import DerivedStore, Make
from automappa_scaffold.files.digests import digest_entries, digest_of
from automappa_scaffold.files.looks import folder_status, kind_of, list_folder, read_regular_file
from automappa_scaffold.files.sightings import Sightings
from automappa_scaffold.files.status import Status, read_status, trusted_status

if TYPE_CHECKING:  # a remembered answer does not wait for what a second process needs
    from automappa_scaffold.files.ahead import Ahead
    from automappa_scaffold.files.blocks import Piece

__all__ = ["Disk"]

_UNREADABLE = ""


class Disk:
    """Reads files and folders. Paths are absolute POSIX texts.

    Args:
        began_ns: a time before the first look, in nanoseconds since the epoch.
        derived: what earlier runs computed from files.
    """

    def __init__(self, began_ns: int = 0, derived: DerivedStore | None = None) -> None:
        self.seen = Sightings()
        self.began_ns = began_ns
        self.derived = DerivedStore() if derived is None else derived
        self.ahead: Ahead | None = None  # what another process computes meanwhile
        # Statuses and digests of files that this very process has looked at before.
        self.looked_at: Mapping[str, Sequence[Any]] = {}
        # Python's files and others, by the root and what is left out: folders, looked at once, stay the same.
        self.walked: dict[tuple[str, frozenset[str]], tuple[tuple[str, ...], tuple[str, ...]]] = {}
        # What is not kept for later runs, packed, by path and name: what another process made, or where it
        # stands there, and what was made here and may be asked for again, as a start may be followed twice.
        self._packed: dict[str, dict[str, bytes | Piece]] = {}
        self._asked: list[tuple[str, str]] | None = []  # which of these; None: none is asked for again
        self._bytes: dict[str, bytes | None] = {}
        self._entries: dict[str, dict[str, str] | None] = {}
        self._hidden: set[str] = set()

    def hide(self, path: str) -> None:
        """Leave the tool's own folder out of listings from now on."""
        self._hidden.add(path)

    def read(self, path: str) -> bytes | None:
        """Return a regular file's bytes, or None when there is no such readable file.

        Raises:
            ProjectError: the file was changed since it was looked at in this run.
        """
        self.seen.plain.add(path)
        return self._read(path)

    def _read(self, path: str) -> bytes | None:
        if path not in self._bytes:
            status, data = read_regular_file(path)
            self._note_file(path, status, _UNREADABLE if data is None else digest_of(data))
            self._bytes[path] = data
        return self._bytes[path]

    def forget_bytes(self) -> None:
        """Forget what files hold, and what was computed once; whoever asks again has it made again."""
        self._bytes.clear()
        for path, name in self._asked or ():
            self._packed.get(path, {}).pop(name, None)
        self._asked = None
        if self.ahead is not None and not self.ahead.pid:  # what it made and nobody asked for
            self._packed.clear()

    def digest(self, path: str) -> str | None:
        """Return the digest of a file's bytes, or None when there is no such readable file."""
        if path not in self.seen.files and not self._take(path, ""):
            self._look_at(path)
        return self.seen.files[path][1] or None

    def _look_at(self, path: str) -> None:
        look = self.looked_at.get(path)
        if look is not None:
            self.seen.files[path] = (look[0], look[1])
            return
        known = self.derived.known_file(path)
        if known is None or known[0] != read_status(path):
            self._read(path)
        else:
            self._note_file(path, *known)

    def derive(self, path: str, name: str, make: Make) -> Any:
        """Return what ``make`` computes from a file's bytes, perhaps in an earlier run; None: no such file.

        Args:
            name: ``module:name`` of ``make``, or of what has it as its ``compute``.
            make: returns what JSON holds, and looks at nothing but the bytes. What comes from an earlier run
                has lists in place of tuples.
        """
        found, value = self.find_derived(path, name)
        return value if found else self.derive_anew(path, name, make)

    def iter_telling(self, paths: Iterable[str], name: str, make: Make) -> Iterator[tuple[str, Any]]:
        """Yield the files of which ``make`` computes something that counts as true, each with that.

        It is what ``derive`` returns, at a fraction of its cost for the many files of which that is nothing.
        """
        files, asked = self.seen.files, self.seen.derived.setdefault(name, set())
        small_values, packed = self.derived.small_values, self._packed
        for path in paths:
            seen = files.get(path)
            values = None if seen is None or path in packed else small_values(path, seen[1])
            if values is not None and name in values:
                asked.add(path)
                value = values[name]
            else:
                value = self.derive(path, name, make)
            if value:
                yield path, value

    def derive_anew(self, path: str, name: str, make: Make) -> Any:
        """Return what ``make`` computes from the bytes of a file of which ``find_derived`` knew nothing."""
        value = make(self._read(path) or b"")
        status, digest = self.seen.files[path]
        if not self.derived.keep(path, status, digest, name, value):
            self.seen.plain.add(path)
            self._pack(path, name, value)
        return value

    def _pack(self, path: str, name: str, value: Any) -> None:
        """Keep a value as long as it may be asked for again in this run."""
        if self._asked is not None:
            try:
                packed = marshal.dumps(value)
            except ValueError:  # nested too deeply
                return
            self._packed.setdefault(path, {})[name] = packed
            self._asked.append((path, name))

    def _unpack(self, packed: "dict[str, bytes | Piece]", path: str, name: str) -> Any:
        content = packed[name]
        if self._asked is not None and not self.derived.is_kept:
            self._asked.append((path, name))
        else:  # where it is kept, it is there a second time
            del packed[name]
            if not packed:
                del self._packed[path]
        if isinstance(content, tuple):
            assert self.ahead is not None
            content = self.ahead.results.read(content[0], content[0] + content[1])
        return marshal.loads(content)

    def find_derived(self, path: str, name: str) -> tuple[bool, Any]:
        """Return whether it is known what ``derive`` returns, and that; None is known of what is no file."""
        seen = self.seen.files.get(path)
        digest = self.digest(path) if seen is None else seen[1]
        if not digest:
            return True, None
        asked = self.seen.derived.get(name)
        if asked is None:
            asked = self.seen.derived[name] = set()
        asked.add(path)
        packed = self._packed.get(path)
        if packed and name in packed:
            return True, self._unpack(packed, path, name)
        found = self.derived.find(path, digest, name)
        if found[0] or self.ahead is None or not self._take(path, name):
            return found
        packed = self._packed.get(path)
        if packed and name in packed:
            return True, self._unpack(packed, path, name)
        return self.derived.find(path, digest, name)

    def _take(self, path: str, name: str) -> bool:
        """Return whether another process made something of a file, which is known from here on."""
        if self.ahead is None:
            return False
        made = self.ahead.take(path, name)
        if made is None:
            return False
        status, digest, values, pieces, packed = made
        if packed:
            self._packed[path] = {**packed}
        self._note_file(path, status, digest)
        self.derived.put(path, status, digest, values, pieces, self.ahead.results)
        return True

    def entries(self, folder: str) -> Mapping[str, str] | None:
        """Return a folder's entries, name to kind, or None when it is not a readable folder.

        Kinds are ``d`` (folder), ``f`` (file), ``o`` (other); capital letters for what a link leads to.
        """
        folder = folder.rstrip("/") or "/"
        if folder not in self._entries:
            status, entries = list_folder(folder, self._hidden)
            digest = _UNREADABLE if entries is None else digest_entries(entries.items())
            self.seen.folders[folder] = (folder_status(status, entries, self.began_ns), digest)
            self._entries[folder] = entries
        return self._entries[folder]

    def listings_below(self, root: str) -> dict[str, dict[str, str]]:
        """Return the entries of the folders below a root that were looked at."""
        prefix = root.rstrip("/") + "/"
        return {
            folder: entries
            for folder, entries in self._entries.items()
            if entries is not None and folder.startswith(prefix)
        }

    def is_file(self, path: str) -> bool:
        """Return whether there is a regular file, links followed."""
        return self._kind(path) in ("file", "program")

    def is_program(self, path: str) -> bool:
        """Return whether there is a regular file that somebody may execute, links followed."""
        return self._kind(path) == "program"

    def is_folder(self, path: str) -> bool:
        """Return whether there is a folder, links followed."""
        return self._kind(path) == "folder"

    def exists(self, path: str) -> bool:
        """Return whether there is anything, links followed."""
        return self._kind(path) != ""

    def real_path(self, path: str) -> str:
        """Return a path without links."""
        if path not in self.seen.real_paths:
            self.seen.real_paths[path] = os.path.realpath(path)
        return self.seen.real_paths[path]

    def _kind(self, path: str) -> str:
        if path not in self.seen.kinds:
            self.seen.kinds[path] = kind_of(path)
        return self.seen.kinds[path]

    def _note_file(self, path: str, status: Status | None, digest: str) -> None:
        earlier = self.seen.files.get(path)
        if earlier is not None and earlier[1] != digest:
            raise ProjectError(f"{path} was changed while it was being read.", hint="Run the command again.")
        self.seen.files[path] = (trusted_status(status, self.began_ns), digest)

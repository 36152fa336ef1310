"""The files of a project as the tool sees them: the disk, with planned changes laid over it."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from automappa_scaffold.files.disk import Disk
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["SourceTree"]

T = TypeVar("T")


class SourceTree:
    """Reads files and folders below a root, each at most once, and what was computed from them.

    Paths are POSIX strings, absolute. ``overlay`` maps absolute paths to bytes that are looked at in place
    of what the disk holds (``None``: the file is gone), so that a planned change can be judged unwritten.
    """

    def __init__(
        self,
        root: Path,
        overlay: Mapping[str, bytes | None] | None = None,
        disk: Disk | None = None,
    ) -> None:
        self.root = Path(os.path.abspath(root))
        self.disk = disk or Disk()
        self._prefix = self.root.as_posix().rstrip("/") + "/"
        self._overlay = dict(overlay or {})
        self._listings: dict[str, dict[str, bool] | None] = {}
        self._relative: dict[str, PurePosixPath] = {}
        self._facts: dict[tuple[str, str], Any] = {}
        self._last: tuple[str, SourceFile] | None = None  # parsed once for all its facts
        self.asked = 0  # how often a listing or a file's bytes were asked for

    def with_overlay(self, overlay: Mapping[PurePosixPath, bytes | None]) -> "SourceTree":
        """Return the tree as it would be with these changes (paths relative to the root)."""
        changed = {self._prefix + path.as_posix(): data for path, data in overlay.items()}
        return SourceTree(self.root, {**self._overlay, **changed}, self.disk)

    def relative(self, path: str) -> PurePosixPath:
        """Return a path relative to the root where it lies below it, else the absolute path."""
        known = self._relative.get(path)
        if known is None:
            known = PurePosixPath(path[len(self._prefix) :] if path.startswith(self._prefix) else path)
            self._relative[path] = known
        return known

    def absolute(self, path: PurePosixPath | str) -> str:
        """Return the absolute form of a path relative to the root."""
        return self._prefix + (path if isinstance(path, str) else path.as_posix())

    def read(self, path: str) -> bytes | None:
        """Return a regular file's bytes, or None when there is no such readable file."""
        self.asked += 1
        if path in self._overlay:
            return self._overlay[path]
        return self.disk.read(path)

    def read_source(self, path: str) -> bytes:
        """Return the bytes of a module that is run; it is not asked for what it holds otherwise."""
        asked = self.asked
        data = self.read(path)
        self.asked = asked
        return data or b""

    def facts(self, path: str, kind: FactKind[T]) -> T | None:
        """Return facts of a file, or None when there is no such readable file.

        They are computed once for the same bytes, and kept for the next run.
        """
        key = (path, kind.name)
        if key not in self._facts:
            self._facts[key] = self._read_facts(path, kind)
        found: T | None = self._facts[key]
        return found

    def facts_once(self, path: str, kind: FactKind[T]) -> T | None:
        """Return facts that are asked for once in a run, and so not worth the memory to keep."""
        return self._read_facts(path, kind)

    def iter_telling(self, paths: Iterable[str], kind: FactKind[T]) -> Iterator[tuple[str, T]]:
        """Yield the files, relative to the root, of which there are facts that count as true, with these.

        Asked for once in a run, and of a kind of which what is kept is false where the facts are.
        """
        prefix = len(self._prefix)
        if self._overlay:
            found = ((path, self.facts_once(self.absolute(path), kind)) for path in paths)
            yield from ((path, facts) for path, facts in found if facts)
            return
        absolute = map(self._prefix.__add__, paths)
        for path, value in self.disk.iter_telling(absolute, kind.name, kind.compute):
            yield path[prefix:], kind.from_json(value)

    def _read_facts(self, path: str, kind: FactKind[T]) -> T | None:
        if self._overlay and path in self._overlay:
            data = self._overlay[path]
            return None if data is None else kind.read(self._source_file(path, data))
        found, value = self.disk.find_derived(path, kind.name)
        if found:
            return None if value is None else kind.from_json(value)
        made: list[T] = []

        def make(data: bytes) -> Any:
            made.append(kind.read(self._source_file(path, data)))
            return kind.to_json(made[0])

        self.disk.derive_anew(path, kind.name, make)
        return made[0]

    def _source_file(self, path: str, data: bytes) -> SourceFile:
        if self._last is None or self._last[0] != path:
            self._last = (path, SourceFile(data))
        return self._last[1]

    def listing(self, folder: str) -> Mapping[str, bool] | None:
        """Return a folder's entries, name to "is a folder", or None when it is not a readable folder."""
        self.asked += 1
        folder = folder.rstrip("/") or "/"
        if folder not in self._listings:
            self._listings[folder] = self._list(folder)
        return self._listings[folder]

    def is_file(self, path: str) -> bool:
        """Return whether a file (not a folder) of this path exists."""
        folder, _, name = path.rpartition("/")
        return (self.listing(folder) or {}).get(name) is False

    def is_program(self, path: str) -> bool:
        """Return whether a file of this path exists that may be executed."""
        return self.is_file(path) and path not in self._overlay and self.disk.is_program(path)

    def is_folder(self, path: str) -> bool:
        """Return whether a folder of this path exists."""
        return self.listing(path) is not None

    def _list(self, folder: str) -> dict[str, bool] | None:
        found = self.disk.entries(folder)
        entries = None if found is None else {name: kind in "dD" for name, kind in found.items()}
        prefix = folder.rstrip("/") + "/"
        for path, data in self._overlay.items():
            if path.startswith(prefix):
                name, _, deeper = path[len(prefix) :].partition("/")
                if data is not None:
                    entries = entries if entries is not None else {}
                    entries[name] = bool(deeper)
                elif entries is not None and (not deeper or not self.is_folder(prefix + name)):
                    entries.pop(name, None)
        # A folder goes with the last file that a change takes out of it.
        is_emptied = not entries and any(path.startswith(prefix) for path in self._overlay)
        return None if is_emptied else entries

"""The files of a project as the tool sees them: the disk, with planned changes laid over it."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["SourceTree"]

# A source file of this size is a data file or an attack; reading it would cost more than any answer is worth.
T = TypeVar("T")

MAX_SOURCE_BYTES = 32 * 1024 * 1024


class SourceTree:
    """Reads files and folders below a root, each at most once.

    Paths are POSIX strings, absolute. ``overlay`` maps absolute paths to bytes that are looked at in place
    of what the disk holds (``None``: the file is gone), so that a planned change can be judged unwritten.
    """

    def __init__(self, root: Path, overlay: Mapping[str, bytes | None] | None = None) -> None:
        self.root = Path(os.path.abspath(root))
        self._prefix = self.root.as_posix().rstrip("/") + "/"
        self._overlay = dict(overlay or {})
        self._bytes: dict[str, bytes | None] = {}
        self._listings: dict[str, dict[str, bool] | None] = {}
        self._relative: dict[str, PurePosixPath] = {}
        self._facts: dict[tuple[str, str], Any] = {}
        self._last: tuple[str, SourceFile] | None = (
            None  # asked for several kinds of facts, it is parsed once
        )

    def with_overlay(self, overlay: Mapping[PurePosixPath, bytes | None]) -> "SourceTree":
        """Return the tree as it would be with these changes (paths relative to the root)."""
        changed = {self._prefix + path.as_posix(): data for path, data in overlay.items()}
        return SourceTree(self.root, {**self._overlay, **changed})

    def relative(self, path: str) -> PurePosixPath:
        """Return a path relative to the root where it lies below it, else the absolute path."""
        known = self._relative.get(path)
        if known is None:
            known = PurePosixPath(path[len(self._prefix) :] if path.startswith(self._prefix) else path)
            self._relative[path] = known
        return known

    def absolute(self, path: PurePosixPath) -> str:
        """Return the absolute form of a path relative to the root."""
        return self._prefix + path.as_posix()

    def read(self, path: str) -> bytes | None:
        """Return a regular file's bytes, or None when there is no such readable file."""
        if path in self._overlay:
            return self._overlay[path]
        if path not in self._bytes:
            self._bytes[path] = _read_regular_file(path)
        return self._bytes[path]

    def facts(self, path: str, kind: FactKind[T]) -> T | None:
        """Return facts of a file, or None when there is no such readable file.

        They are computed once for the same bytes, and kept for the next run.
        """
        key = (path, kind.name)
        if key not in self._facts:
            file = self._source_file(path)
            self._facts[key] = None if file is None else kind.read(file)
        found: T | None = self._facts[key]
        return found

    def _source_file(self, path: str) -> SourceFile | None:
        if self._last is None or self._last[0] != path:
            data = self.read(path)
            if data is None:
                return None
            self._last = (path, SourceFile(data))
        return self._last[1]

    def listing(self, folder: str) -> Mapping[str, bool] | None:
        """Return a folder's entries, name to "is a folder", or None when it is not a readable folder."""
        folder = folder.rstrip("/") or "/"
        if folder not in self._listings:
            self._listings[folder] = self._list(folder)
        return self._listings[folder]

    def is_file(self, path: str) -> bool:
        """Return whether a file (not a folder) of this path exists."""
        folder, _, name = path.rpartition("/")
        return (self.listing(folder) or {}).get(name) is False

    def is_folder(self, path: str) -> bool:
        """Return whether a folder of this path exists."""
        return self.listing(path) is not None

    def _list(self, folder: str) -> dict[str, bool] | None:
        entries: dict[str, bool] | None = None
        try:
            with os.scandir(folder) as found:
                entries = {entry.name: _is_folder(entry) for entry in found}
        except OSError:
            pass
        prefix = folder.rstrip("/") + "/"
        for path, data in self._overlay.items():
            if path.startswith(prefix):
                name, _, deeper = path[len(prefix) :].partition("/")
                if data is not None:
                    entries = entries if entries is not None else {}
                    entries[name] = bool(deeper)
                elif entries is not None and not deeper:
                    entries.pop(name, None)
        return entries


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _read_regular_file(path: str) -> bytes | None:
    # O_NONBLOCK: opening a FIFO that is called x.py must not hang.
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        if (status.st_mode & 0o170000) != 0o100000 or status.st_size > MAX_SOURCE_BYTES:
            return None
        with os.fdopen(os.dup(handle), "rb") as file:
            return file.read()
    except OSError:
        return None
    finally:
        os.close(handle)

"""The steps in which changes are written: each is prepared, done at one stroke, and can be taken back.

``prepare`` writes what is new under a temporary name in the same folder; ``do`` is one renaming or linking,
so whoever looks sees the file, or the whole folder, as it was or as it shall be; ``undo`` may follow a
``do`` that was done, half done or not done at all; ``tidy`` removes what is temporary.
"""

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from automappa_scaffold.errors import EditError

__all__ = [
    "CreateFile",
    "CreateFolder",
    "DeleteFile",
    "DeleteFolder",
    "ReplaceFile",
    "Step",
    "is_bytecode_folder",
]


class Step(Protocol):
    """One stroke of a change; ``path`` is the file or folder that it changes."""

    @property
    def path(self) -> Path:
        """The file or folder that changes."""

    def prepare(self) -> None:
        """Write what is new, and keep what is old, under temporary names."""

    def do(self) -> None:
        """Change it at one stroke."""

    def undo(self) -> None:
        """Take back what was done."""

    def tidy(self) -> None:
        """Remove what is temporary."""


@dataclass(frozen=True, slots=True)
class ReplaceFile:
    """Gives a file other bytes. ``new`` and ``old`` are temporary names."""

    path: Path
    before: bytes
    after: bytes
    new: Path
    old: Path

    def prepare(self) -> None:
        """Write the new bytes and keep the old ones."""
        try:
            os.link(self.path, self.old)
        except OSError:  # not every file system has hard links
            _write_file(self.old, self.before, self.path)
        _write_file(self.new, self.after, self.path)

    def do(self) -> None:
        """Give the file its new bytes."""
        _refuse_changed(self.path, self.before)
        os.replace(self.new, self.path)

    def undo(self) -> None:
        """Take it back."""
        # Whoever wrote into the file after us keeps that.
        if self.old.exists() and _read(self.path) == self.after:
            os.replace(self.old, self.path)

    def tidy(self) -> None:
        """Remove what is temporary."""
        _unlink(self.new)
        _unlink(self.old)


@dataclass(frozen=True, slots=True)
class CreateFile:
    """Makes a file that does not exist, in a folder that does."""

    path: Path
    after: bytes
    new: Path

    def prepare(self) -> None:
        """Write the new bytes."""
        _write_file(self.new, self.after, None)

    def do(self) -> None:
        """Make the file."""
        try:
            os.link(self.new, self.path)  # unlike a renaming, this never takes the place of another file
        except FileExistsError as error:
            raise _changed(self.path) from error
        except OSError:
            _refuse_changed(self.path, None)
            os.rename(self.new, self.path)

    def undo(self) -> None:
        """Take it back."""
        if _read(self.path) == self.after:
            os.unlink(self.path)

    def tidy(self) -> None:
        """Remove what is temporary."""
        _unlink(self.new)


@dataclass(frozen=True, slots=True)
class DeleteFile:
    """Takes a file away from a folder in which others stay."""

    path: Path
    before: bytes
    old: Path

    def prepare(self) -> None:
        """Nothing: a renaming needs no room on the disk."""

    def do(self) -> None:
        """Take the file away."""
        _refuse_changed(self.path, self.before)
        os.rename(self.path, self.old)

    def undo(self) -> None:
        """Take it back."""
        if self.old.exists() and not os.path.lexists(self.path):
            os.rename(self.old, self.path)

    def tidy(self) -> None:
        """Remove what is temporary."""
        _unlink(self.old)


@dataclass(frozen=True, slots=True)
class CreateFolder:
    """Makes a folder with everything in it. ``files`` are paths below it and their bytes."""

    path: Path
    files: tuple[tuple[str, bytes], ...]
    new: Path

    def prepare(self) -> None:
        """Make it under another name."""
        os.mkdir(self.new)
        for name, data in self.files:
            file = self.new / name
            if not file.parent.is_dir():
                os.makedirs(file.parent)
            _write_file(file, data, None)

    def do(self) -> None:
        """Make the folder."""
        if os.path.lexists(self.path):
            raise _changed(self.path)
        os.rename(self.new, self.path)

    def undo(self) -> None:
        """Take it back."""
        if self.new.exists() or not self.path.is_dir():
            return
        for name, data in self.files:
            if _read(self.path / name) == data:
                os.unlink(self.path / name)
        _remove_emptied(self.path)

    def tidy(self) -> None:
        """Remove what is temporary."""
        _remove_tree(self.new)


@dataclass(frozen=True, slots=True)
class DeleteFolder:
    """Takes a folder away whose every file goes. ``files`` are paths below it and their bytes."""

    path: Path
    files: tuple[tuple[str, bytes], ...]
    old: Path

    def prepare(self) -> None:
        """See that its files may be removed; a renaming needs no room on the disk."""
        for place, _, _ in os.walk(self.path):
            if not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)

    def do(self) -> None:
        """Take the folder away."""
        for name, data in self.files:
            _refuse_changed(self.path / name, data)
        _refuse_others(self.path, {self.path / name for name, _ in self.files})
        os.rename(self.path, self.old)

    def undo(self) -> None:
        """Take it back."""
        if self.old.exists() and not os.path.lexists(self.path):
            os.rename(self.old, self.path)

    def tidy(self) -> None:
        """Remove what is temporary."""
        _remove_tree(self.old)


def is_bytecode_folder(folder: Path) -> bool:
    """Return whether a folder is Python's cache of compiled modules and holds nothing else."""
    if folder.name != "__pycache__" or folder.is_symlink() or not folder.is_dir():
        return False
    return all(entry.is_file() and ".pyc" in entry.suffixes for entry in folder.iterdir())


def _changed(path: Path) -> EditError:
    return EditError(f"{path.name} was changed by someone else meanwhile.", hint="Run it again.")


def _refuse_changed(path: Path, before: bytes | None) -> None:
    if _read(path) != before:
        raise _changed(path)


def _refuse_others(folder: Path, ours: Collection[Path]) -> None:
    for entry in folder.iterdir():
        if entry not in ours and not is_bytecode_folder(entry):
            if entry.is_symlink() or not entry.is_dir():
                raise _changed(entry)
            _refuse_others(entry, ours)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _remove_tree(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _remove_emptied(folder: Path) -> None:
    """Remove a folder that holds nothing but folders and what Python compiled."""
    for entry in list(folder.iterdir()):
        if is_bytecode_folder(entry):
            _remove_tree(entry)
        elif entry.is_dir() and not entry.is_symlink():
            _remove_emptied(entry)
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def _write_file(path: Path, data: bytes, like: Path | None) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        if like is not None:
            _copy_rights(like, handle)
        file.write(data)
        file.flush()
        os.fsync(handle)


def _copy_rights(like: Path, handle: int) -> None:
    status = like.stat()
    os.fchmod(handle, stat.S_IMODE(status.st_mode))
    if (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(PermissionError):
            os.fchown(handle, status.st_uid, status.st_gid)

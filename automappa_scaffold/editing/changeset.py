"""ChangeSet: the before and after bytes of every file that a command touches; planned and shown."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.diff import file_diff
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.errors import EditError

__all__ = ["ChangeSet", "FileChange", "read_project_file"]

_HERE = PurePosixPath()


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file's bytes before and after; None stands for a file that does not exist.

    Attributes:
        real: where the bytes are: another path where a link within the project leads there.
    """

    path: PurePosixPath
    before: bytes | None
    after: bytes | None
    real: PurePosixPath | None = None
    is_executable: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes in the order in which they are written.

    The order is part of the promise that an app which is read between two writes starts with every task that
    it keeps. What is added comes before what names it: new modules, then ``__init__.py`` files, the settings
    last. What is removed goes the other way round.
    """

    changes: tuple[FileChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.changes

    @property
    def paths(self) -> tuple[PurePosixPath, ...]:
        """The files that would change, in order."""
        return tuple(change.path for change in self.changes)

    @property
    def after(self) -> dict[PurePosixPath, bytes | None]:
        """The planned content by path, to be judged unwritten."""
        return {change.path: change.after for change in self.changes}

    def diff(self, below: PurePosixPath = _HERE) -> bytes:
        """Return the unified diff, which ``git apply`` takes.

        Args:
            below: the project's folder in its repository, from whose top git counts the paths of a diff.
        """
        return b"".join(
            file_diff(below / (c.real or c.path), c.before, c.after, is_executable=c.is_executable)
            for c in self.changes
        )

    def diff_text(self, below: PurePosixPath = _HERE) -> str:
        """Return the unified diff as text; bytes that are not UTF-8 are shown as escapes."""
        return self.diff(below).decode("utf-8", "backslashreplace")

    def reversed(self) -> "ChangeSet":
        """Return the same changes in the opposite order."""
        return ChangeSet(self.changes[::-1])

    def with_edit(self, edit: Edit, root: Path) -> "ChangeSet":
        """Return the change set with an edit applied to the planned content of its file, in its place.

        Raises:
            EditError: the file does not exist, or cannot be edited safely.
        """
        planned = self.after
        current = planned[edit.path] if edit.path in planned else read_project_file(root, edit.path)
        if current is None:
            raise EditError(f"{edit.path} does not exist.")
        return self.with_content(edit.path, edit.apply(current), root)

    def with_content(self, path: PurePosixPath, after: bytes | None, root: Path) -> "ChangeSet":
        """Return the change set with a file's planned content set; what changes nothing is left out."""
        befores: Mapping[PurePosixPath, bytes | None] = {c.path: c.before for c in self.changes}
        before = befores[path] if path in befores else read_project_file(root, path)
        real, is_executable = _describe(root, path)
        new = FileChange(path, before, after, real, is_executable)
        if path in befores:
            changes = tuple(new if change.path == path else change for change in self.changes)
        else:
            changes = (*self.changes, new)
        return ChangeSet(tuple(change for change in changes if change.before != change.after))


def read_project_file(root: Path, path: PurePosixPath) -> bytes | None:
    """Return a project file's bytes, or None when it does not exist.

    Raises:
        EditError: the path leads out of the project, or is not a file that can be read.
    """
    try:
        real = _resolve(root, path)
        if real.exists() and not real.is_file():
            raise EditError(f"{path} is not a regular file.", hint="Move it out of the way.")
        return real.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditError(f"{path} cannot be read: {error.strerror}.", hint="See to its rights.") from error


def _resolve(root: Path, path: PurePosixPath) -> Path:
    try:
        real, top = (root / path).resolve(), root.resolve()
    except RuntimeError as error:  # before Python 3.13 this is how links in a circle are told
        raise EditError(
            f"{path} cannot be read: its links lead in a circle.", hint="Mend the link."
        ) from error
    if ".." in path.parts or not real.is_relative_to(top):
        raise EditError(f"{path} leads out of the project (to {real}).", hint="Edit that file by hand.")
    return real


def _describe(root: Path, path: PurePosixPath) -> tuple[PurePosixPath, bool]:
    real = _resolve(root, path)
    try:
        is_executable = bool(real.stat().st_mode & stat.S_IXUSR)
    except OSError:
        is_executable = False
    return PurePosixPath(real.relative_to(root.resolve()).as_posix()), is_executable

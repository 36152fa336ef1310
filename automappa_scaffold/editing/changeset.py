"""ChangeSet: the before and after bytes of every file that a command touches; planned and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.diff import file_diff
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.errors import EditError

__all__ = ["ChangeSet", "FileChange", "read_project_file"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file's bytes before and after; None stands for a file that does not exist."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes in the order in which they are written.

    The order is part of the promise that an app which is read between two writes starts with every task it
    had: new modules first, then the ``__init__.py`` files, the settings last.
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

    def diff(self) -> bytes:
        """Return the unified diff, which ``git apply`` takes."""
        return b"".join(file_diff(c.path, c.before, c.after) for c in self.changes)

    def diff_text(self) -> str:
        """Return the unified diff as text; bytes that are not UTF-8 are shown as escapes."""
        return self.diff().decode("utf-8", "backslashreplace")

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
        new = FileChange(path, before, after)
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
    real, top = (root / path).resolve(), root.resolve()
    if ".." in path.parts or not real.is_relative_to(top):
        raise EditError(f"{path} leads out of the project (to {real}).", hint="Edit that file by hand.")
    try:
        if real.exists() and not real.is_file():
            raise EditError(f"{path} is not a regular file.")
        return real.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EditError(f"{path} cannot be read: {error.strerror}.") from error

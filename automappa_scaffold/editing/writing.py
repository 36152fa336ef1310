"""Writing a ChangeSet: all of it, or none of it.

Every new content and a link to every old one is on the disk, under a temporary name beside its place, before
the first file changes. What can fail for lack of room or rights has then already failed; taking back is
renaming.
"""

import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from automappa_scaffold.editing.changeset import ChangeSet, FileChange, read_project_file
from automappa_scaffold.editing.steps import (
    CreateFile,
    CreateFolder,
    DeleteFile,
    DeleteFolder,
    ReplaceFile,
    Step,
    is_bytecode_folder,
)
from automappa_scaffold.errors import EditError

__all__ = ["TEMPORARY_PREFIX", "remove_leftovers", "write_changes"]

TEMPORARY_PREFIX = ".automappa-scaffold-"
# Folders that no command of ours writes into, and that may be large.
_FOREIGN = frozenset({"node_modules", "venv", "__pycache__", "build", "dist"})


def write_changes(changes: ChangeSet, root: Path, confirm: Callable[[], None] | None = None) -> None:
    """Write the changes in their order; on any failure or interrupt the files are as before.

    The caller holds the project lock. A folder of which every file goes, goes too.

    Args:
        confirm: looks at what was written; what it raises takes everything back.
    Raises:
        EditError: a file changed since the plan was made, or cannot be written.
    """
    with _signals_raised():
        _write(changes, root, confirm)


def _write(changes: ChangeSet, root: Path, confirm: Callable[[], None] | None) -> None:
    prepared: list[Step] = []
    started: list[Step] = []
    complete = False
    try:
        _refuse_if_changed(changes, root)
        for step in _plan_steps(changes, root):
            prepared.append(step)
            step.prepare()
        for step in prepared:
            started.append(step)  # before it is done: an interrupt between the two must find it
            step.do()
        if confirm is not None:
            confirm()
        complete = True
    except OSError as error:
        reason = f"{_where(error, root)}{error.strerror}"
        raise EditError(
            f"The changes cannot be written ({reason}); every file is as it was.",
            hint="Make room, or see to the rights of that folder, and run it again.",
        ) from error
    finally:
        with _signals_held():
            _end(prepared, [] if complete else started)


def _where(error: OSError, root: Path) -> str:
    """Return the place of an error for a message: of a temporary file its folder, which the user knows."""
    if not isinstance(error.filename, (str, os.PathLike)):
        return ""
    path = Path(error.filename)
    if TEMPORARY_PREFIX in str(path):
        path = next(
            parent.parent for parent in (path, *path.parents) if parent.name.startswith(TEMPORARY_PREFIX)
        )
    return f"{path.relative_to(root) if path.is_relative_to(root) else path}: "


def _end(prepared: list[Step], started: list[Step]) -> None:
    """Take back what was started, and remove everything temporary."""
    lost = _take_back(started)
    for step in prepared:
        if step not in lost:
            step.tidy()
    if lost:
        raise EditError(
            f"These could not be put back: {', '.join(str(step.path) for step in lost)}.",
            hint="What they were is beside them: NAME.before, or a hidden file that ends with .old.",
        )


def remove_leftovers(root: Path) -> bool:
    """Remove the temporary files that a killed run left in a project; return whether there were any.

    The caller holds the lock, which says that no other run is at work.
    """
    found = False
    stack = [str(root)]
    while stack:
        for entry in _entries(stack.pop()):
            if entry.name.startswith(TEMPORARY_PREFIX):
                found = True
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        shutil.rmtree(entry.path)
                    else:
                        os.unlink(entry.path)
            elif entry.is_dir(follow_symlinks=False) and not _is_foreign(entry.name):
                stack.append(entry.path)
    return found


def _is_foreign(name: str) -> bool:
    return name.startswith(".") or name in _FOREIGN


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


@contextmanager
def _signals_raised() -> Iterator[None]:
    """Let a polite end (kill, a closed terminal) take everything back, as Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    polite = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is signal.SIG_DFL]
    before = {number: signal.signal(number, end) for number in polite}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Let a Ctrl-C wait until the block is done: taking back must not itself be left half-way."""
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _take_back(started: list[Step]) -> list[Step]:
    """Undo what was done, last first; return the steps for which that failed."""
    lost = []
    for step in reversed(started):
        try:
            step.undo()
        except OSError:
            lost.append(step)
            _set_aside(step)
    return lost


def _set_aside(step: Step) -> None:
    """Give the old content a name that no later run takes for something left over."""
    if isinstance(step, (ReplaceFile, DeleteFile, DeleteFolder)):
        with suppress(OSError):
            os.rename(step.old, step.path.with_name(f"{step.path.name}.before"))


def _refuse_if_changed(changes: ChangeSet, root: Path) -> None:
    for change in changes.changes:
        if read_project_file(root, change.path) != change.before:
            raise EditError(f"{change.path} was changed by someone else meanwhile.", hint="Run it again.")


def _plan_steps(changes: ChangeSet, root: Path) -> Iterator[Step]:
    """Yield the steps in the order of the changes; a whole folder's comes with the first of its files."""
    files = [(_real_path(root, change), change) for change in changes.changes]
    going = _emptied_folders({path for path, change in files if change.after is None}, _real(root))
    folders: set[Path] = set()
    for number, (path, change) in enumerate(files):
        is_deletion = change.after is None
        folder = _within(path, going) if is_deletion else _first_missing(path.parent)
        whole = folder or path
        new, old = (
            whole.with_name(f"{TEMPORARY_PREFIX}{number}-{os.getpid()}.{end}") for end in ("new", "old")
        )
        if folder is not None:
            if folder not in folders:
                folders.add(folder)
                below = tuple(_below(folder, files, is_deletion=is_deletion))
                yield DeleteFolder(folder, below, old) if is_deletion else CreateFolder(folder, below, new)
        elif change.after is None:
            yield DeleteFile(path, change.before or b"", old)
        elif change.before is None:
            yield CreateFile(path, change.after, new)
        else:
            yield ReplaceFile(path, change.before, change.after, new, old)


def _below(
    folder: Path, files: list[tuple[Path, FileChange]], *, is_deletion: bool
) -> Iterator[tuple[str, bytes]]:
    for path, change in files:
        data = change.before if is_deletion else change.after
        if path.is_relative_to(folder) and data is not None and (change.after is None) == is_deletion:
            yield path.relative_to(folder).as_posix(), data


def _first_missing(folder: Path) -> Path | None:
    """Return the topmost folder that has to be made for this one; None when it is there."""
    missing = None
    while not os.path.lexists(folder):
        missing, folder = folder, folder.parent
    return missing


def _within(path: Path, folders: Iterable[Path]) -> Path | None:
    return next((folder for folder in folders if path.is_relative_to(folder)), None)


def _emptied_folders(deleted: set[Path], top: Path) -> list[Path]:
    """Return the topmost folders that hold nothing but files which go, and what Python compiled of them."""
    gone = set(deleted)
    waiting = [path.parent for path in deleted]
    while waiting:
        folder = waiting.pop()
        if folder == top or not folder.is_relative_to(top) or folder in gone:
            continue
        if all(entry in gone or is_bytecode_folder(entry) for entry in folder.iterdir()):
            gone.add(folder)
            waiting.append(folder.parent)
    return [folder for folder in gone - deleted if folder.parent not in gone]


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _real_path(root: Path, change: FileChange) -> Path:
    # A link within the project is followed, so that it stays a link.
    return _real(root / change.path)

"""Writing a ChangeSet: all of it, or none of it.

Every new content and a link to every old one is on the disk, under a temporary name beside its file, before
the first file is replaced. What can fail for lack of room or rights has then already failed; taking back is
renaming.
"""

import contextlib
import os
import signal
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, FileChange, read_project_file
from automappa_scaffold.errors import EditError

__all__ = ["TEMPORARY_PREFIX", "remove_leftovers", "write_changes"]

TEMPORARY_PREFIX = ".automappa-scaffold-"


@dataclass(slots=True)
class _Written:
    """What has been done so far, so that it can be taken back."""

    folders: list[Path] = field(default_factory=list)
    temporary: list[Path] = field(default_factory=list)
    undo: list[tuple[Path, Path | None]] = field(default_factory=list)  # file, the link to its old content


@dataclass(frozen=True, slots=True)
class _Staged:
    path: Path
    new: Path | None
    old: Path | None


def write_changes(changes: ChangeSet, root: Path, confirm: Callable[[], None] | None = None) -> None:
    """Write the changes in their order; on any failure or interrupt the files are as before.

    The caller holds the project lock.

    Args:
        confirm: looks at what was written; what it raises takes everything back.
    Raises:
        EditError: a file changed since the plan was made, or cannot be written.
    """
    done = _Written()
    complete = False
    try:
        _refuse_if_changed(changes, root)
        staged = [_stage(change, root, done) for change in changes.changes]
        _refuse_if_changed(changes, root)
        for stage in staged:
            _put_in_place(stage, done)
        if confirm is not None:
            confirm()
        complete = True
    except OSError as error:
        name = Path(error.filename).name if error.filename else "a file"
        raise EditError(
            f"The changes cannot be written ({name}: {error.strerror}); every file is as it was."
        ) from error
    finally:
        with _interrupts_held():
            if not complete:
                _take_back(done)
            _tidy(done)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let a Ctrl-C wait until the block is done: taking back must not itself be left half-way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tidy(done: _Written) -> None:
    for temporary in done.temporary:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def remove_leftovers(root: Path, paths: Iterable[PurePosixPath]) -> None:
    """Remove the temporary files that a killed run left beside these files; the caller holds the lock."""
    for folder in {_real_path(root, path).parent for path in paths}:
        if folder.is_dir():
            with contextlib.suppress(OSError):
                _remove_leftovers(folder, ())


def _refuse_if_changed(changes: ChangeSet, root: Path) -> None:
    for change in changes.changes:
        if read_project_file(root, change.path) != change.before:
            raise EditError(f"{change.path} was changed by someone else meanwhile.", hint="Run it again.")


def _stage(change: FileChange, root: Path, done: _Written) -> _Staged:
    path = _real_path(root, change.path)
    _make_folders(path.parent, done)
    _remove_leftovers(path.parent, done.temporary)
    stem = f"{TEMPORARY_PREFIX}{len(done.temporary)}-{os.getpid()}"
    new = old = None
    if change.before is not None:
        old = path.with_name(f"{stem}.old")
        done.temporary.append(old)
        _keep_old(path, old, change.before)
    if change.after is not None:
        new = path.with_name(f"{stem}.new")
        done.temporary.append(new)
        _write_file(new, change.after, path if change.before is not None else None)
    return _Staged(path, new, old)


def _put_in_place(stage: _Staged, done: _Written) -> None:
    # Noted before it is done: an interrupt between the two must find it.
    done.undo.append((stage.path, stage.old))
    if stage.new is not None:
        os.replace(stage.new, stage.path)
    else:
        os.unlink(stage.path)


def _take_back(done: _Written) -> None:
    lost: list[str] = []
    for path, old in reversed(done.undo):
        try:
            if old is None:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
            elif old.exists():
                os.replace(old, path)
        except OSError as error:
            lost.append(f"{path} ({error.strerror}; its old content is in {old})")
            if old in done.temporary:
                done.temporary.remove(old)
    _tidy(done)
    for folder in reversed(done.folders):
        with contextlib.suppress(OSError):
            os.rmdir(folder)
    if lost:
        raise EditError(f"These files could not be put back: {', '.join(lost)}.")


def _real_path(root: Path, path: PurePosixPath) -> Path:
    # A link within the project is followed, so that it stays a link.
    return Path(os.path.realpath(root / path))


def _make_folders(folder: Path, done: _Written) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        done.folders.append(new)
        os.mkdir(new)


def _remove_leftovers(folder: Path, ours: Collection[Path]) -> None:
    """Remove what a killed run left behind; the lock says that no other run is at work."""
    for entry in folder.iterdir():
        if entry.name.startswith(TEMPORARY_PREFIX) and entry not in ours:
            os.unlink(entry)


def _keep_old(path: Path, old: Path, before: bytes) -> None:
    try:
        os.link(path, old)
    except OSError:
        # Not every file system has hard links.
        _write_file(old, before, path)


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

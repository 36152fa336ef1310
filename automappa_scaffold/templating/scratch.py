"""A temporary folder for copier, which writes to the disk; what a killed run left, the next one removes."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["scratch_folder"]

# No other folder of ours begins so: those of a running worker start hold no lock.
_PREFIX = "automappa-scaffold.copier-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new folder that is gone afterwards."""
    parent = tempfile.gettempdir()
    for entry in os.scandir(parent):
        if entry.name.startswith(_PREFIX) and entry.is_dir(follow_symlinks=False):
            _remove_abandoned(entry.path)
    folder, handle = _make_locked(parent)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def _make_locked(parent: str) -> tuple[str, int]:
    """Make a folder and lock it: whoever holds the lock is alive, as it ends with the process."""
    while True:
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
        # Another run may take the folder for abandoned before it is locked.
        with contextlib.suppress(FileNotFoundError):
            handle = _open_folder(folder)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if os.path.isdir(folder):
                return folder, handle
            os.close(handle)


def _remove_abandoned(folder: str) -> None:
    with contextlib.suppress(OSError):
        handle = _open_folder(folder)
        try:
            if os.fstat(handle).st_uid == os.geteuid():
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)


def _open_folder(folder: str) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)

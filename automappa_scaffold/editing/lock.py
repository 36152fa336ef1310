"""The project lock: one writer at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from automappa_scaffold.errors import EditError

__all__ = ["project_lock"]

_POLL_S = 0.05
_RIGHTS = "See to the rights of the project's folder."


@contextmanager
def project_lock(root: Path, cache_dir: str, *, timeout_s: float = 60.0) -> Iterator[None]:
    """Hold the project's lock; it ends with the process, however that ends.

    The project's folder itself is locked, so nothing is left behind. File systems that lock no folders (NFS)
    get a lock file in the cache folder, which keeps itself out of git.

    Args:
        cache_dir: the cache folder, relative to ``root``.
    Raises:
        EditError: another command holds the lock for longer than ``timeout_s`` seconds.
    """
    handle = _open_lock(root, cache_dir)
    try:
        _wait_for(handle, root, timeout_s)
        yield
    finally:
        os.close(handle)


def _open_lock(root: Path, cache_dir: str) -> int:
    try:
        handle = os.open(root, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise EditError(f"The project cannot be locked for writing: {error}.", hint=_RIGHTS) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.flock(handle, fcntl.LOCK_UN)
    except BlockingIOError:
        pass
    except OSError:
        os.close(handle)
        return _open_lock_file(root / cache_dir)
    return handle


def _open_lock_file(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        return os.open(folder / "write.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise EditError(f"The project cannot be locked for writing: {error}.", hint=_RIGHTS) from error


def _wait_for(handle: int, root: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EditError(
                    f"Another command has been writing in {root} for {timeout_s:.0f} seconds.",
                    hint="Wait for it, or end it, and try again.",
                ) from None
            time.sleep(_POLL_S)

"""Single looks at the disk, none of which raises: what is not there, or not to be read, is None or empty."""

import os
from collections.abc import Mapping

from automappa_scaffold.files.status import NEVER_SAME, Status, read_status, status_of, trusted_status

__all__ = ["folder_status", "kind_of", "list_folder", "open_to_read", "read_regular_file"]

# A source file of this size is a data file or an attack; reading it would cost more than any answer is worth.
MAX_SOURCE_BYTES = 32 * 1024 * 1024

# Caches of compiled files come and go; no source depends on them.
_NEVER_SHOWN = "__pycache__"


def kind_of(path: str) -> str:
    """Return ``file``, ``program``, ``folder``, ``other``, or an empty text where there is nothing."""
    try:
        found = os.stat(path).st_mode
    except (OSError, ValueError):
        return ""
    mode = found & 0o170000
    if mode == 0o100000:
        return "program" if found & 0o111 else "file"
    return "folder" if mode == 0o040000 else "other"


def list_folder(
    folder: str, hidden: "set[str] | frozenset[str]" = frozenset()
) -> tuple[Status | None, dict[str, str] | None]:
    """Return a folder's status from before it was read, and its entries; None for what is no folder."""
    status = read_status(folder)
    entries: dict[str, str] = {}
    prefix = folder.rstrip("/") + "/"
    try:
        with os.scandir(folder) as found:
            for entry in found:
                name = entry.name
                if name != _NEVER_SHOWN and (not hidden or prefix + name not in hidden):
                    entries[name] = _kind_of_entry(entry)
    except (OSError, ValueError):
        return status, None
    return status, entries


def folder_status(status: Status | None, entries: Mapping[str, str] | None, began_ns: int) -> Status | None:
    """Return a folder's status if it is going to change with its entries, NEVER_SAME if it may not."""
    # What a link leads to can change without the folder that the link is in.
    if entries is not None and not all(map(str.islower, entries.values())):
        return NEVER_SAME
    return trusted_status(status, began_ns)


def _kind_of_entry(entry: "os.DirEntry[str]") -> str:
    try:
        kind = "d" if entry.is_dir() else "f" if entry.is_file() else "o"
        return kind.upper() if entry.is_symlink() else kind
    except OSError:  # a link that leads to itself
        return "O"


def read_regular_file(path: str, limit: int = MAX_SOURCE_BYTES) -> tuple[Status | None, bytes | None]:
    """Return a file's status from before it was read, and its bytes; None for what is no regular file."""
    handle = open_to_read(path)
    if handle is None:
        return read_status(path), None
    try:
        found = os.fstat(handle)
        status = status_of(found)
        if (found.st_mode & 0o170000) != 0o100000 or found.st_size > limit:
            return status, None
        return status, _read_all(handle, found.st_size, limit)
    except OSError:
        return NEVER_SAME, None
    finally:
        os.close(handle)


def open_to_read(path: str) -> int | None:
    """Return a handle of what is there, which may be no regular file, or None."""
    # O_NONBLOCK: opening a FIFO that is called x.py must not hang.
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError):
        return None


def _read_all(handle: int, size: int, limit: int) -> bytes:
    """Return what a file holds, which may be more than its status said."""
    parts = [os.read(handle, size + 1)]
    if len(parts[0]) == size:
        return parts[0]  # less than was asked for: the end
    while parts[-1] and sum(map(len, parts)) <= limit:
        parts.append(os.read(handle, 1 << 20))
    return parts[0] if len(parts) == 2 else b"".join(parts)

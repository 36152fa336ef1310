"""When two looks at a file or folder saw the same, told from its status alone."""

import os
from collections.abc import Sequence

__all__ = ["NEVER_SAME", "Status", "read_status", "status_of", "trusted_status"]

# Times of last change in nanoseconds (content; anything), size, number on the disk, disk. Empty: never the
# same as any other. None: there is nothing of that name.
Status = Sequence[int]

NEVER_SAME: Status = ()

# File systems count time in steps, FAT in steps of two seconds. A file that was changed so shortly before it
# was looked at may be changed once more, and keep its status (git calls such an entry racy).
_COARSEST_STEP_NS = 2_000_000_000


def status_of(found: os.stat_result) -> list[int]:
    """Return the status that tells whether a file was changed."""
    return [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev]


def read_status(path: str) -> list[int] | None:
    """Return a file's or folder's status, links followed; None where there is none."""
    try:
        return status_of(os.stat(path))
    except (OSError, ValueError):
        return None


def trusted_status(status: Status | None, began_ns: int) -> Status | None:
    """Return a status if it is going to change with the content, NEVER_SAME if it may not.

    Args:
        began_ns: the time, since the epoch, before which nothing had been looked at.
    """
    if status is None or max(status[0], status[1]) < began_ns - _COARSEST_STEP_NS:
        return status
    return NEVER_SAME

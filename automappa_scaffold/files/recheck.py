"""Whether everything is still as it was seen in an earlier run."""

import os
from collections.abc import Mapping
from typing import Any

from automappa_scaffold.files.digests import digest_entries, digest_of
from automappa_scaffold.files.looks import folder_status, kind_of, list_folder, read_regular_file
from automappa_scaffold.files.status import read_status, trusted_status

__all__ = ["MOST_CHANGED_FILES", "find_changes"]

# More files than these are not worth looking at one by one.
MOST_CHANGED_FILES = 8


def find_changes(
    seen: Mapping[str, Any], began_ns: int, hidden: frozenset[str]
) -> tuple[dict[str, bytes] | None, bool]:
    """Return the files that changed, with their bytes, and whether statuses were renewed.

    None: something changed that cannot be made good by looking at single files. A file is among the changed
    ones only if nothing but what is computed from it was looked at.

    Where the status of a file is another and its content is the same, ``seen`` gets the new status. The
    changed ones get it if they are returned.

    Args:
        seen: what ``Sightings.to_plain`` gave.
        began_ns: a time before this look.
        hidden: folders of the tool's own, left out of listings.
    """
    stat = os.stat
    changed: dict[str, bytes] = {}
    new_statuses: dict[str, Any] = {}
    is_renewed = False
    for path, entry in seen["files"].items():
        # The loop that a warm run consists of, for the usual case: the file is there and untouched.
        try:
            found = stat(path)
            status: Any = [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev]
        except (OSError, ValueError):
            status = None
        if entry[0] != status:
            status, data = read_regular_file(path)
            if ("" if data is None else digest_of(data)) != entry[1]:
                if data is None or not entry[1] or not entry[2] or len(changed) == MOST_CHANGED_FILES:
                    return None, False
                changed[path] = data
                new_statuses[path] = status
                continue
            entry[0] = trusted_status(status, began_ns)
            is_renewed = is_renewed or entry[0] != ()
    for folder, entry in seen["folders"].items():
        if entry[0] != read_status(folder):
            status, entries = list_folder(folder, hidden)
            if ("" if entries is None else digest_entries(entries.items())) != entry[1]:
                return None, False
            entry[0] = folder_status(status, entries, began_ns)
            is_renewed = is_renewed or entry[0] != ()
    for path, kind in seen["kinds"].items():
        if kind_of(path) != kind:
            return None, False
    for path, real in seen["real_paths"].items():
        if os.path.realpath(path) != real:
            return None, False
    for path, status in new_statuses.items():  # not before: what stands in ``seen`` may yet be asked for
        seen["files"][path][0] = trusted_status(status, began_ns)
    return changed, is_renewed

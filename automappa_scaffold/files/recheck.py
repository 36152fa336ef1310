"""Whether everything is still as it was seen in an earlier run."""

import os
from collections.abc import Mapping
from typing import Any

from automappa_scaffold.files.digests import digest_entries, digest_of
from automappa_scaffold.files.disk import folder_status, kind_of, list_folder, read_regular_file
from automappa_scaffold.files.status import read_status, trusted_status

__all__ = ["find_change"]


def find_change(seen: Mapping[str, Any], began_ns: int, hidden: frozenset[str]) -> tuple[str, bool]:
    """Return the first path that is not as it was seen, or an empty text; and whether statuses were renewed.

    Where the status of a file is another and its content is the same, ``seen`` gets the new status.

    Args:
        seen: what ``Sightings.to_json`` gave, perhaps through JSON.
        began_ns: a time before this look.
        hidden: folders of the tool's own, left out of listings.
    """
    stat = os.stat
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
                return path, False
            entry[0] = trusted_status(status, began_ns)
            is_renewed = is_renewed or entry[0] != ()
    for folder, entry in seen["folders"].items():
        if entry[0] != read_status(folder):
            status, entries = list_folder(folder, hidden)
            if ("" if entries is None else digest_entries(entries.items())) != entry[1]:
                return folder, False
            entry[0] = folder_status(status, entries, began_ns)
            is_renewed = is_renewed or entry[0] != ()
    for path, kind in seen["kinds"].items():
        if kind_of(path) != kind:
            return path, False
    for path, real in seen["real_paths"].items():
        if os.path.realpath(path) != real:
            return path, False
    return "", is_renewed

"""What files of a project were changed, added or removed since an answer was given."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.files.digests import digest_entries, digest_of
from automappa_scaffold.files.looks import kind_of, list_folder, read_regular_file
from automappa_scaffold.files.recheck import MOST_CHANGED_FILES
from automappa_scaffold.files.status import read_status

__all__ = ["Differences", "differences_of", "find_differences", "is_as_told"]

_SUFFIX = ".py"
# The names of files that mean more than a module of their name.
_SPECIAL = ("__init__.py", "__main__.py")


@dataclass(frozen=True, slots=True)
class Differences:
    """The paths of source files, absolute."""

    changed: frozenset[str]
    added: frozenset[str]
    removed: frozenset[str]


def differences_of(changed: frozenset[str]) -> Differences | None:
    """Return what ``find_differences`` returns where these files have changed, and nothing else."""
    if not all(path.endswith(_SUFFIX) for path in changed):
        return None
    return Differences(changed, frozenset(), frozenset())


def find_differences(
    seen: Mapping[str, Any], listings: Mapping[str, Mapping[str, str]], hidden: frozenset[str]
) -> Differences | None:
    """Return how source files differ from what was seen; None: something else differs, or too many do.

    A module is added or removed only in a package, and only if nothing else there can be taken for it.

    Args:
        seen: what ``Sightings.to_plain`` gave.
        listings: the entries of folders whose modules may come and go.
        hidden: folders of the tool's own, left out of listings.
    """
    changed: set[str] = set()
    gone: set[str] = set()
    for path, entry in seen["files"].items():
        status = read_status(path)
        if entry[0] == status:
            continue
        data = read_regular_file(path)[1]
        if ("" if data is None else digest_of(data)) != entry[1]:
            if len(changed) + len(gone) == MOST_CHANGED_FILES or not entry[1]:
                return None
            (gone if data is None else changed).add(path)
    added: set[str] = set()
    removed: set[str] = set()
    for folder, (status, digest) in seen["folders"].items():
        if status == read_status(folder):
            continue
        entries = list_folder(folder, hidden)[1]
        if ("" if entries is None else digest_entries(entries.items())) == digest:
            continue
        before = listings.get(folder)
        if entries is None or before is None or not _is_package_before_and_after(before, entries):
            return None
        for name in before.keys() | entries.keys():
            if before.get(name) != entries.get(name):
                if not _is_module_alone(name, before, entries):
                    return None
                (removed if name in before else added).add(f"{folder}/{name}")
    if len(added) + len(removed) > MOST_CHANGED_FILES or not gone <= removed:
        return None
    if not all(path.endswith(_SUFFIX) for path in changed):
        return None
    if any(kind_of(path) != kind for path, kind in seen["kinds"].items()):
        return None
    if any(os.path.realpath(path) != real for path, real in seen["real_paths"].items()):
        return None
    return Differences(frozenset(changed), frozenset(added), frozenset(removed))


def is_as_told(
    differences: Differences, before: Mapping[str, Any], later: Mapping[str, Sequence[Any]]
) -> bool:
    """Return whether files seen later are as they were before, but for the differences that were found.

    They are not if somebody writes files while the tool looks at them.

    Args:
        before: ``files`` as ``Sightings.to_plain`` gave it; ``later``: those of ``Sightings``.
    """
    told = differences.changed | differences.added
    return all(
        path in told or path not in before or before[path][1] == digest for path, (_, digest) in later.items()
    )


def _is_package_before_and_after(before: Mapping[str, str], entries: Mapping[str, str]) -> bool:
    return before.get("__init__.py") == "f" and entries.get("__init__.py") == "f"


def _is_module_alone(name: str, before: Mapping[str, str], entries: Mapping[str, str]) -> bool:
    """Return whether an entry is a plain file that came or went, and the one thing that bears its name."""
    kinds = before.get(name), entries.get(name)
    if kinds not in (("f", None), (None, "f")) or name in _SPECIAL or not name.endswith(_SUFFIX):
        return False
    stem = name.removesuffix(_SUFFIX)
    others = (before.keys() | entries.keys()) - {name}
    return stem.isidentifier() and all(other.partition(".")[0] != stem for other in others)

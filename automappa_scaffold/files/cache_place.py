"""Where a project's cache is."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from automappa_scaffold.files.derived import DerivedStore
from automappa_scaffold.files.sealed import SealedFolder
from automappa_scaffold.files.tool import fingerprint_tool

__all__ = [
    "CACHE_VARIABLE",
    "DEFAULT_CACHE",
    "cache_of",
    "hand_on",
    "read_derived",
    "take_looked_at",
    "write_derived",
]

DEFAULT_CACHE = ".automappa_scaffold_cache"
CACHE_VARIABLE = "AUTOMAPPA_SCAFFOLD_CACHE_DIR"
_ALL, _LATER = "files-", "later-"
# Of so many tools what they computed from files is kept.
_KEPT_TOOLS = 2
# Read and looked at already, by the cache's path, for whoever asks next.
_handed_on: dict[str, DerivedStore] = {}
_looked_at: dict[str, Mapping[str, Sequence[Any]]] = {}


def read_derived(cache: SealedFolder | None) -> DerivedStore:
    """Return what this very tool computed from files in earlier runs; None: nothing is kept."""
    if cache is None:
        return DerivedStore(is_kept=False)
    if cache.path in _handed_on:
        return _handed_on.pop(cache.path)
    tool = fingerprint_tool()
    content = cache.read_in_blocks(f"{_ALL}{tool}")
    return DerivedStore(content, None if content is None else cache.read_in_blocks(f"{_LATER}{tool}"))


def hand_on(cache: SealedFolder, derived: DerivedStore, looked_at: Mapping[str, Sequence[Any]]) -> None:
    """Let the next ``read_derived`` and ``take_looked_at`` of a cache return what was read just now."""
    derived.take_over()
    _handed_on[cache.path] = derived
    _looked_at[cache.path] = looked_at


def take_looked_at(cache: SealedFolder | None) -> Mapping[str, Sequence[Any]]:
    """Return the statuses and digests, by path, of files that this process has looked at already."""
    return _looked_at.pop(cache.path, {}) if cache is not None else {}


def write_derived(cache: SealedFolder, derived: DerivedStore) -> None:
    """Keep what was computed from files for the next run."""
    tool = fingerprint_tool()
    is_little_changed = derived.is_little_changed
    parts = derived.to_later_parts() if is_little_changed else derived.to_parts()
    is_written = cache.write_in_blocks(f"{_LATER if is_little_changed else _ALL}{tool}", parts, parts.size)
    if is_written and not is_little_changed:
        cache.remove(f"{_LATER}{tool}")
    derived.mark_written()
    for prefix in (_ALL, _LATER):
        cache.keep_newest(prefix, _KEPT_TOOLS)


def cache_of(root: str, cache_dir: str, environ: Mapping[str, str]) -> SealedFolder | None:
    """Return a project's cache folder; None where the project names a place that is not its own.

    Args:
        root: the project's folder, absolute.
        cache_dir: the setting. Only from the user's own environment it may lead out of the project.
    """
    path = os.path.normpath(os.path.join(root, cache_dir))
    if cache_dir != environ.get(CACHE_VARIABLE):
        real_root = os.path.realpath(root)
        real = os.path.realpath(path)
        if real != os.path.join(real_root, os.path.relpath(path, root)) or real == real_root:
            return None
        if not real.startswith(real_root.rstrip("/") + "/"):
            return None
    return SealedFolder(path)

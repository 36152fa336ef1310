"""Walking through the project's folders by patterns, as ``glob`` does."""

import fnmatch
import posixpath
from collections.abc import Iterator

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.made_files import entries_at

__all__ = ["is_inside", "match_paths"]

_MAX_DEPTH = 40


def is_inside(m: Imports, folder: str) -> bool:
    """Return whether a folder is the project's: others are not searched."""
    root = m.tree.root.as_posix()
    return folder == root or folder.startswith(f"{root.rstrip('/')}/")


def match_paths(m: Imports, shown: str, folder: str, pattern: list[str], depth: int = 0) -> Iterator[str]:
    """Yield the paths below a folder that fit a pattern's parts, as they would be shown."""
    head, rest = pattern[0], pattern[1:]
    entries = entries_at(m, folder) or {}
    m.step(10)
    if head == "**":
        yield from match_paths(m, shown, folder, rest, depth) if rest else iter((shown,))
    for name, is_folder in sorted(entries.items()):
        path, inner = posixpath.join(shown, name), f"{folder.rstrip('/')}/{name}"
        if name == "__pycache__":
            continue
        if head == "**":
            if is_folder and depth < _MAX_DEPTH:
                yield from match_paths(m, path, inner, pattern, depth + 1)
        elif fnmatch.fnmatchcase(name, head):
            if not rest:
                yield path
            elif is_folder:
                yield from match_paths(m, path, inner, rest, depth)

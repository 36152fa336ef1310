"""Which modules of the standard library are attributes of their packages only once something imported them.

``standard_submodules.txt`` tells those that a worker has not loaded when it imports the app, and whose import
loads them besides; ``scripts/record_standard_submodules.py`` writes that file.
"""

from collections.abc import Mapping, Set
from functools import cache
from pathlib import Path

__all__ = ["may_load_submodule", "waits_for_import"]

_SEEN = ((3, 10), (3, 11), (3, 13))


@cache
def _told() -> Mapping[str, frozenset[str]]:
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    return {name: frozenset(by) for name, *by in map(str.split, lines)}


def waits_for_import(path: str, imported: Set[str], python: tuple[int, ...]) -> bool:
    """Return whether a dotted path is a module that neither a worker nor an import of these loads.

    Args:
        imported: the modules that the program imported.
        python: the version of Python; of those that were not looked at, the one before tells.
    """
    by = _told().get(path)
    if by is None or not imported.isdisjoint(by):
        return False
    versions = [name for name in by if name.startswith("@")]
    seen = max([version for version in _SEEN if version <= python[:2]], default=_SEEN[0])
    return not versions or "@{}.{}".format(*seen) in versions


def may_load_submodule(path: str, imported: Set[str]) -> bool:
    """Return whether functions of these modules import the module once they are called."""
    by = _told().get(path, frozenset())
    return not by.isdisjoint({f"~{name.partition('.')[0]}" for name in imported})

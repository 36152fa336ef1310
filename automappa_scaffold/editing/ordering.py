"""Where a new name stands among others: sorted lists stay sorted, others grow at the end."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["imports_index", "module_key", "names_index", "sorted_index", "sorted_names"]


def names_index(names: Sequence[str], new: str) -> int:
    """Return where ``new`` stands in ``__all__`` or in the names of an import."""
    return sorted_index(names, new, (_member_key, _plain_key, str.casefold))


def sorted_names(names: Iterable[str]) -> list[str]:
    """Return names as isort and ruff sort them: constants, classes, the rest."""
    return sorted(names, key=_member_key)


def sorted_index(names: Sequence[str], new: str, keys: Sequence[Callable[[str], Any]]) -> int:
    """Return where ``new`` keeps ``names`` sorted by the first key that sorts them now, else the end."""
    for key in keys:
        ranks = [key(name) for name in names]
        if ranks == sorted(ranks):
            return bisect_right(ranks, key(new))
    return len(names)


def imports_index(entries: Sequence[str | None], new: str, *, pages: str, app_module: str) -> int:
    """Return where a page's tasks package stands in ``imports``.

    Args:
        entries: the module names; None for what is not a plain string.
        pages: the package that holds the pages, or an empty string.
        app_module: the module of the Celery app, which people write last.
    """
    names = [entry for entry in entries if entry is not None]
    if len(names) == len(entries) and len(names) > 1 and names == sorted(names):
        return bisect_right(names, new)
    of_pages = [i for i, entry in enumerate(entries) if pages and entry and entry.startswith(f"{pages}.")]
    if of_pages:
        found = [str(entries[i]) for i in of_pages]
        if found == sorted(found):
            place = bisect_right(found, new)
            return of_pages[place] if place < len(found) else of_pages[-1] + 1
        return of_pages[-1] + 1
    return entries.index(app_module) if app_module in entries else len(entries)


def module_key(level: int, module: str, is_from: bool) -> tuple[Any, ...]:
    """Return the key by which isort and ruff sort imports within a section."""
    return (is_from, -level, _natural(module.lower()), module)


def _plain_key(name: str) -> str:
    return name


def _member_key(name: str) -> tuple[Any, ...]:
    # isort's order: CONSTANTS, Classes, the rest; numbers inside names count as numbers.
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return (kind, _natural(name))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.findall(r"\d+|\D", text)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)

"""Fixes that put one name in the place of another."""

from collections.abc import Iterable

from automappa_scaffold.rules.fix import Fix, Replace, Safety
from automappa_scaffold.source.places import Place

__all__ = ["first_close", "one_close", "rename_setting", "rename_text", "rename_within"]


def rename_text(place: Place, old: str, new: str, safety: Safety = Safety.SAFE) -> Fix | None:
    """Return the fix for a plainly quoted text at a place, or None where it is written in any other way."""
    is_plain = place.line == place.end_line and place.end_column - place.column == len(old.encode()) + 2
    if not is_plain:
        return None
    inside = Place(place.path, place.line, place.column + 1, place.line, place.end_column - 1)
    return Fix(f'Write "{new}"', (Replace(inside, old, new),), safety)


def rename_within(place: Place, old: str, new: str, safety: Safety) -> Fix | None:
    """Return the fix for a quoted text that starts at a place, whatever its end; None: no name is meant."""
    is_elsewhere = place.line == place.end_line and place.end_column - place.column < len(old.encode()) + 2
    if not new or is_elsewhere:
        return None
    start = place.column + 1
    inside = Place(place.path, place.line, start, place.line, start + len(old.encode()))
    return Fix(f'Write "{new}"', (Replace(inside, old, new),), safety)


def rename_setting(place: Place, old: str, new: str) -> Fix | None:
    """Return the fix for the name of a setting at a place, or None where more than the name stands there."""
    if place.line != place.end_line or place.end_column - place.column != len(old.encode()):
        return None
    return Fix(f"Write {new}", (Replace(place, old, new),))


def first_close(name: str, known: Iterable[str], cutoff: float) -> str | None:
    """Return the known name that is nearest to a name, or None where none differs little."""
    import difflib

    close = difflib.get_close_matches(name, sorted(set(known)), n=3, cutoff=cutoff)
    return next((other for other in close if _differs_little(name, other)), None)


def one_close(name: str, known: Iterable[str], cutoff: float) -> str | None:
    """Return the one known name that is close to a name, or None where there is none, or are several."""
    import difflib

    close = difflib.get_close_matches(name, sorted(set(known)), n=2, cutoff=cutoff)
    if close and not _differs_little(name, close[0]):
        return None
    if len(close) > 1:
        first, second = (difflib.SequenceMatcher(None, name, other).ratio() for other in close)
        if first - second < _CLEARLY:
            return None
    return close[0] if close else None


def _differs_little(name: str, other: str) -> bool:
    """Return whether the parts that two dotted names do not share are alike: what they share says nothing."""
    import difflib

    ours, theirs = name.split("."), other.split(".")
    while ours and theirs and ours[0] == theirs[0]:
        del ours[0], theirs[0]
    while ours and theirs and ours[-1] == theirs[-1]:
        del ours[-1], theirs[-1]
    return difflib.SequenceMatcher(None, ".".join(ours), ".".join(theirs)).ratio() >= _ALIKE


# Of the parts that differ, at least so much is the same.
_ALIKE = 0.7
# Two candidates this near to each other are two answers.
_CLEARLY = 0.02

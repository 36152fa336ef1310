"""Choosing among the ways to take something out: the one that adding it again would undo."""

from collections.abc import Iterable

from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.source_text import SourceText, Splice
from automappa_scaffold.errors import EditError

__all__ = ["leads_back", "without"]


def without(
    source: SourceText, removals: Iterable[tuple[Splice, ...]], adding: Edit, *, joins_lines: bool = False
) -> bytes:
    """Return the file after one of the removals: the first from which ``adding`` leads back, else the first.

    Text alone does not say how a list looked before an entry was put into it. Where ``adding`` put it there,
    this finds the very bytes that were there before.

    Args:
        joins_lines: of several removals that lead back take the one that leaves the fewest lines: a list that
            was broken because it became too long stood on one line before.
    Raises:
        EditError: whatever is taken out, the rest would not parse.
    """
    plainest: tuple[Splice, ...] | None = None
    results: list[bytes] = []
    for removal in removals:
        plainest = plainest or removal
        if leads_back(adding, source, removal):
            results.append(source.splice(removal))
            if not joins_lines:
                break
    if plainest is None:
        raise EditError(f"{source.path}: nothing can be taken out safely.", hint=source.by_hand)
    return min(results, key=lambda data: len(data.splitlines())) if results else source.splice(plainest)


def leads_back(adding: Edit, source: SourceText, removal: tuple[Splice, ...]) -> bool:
    """Return whether ``adding``, applied after the removal, gives the file as it is now."""
    try:
        return adding.apply(source.splice(removal)) == source.data
    except EditError:
        return False

"""Taking one element out of a listing, in the layout that it has."""

from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from automappa_scaffold.editing.listing import Gap, Listing, line_break

__all__ = ["removed_texts"]

_NONE, _SPACE = cst.SimpleWhitespace(""), cst.SimpleWhitespace(" ")


def removed_texts(listing: Listing, index: int) -> Iterator[str]:
    """Yield what may be left of a listing without element number ``index``, the plainest first.

    The later ones are what it may have been before the element was added to it. The comment at the end of an
    element's own line goes with it; comments on lines of their own stay.
    """
    if len(listing.items) == 1:
        yield from _emptied(listing)
        return
    left = _without(listing, index)
    yield left.code()
    if not left.has_comments:
        line = replace(
            left,
            commas=(
                *(_NONE for _ in left.items[1:]),
                _NONE if left.is_tuple and len(left.items) == 1 else None,
            ),
            gaps=(_NONE, *(_SPACE for _ in left.items[1:]), _NONE),
        )
        yield line.code()
        if not isinstance(left.node, (cst.List, cst.Set)) and left.has_brackets:
            yield line.without_brackets().code()


def _emptied(listing: Listing) -> Iterator[str]:
    node, gap = listing.node, listing.gaps[0]
    if not listing.has_brackets:
        yield "()"
        return
    brackets = "[]" if isinstance(node, cst.List) else "()"
    # An empty pair of braces would be a dict.
    name = "set" if isinstance(node, cst.Set) else ""
    if not listing.has_comments:
        yield f"{name}{brackets}"
    if isinstance(gap, cst.ParenthesizedWhitespace):
        yield f"{name}{brackets[0]}{_text(_joined(gap, listing.gaps[1]))}{brackets[1]}"
    else:
        yield f"{name}{brackets[0]}{_text(listing.gaps[1])}{brackets[1]}"


def _without(listing: Listing, index: int) -> Listing:
    before, after = listing.gaps[index], listing.gaps[index + 1]
    is_last = index == len(listing.items) - 1
    commas = (*listing.commas[:index], *listing.commas[index + 1 :])
    if is_last and listing.commas[-1] is None:
        commas = (*commas[:-1], None)
    if listing.is_tuple and len(commas) == 1 and commas[0] is None:
        commas = (_NONE,)
    return replace(
        listing,
        items=(*listing.items[:index], *listing.items[index + 1 :]),
        commas=commas,
        gaps=(*listing.gaps[:index], _merged(before, after, index == 0, is_last), *listing.gaps[index + 2 :]),
    )


def _merged(before: Gap, after: Gap, is_first: bool, is_last: bool) -> Gap:
    """Return what stands where the element and the gaps on both of its sides were."""
    breaks_before = isinstance(before, cst.ParenthesizedWhitespace)
    breaks_after = isinstance(after, cst.ParenthesizedWhitespace)
    if breaks_before and breaks_after:
        return _joined(before, after)
    if breaks_before:
        return before if not is_last or "#" in _text(before) else after
    if breaks_after:
        return before if is_first and "#" not in _text(after) else after
    return after if is_last else before


def _joined(before: Gap, after: Gap) -> Gap:
    """Return one line break for two, without the comment at the end of the element's own line."""
    if not isinstance(before, cst.ParenthesizedWhitespace) or not isinstance(
        after, cst.ParenthesizedWhitespace
    ):
        return after
    lines = (*before.empty_lines, *after.empty_lines)
    return line_break(after.last_line.value, like=before, lines=lines)


def _text(gap: Gap) -> str:
    return cst.Module([]).code_for_node(gap)

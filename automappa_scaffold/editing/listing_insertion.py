"""Inserting one element into a listing, in the layout that it has."""

from dataclasses import replace

import libcst as cst

from automappa_scaffold.editing.listing import Gap, Listing, line_break

__all__ = ["insert_item"]

_NONE, _SPACE = cst.SimpleWhitespace(""), cst.SimpleWhitespace(" ")


def insert_item(
    listing: Listing, index: int, text: str, base: str, unit: str, *, is_under_heading: bool = False
) -> Listing:
    """Return the listing with ``text`` as element number ``index``.

    Args:
        base: the indentation of the line on which the closing bracket stands.
        unit: one step of indentation.
        is_under_heading: whether comments above the element now there are about the new one as well.
    """
    if not listing.items:
        return _insert_only(listing, text, base, unit)
    if index == len(listing.items):
        return _insert_last(listing, text)
    return _insert_before(listing, index, text, is_under_heading)


def _insert_only(listing: Listing, text: str, base: str, unit: str) -> Listing:
    gap = listing.gaps[0]
    if not isinstance(gap, cst.ParenthesizedWhitespace):
        comma = _NONE if listing.is_tuple else None
        return _with(listing, 0, text, comma, (_NONE, gap))
    row = line_break(base + unit, like=gap, lines=gap.empty_lines)
    return _with(listing, 0, text, _NONE, (row, line_break(gap.last_line.value)))


def _insert_before(listing: Listing, index: int, text: str, is_under_heading: bool) -> Listing:
    gap = listing.gaps[index]
    if isinstance(gap, cst.ParenthesizedWhitespace):
        indent = gap.last_line.value
        if index == 0 or is_under_heading:
            return _with(listing, index, text, _NONE, (gap, line_break(indent)))
        # The comment at the end of the line above belongs to the element there, the lines between to the one
        # below.
        above, below = line_break(indent, like=gap), line_break(indent, lines=gap.empty_lines)
        return _with(listing, index, text, _NONE, (above, below))
    second = listing.gaps[1]
    if index == 0 and len(listing.items) > 1 and isinstance(second, cst.ParenthesizedWhitespace):
        return _with(listing, 0, text, _NONE, (gap, line_break(second.last_line.value)))
    if _has_lone_comma(listing):
        listing = replace(listing, commas=(None,))
    return _with(listing, index, text, _comma_like(listing), (gap, _SPACE))


def _insert_last(listing: Listing, text: str) -> Listing:
    before, closing, comma = listing.gaps[-2], listing.gaps[-1], listing.commas[-1]
    end = len(listing.items)
    if comma is None:
        # The element that was last gets a comma, the new one has none.
        listing = replace(listing, commas=(*listing.commas[:-1], _comma_like(listing)))
        new_comma = None
    else:
        new_comma = None if _has_lone_comma(listing) else _NONE
    if not isinstance(before, cst.ParenthesizedWhitespace):
        return _with(listing, end, text, new_comma, (_SPACE, closing))
    indent = before.last_line.value
    if not isinstance(closing, cst.ParenthesizedWhitespace):
        return _with(listing, end, text, new_comma, (line_break(indent), closing))
    below = line_break(closing.last_line.value, lines=closing.empty_lines)
    return _with(listing, end, text, new_comma, (line_break(indent, like=closing), below))


def _with(listing: Listing, index: int, text: str, comma: Gap | None, pair: tuple[Gap, Gap]) -> Listing:
    """Return the listing with a new element, and the gaps before and after it."""
    return replace(
        listing,
        items=(*listing.items[:index], listing.new_item(text), *listing.items[index:]),
        commas=(*listing.commas[:index], comma, *listing.commas[index:]),
        gaps=(*listing.gaps[:index], *pair, *listing.gaps[index + 1 :]),
    )


def _comma_like(listing: Listing) -> Gap:
    """Return what stands before the commas of a listing whose lines start with them; else nothing."""
    for comma in listing.commas:
        if isinstance(comma, cst.ParenthesizedWhitespace):
            return line_break(comma.last_line.value)
    return _NONE


def _has_lone_comma(listing: Listing) -> bool:
    """Return whether the listing is ``("a",)``, whose comma is not wanted with two elements.

    With white space around it, it was not put there by a formatter, and stays.
    """
    if not listing.is_tuple or len(listing.items) != 1 or not listing.is_on_one_line:
        return False
    return all(getattr(gap, "value", "") == "" for gap in (listing.commas[0], listing.gaps[-1]))

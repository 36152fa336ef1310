"""Changing the elements of one tuple, list, set or import list of a file, in the layout that it has.

``ast`` says which list; libcst reads and prints that list alone, and what came out different is spliced in.
"""

import ast
import re
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING

from automappa_scaffold.editing.formatter_marks import is_left_by_formatters
from automappa_scaffold.editing.line_breaking import brackets_around, break_brackets, joined_brackets
from automappa_scaffold.editing.source_text import SourceText, Splice
from automappa_scaffold.errors import EditError

if TYPE_CHECKING:
    from automappa_scaffold.editing.listing import Listing

__all__ = [
    "display_strings",
    "element_removals",
    "indent_unit",
    "insert_element",
    "list_span",
    "quote_like",
]

_TAB_WIDTH = 4
_PRAGMAS = ("# noqa", "# type:", "# pyright:", "# pylint:", "# flake8:", "# ruff:")

ListNode = ast.expr | ast.Import | ast.ImportFrom


def display_strings(node: ast.expr) -> list[str | None]:
    """Return the strings in a display, or the string itself; None for an element that is no plain string."""
    elements = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
    values = [element.value if isinstance(element, ast.Constant) else None for element in elements]
    return [value if isinstance(value, str) else None for value in values]


def quote_like(source: SourceText, node: ast.expr | None, value: str) -> str:
    """Return ``value`` as a string literal with the quotes of the neighbours, else of the file."""
    quote = '"'
    neighbours = source.between(*source.span(node)) if node is not None else ()
    marks = [_quote_of(token.text) for token in neighbours if token.type == tokenize.STRING]
    marks = marks or [_quote_of(token.text) for token in source.tokens if token.type == tokenize.STRING]
    if marks and 2 * marks.count("'") > len(marks):
        quote = "'"
    return f"{quote}{value}{quote}"


def insert_element(
    source: SourceText,
    node: ListNode,
    index: int,
    text: str,
    line_length: int,
    *,
    is_under_heading: bool = False,
) -> tuple[Splice, ...]:
    """Return the splices that make ``text`` the element number ``index``, in the list's own layout.

    A line that would grow past ``line_length`` is broken as formatters do, unless they are told to leave it;
    a lone string becomes a tuple.

    Args:
        is_under_heading: whether comments above the element now there are about the new one as well.
    Raises:
        EditError: libcst does not read the list as it is.
    """
    from automappa_scaffold.editing.listing_insertion import insert_item

    start, end = list_span(source, node)
    listing = _read(source, node)
    base, unit = source.indent_at(start), indent_unit(source)
    indent = source.indent_at(end - 1)
    new = insert_item(listing, index, text, indent, unit, is_under_heading=is_under_heading)
    grows_too_long = _grows_too_long(source, start, end, new.code(), line_length)
    if not grows_too_long or is_left_by_formatters(source, start):
        return _difference(source, start, end, new.code())
    around = brackets_around(source, start, end)
    if not around:
        return _difference(source, start, end, new.exploded(base, unit).code())

    indent = source.indent_at(around[0].start)

    def exploded(indent: str) -> str:
        return new.exploded(indent, unit).code()

    text = break_brackets(
        source, around, (start, end), new.code(), exploded, indent=indent, unit=unit, line_length=line_length
    )
    return _difference(source, around[0].start, around[0].end, text)


def element_removals(source: SourceText, node: ListNode, index: int) -> Iterator[tuple[Splice, ...]]:
    """Yield the ways to take out element number ``index``, the plainest first.

    The later ones are what the list may have been before the element was added to it. Raises EditError as
    ``insert_element`` does.
    """
    from automappa_scaffold.editing.listing_removal import removed_texts

    start, end = list_span(source, node)
    texts = tuple(removed_texts(_read(source, node), index))
    for text in texts:
        yield _difference(source, start, end, text)
    for text in texts:
        if "\n" not in text:
            for first, last, joined in joined_brackets(source, (start, end), text):
                yield _difference(source, first, last, joined)


def _read(source: SourceText, node: ListNode) -> "Listing":
    from automappa_scaffold.editing.listing import read_display, read_import

    start, end = list_span(source, node)
    text = source.text[start:end]
    listing = read_import(text) if isinstance(node, (ast.Import, ast.ImportFrom)) else read_display(text)
    if listing is None:
        message = f"{source.path}:{node.lineno}: libcst does not give back this list as it is."
        raise EditError(message, hint=source.by_hand)
    return listing


def list_span(source: SourceText, node: ListNode) -> tuple[int, int]:
    """Return the offsets of the list, the brackets around a lone string included."""
    start, end = source.span(node)
    if not isinstance(node, ast.Constant):
        return start, end
    # The tree leaves out the brackets around a lone value, so they are looked for in the tokens.
    tokens = [token for token in source.tokens if not token.is_layout]
    first = next(i for i, token in enumerate(tokens) if token.start == start)
    last = next(i for i, token in enumerate(tokens) if token.end == end)
    has_brackets = first > 0 and tokens[first - 1].text == "(" and tokens[last + 1].text == ")"
    called = tokens[first - 2] if first > 1 else None
    is_call = called is not None and (called.type == tokenize.NAME or called.text in (")", "]"))
    return (tokens[first - 1].start, tokens[last + 1].end) if has_brackets and not is_call else (start, end)


def _difference(source: SourceText, start: int, end: int, new: str) -> tuple[Splice, ...]:
    """Return the splices that make ``new`` of a stretch of text, and touch nothing that is alike in both."""
    import difflib

    old_parts, new_parts = (re.findall(r"\n|\w+|[^\S\n]+|.", text) for text in (source.text[start:end], new))
    matcher = difflib.SequenceMatcher(None, old_parts, new_parts, autojunk=False)
    offsets = [start]
    for part in old_parts:
        offsets.append(offsets[-1] + len(part))
    return tuple(
        Splice(offsets[i], offsets[j], "".join(new_parts[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _grows_too_long(source: SourceText, start: int, end: int, new: str, line_length: int) -> bool:
    old = source.text[start:end]
    if "\n" in old or "\n" in new:
        return False
    first, last = source.line_start(start), source.line_end(end)
    width = _width(source.text[first:last], source.text[end:last])
    return width <= line_length < width + len(new) - len(old)


def _width(line: str, tail: str) -> int:
    comment = tail.find("#")
    if comment >= 0 and tail[comment:].startswith(_PRAGMAS):
        line = line[: len(line) - len(tail) + comment].rstrip()
    return len(line.expandtabs(_TAB_WIDTH))


def _quote_of(text: str) -> str:
    return text.lstrip("rRuUbBfF")[0]


def indent_unit(source: SourceText) -> str:
    """Return one step of indentation as the file has it."""
    found = next((token.text for token in source.tokens if token.type == tokenize.INDENT), "    ")
    return "\t" if found.startswith("\t") else found

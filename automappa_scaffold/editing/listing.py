"""A list of elements as libcst reads it: what stands in it, and the white space and comments in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import libcst as cst

__all__ = ["Gap", "Listing", "line_break", "read_display", "read_import"]

Gap = cst.BaseParenthesizableWhitespace
_NONE, _SPACE = cst.SimpleWhitespace(""), cst.SimpleWhitespace(" ")


@dataclass(frozen=True, slots=True)
class Listing:
    """The elements of a tuple, list or set, or the names of an import.

    Attributes:
        node: the libcst node that holds them.
        items: the elements, without their commas.
        commas: the white space between an element and the comma after it; None where there is no comma.
        gaps: what stands before each element, and last what stands before the closing bracket. A line break
            is a ``ParenthesizedWhitespace``: the comment at the end of the line before, comments on lines of
            their own, and the indentation of the line below.
    """

    node: cst.CSTNode
    items: tuple[Any, ...]
    commas: tuple[Gap | None, ...]
    gaps: tuple[Gap, ...]

    @property
    def has_brackets(self) -> bool:
        """Whether line breaks may stand between the elements."""
        return isinstance(self.node, (cst.List, cst.Set)) or bool(getattr(self.node, "lpar", None))

    @property
    def is_tuple(self) -> bool:
        """Whether only a comma makes a single element a listing."""
        return isinstance(self.node, cst.Tuple)

    @property
    def texts(self) -> tuple[str, ...]:
        """The elements as source."""
        return tuple(_code(item) for item in self.items)

    @property
    def has_comments(self) -> bool:
        """Whether there is a comment in it."""
        return "#" in "".join(_code(gap) for gap in (*self.gaps, *filter(None, self.commas)))

    @property
    def is_on_one_line(self) -> bool:
        """Whether it holds no line break."""
        return "\n" not in self.code()

    def new_item(self, text: str) -> Any:
        """Return a text as an element."""
        if isinstance(self.node, (cst.Import, cst.ImportFrom)):
            imported = read_import(f"import {text}")
            assert imported is not None
            return imported.items[0]
        return cst.Element(cst.parse_expression(text))

    def code(self) -> str:
        """Return the whole node as source."""
        last = len(self.items) - 1
        items = []
        for index, (item, comma) in enumerate(zip(self.items, self.commas, strict=True)):
            after = self.gaps[index + 1] if index < last else _NONE
            mark = cst.MaybeSentinel.DEFAULT if comma is None else cst.Comma(comma, after)
            items.append(item.with_changes(comma=mark))
        return _code(_with_edges(self.node, items, self.gaps))

    def without_brackets(self) -> "Listing":
        """Return it without brackets, where they are not needed."""
        is_tuple = isinstance(self.node, cst.Tuple)
        node: Any = self.node
        return replace(
            self, node=node.with_changes(lpar=[] if is_tuple else None, rpar=[] if is_tuple else None)
        )

    def exploded(self, base: str, unit: str) -> "Listing":
        """Return it with one element per line, as formatters lay out what is too long for one line.

        Args:
            base: the indentation of the line on which it starts.
            unit: one step of indentation.
        """
        node: Any = self.node
        if not self.has_brackets and isinstance(node, cst.Tuple):
            node = node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        elif not self.has_brackets:
            node = node.with_changes(lpar=cst.LeftParen(), rpar=cst.RightParen())
        gaps = [line_break(base + unit) for _ in self.items]
        commas = (_NONE,) * len(self.items)
        return replace(self, node=node, commas=commas, gaps=(*gaps, line_break(base)))


def line_break(indent: str, *, like: Gap | None = None, lines: Sequence[cst.EmptyLine] = ()) -> Gap:
    """Return a line break before a line with that indentation.

    Args:
        like: a line break whose comment, at the end of the line, is kept.
        lines: the lines in between, blank or comments.
    """
    first = like.first_line if isinstance(like, cst.ParenthesizedWhitespace) else cst.TrailingWhitespace()
    return cst.ParenthesizedWhitespace(first, lines, True, cst.SimpleWhitespace(indent))


def read_display(text: str) -> Listing | None:
    """Return a tuple, list, set or lone string as a listing; the string as the element of a tuple to be.

    None: libcst does not print what it read.
    """
    node = _reread(text, cst.parse_expression)
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        lpar, rpar = node.lpar or [cst.LeftParen()], node.rpar or [cst.RightParen()]
        bare = node.with_changes(lpar=[], rpar=[])
        # A bracket on a line of its own below it: each element of such a tuple has its comma.
        has_own_line = isinstance(rpar[-1].whitespace_before, cst.ParenthesizedWhitespace)
        comma = cst.Comma() if has_own_line else cst.MaybeSentinel.DEFAULT
        node = cst.Tuple([cst.Element(bare, comma)], lpar=lpar[:1], rpar=rpar[-1:])
    return _listing(node, getattr(node, "elements", ())) if node is not None else None


def read_import(text: str) -> Listing | None:
    """Return the names of an import statement as a listing. None: libcst does not print what it read."""

    def parse(source: str) -> cst.CSTNode:
        return cst.ensure_type(cst.parse_statement(source), cst.SimpleStatementLine).body[0]

    node = _reread(text, parse)
    return _listing(node, getattr(node, "names", ())) if node is not None else None


def _reread(text: str, parse: Callable[[str], cst.CSTNode]) -> cst.CSTNode | None:
    try:
        node = parse(text)
    except (cst.ParserSyntaxError, cst.CSTValidationError):
        return None
    return node if _code(node) == text else None


def _listing(node: cst.CSTNode, elements: Sequence[Any]) -> Listing:
    marks = [element.comma for element in elements]
    commas = tuple(mark.whitespace_before if isinstance(mark, cst.Comma) else None for mark in marks)
    between = [mark.whitespace_after for mark in marks[:-1]]
    opening, closing = _edges(node)
    if marks and isinstance(marks[-1], cst.Comma) and _code(marks[-1].whitespace_after):
        closing = marks[-1].whitespace_after  # where libcst has it in an import
    gaps = (opening, *between, closing) if elements else (opening,)
    return Listing(node, tuple(elements), commas, gaps)


def _edges(node: Any) -> tuple[Gap, Gap]:
    """Return what stands after the opening and before the closing bracket."""
    if isinstance(node, cst.List):
        return node.lbracket.whitespace_after, node.rbracket.whitespace_before
    if isinstance(node, cst.Set):
        return node.lbrace.whitespace_after, node.rbrace.whitespace_before
    if isinstance(node, cst.Tuple) and node.lpar:
        return node.lpar[0].whitespace_after, node.rpar[0].whitespace_before
    if isinstance(node, cst.ImportFrom) and node.lpar and node.rpar:
        return node.lpar.whitespace_after, node.rpar.whitespace_before
    return _NONE, _NONE


def _with_edges(node: Any, items: list[Any], gaps: tuple[Gap, ...]) -> Any:
    opening, closing = gaps[0], gaps[-1] if items else _NONE
    if isinstance(node, cst.List):
        brackets = {"lbracket": cst.LeftSquareBracket(opening), "rbracket": cst.RightSquareBracket(closing)}
        return node.with_changes(elements=items, **brackets)
    if isinstance(node, cst.Set):
        braces = {"lbrace": cst.LeftCurlyBrace(opening), "rbrace": cst.RightCurlyBrace(closing)}
        return node.with_changes(elements=items, **braces)
    left, right = cst.LeftParen(opening), cst.RightParen(closing)
    if isinstance(node, cst.Tuple):
        changes = {"lpar": [left], "rpar": [right]} if node.lpar else {}
        return node.with_changes(elements=items, **changes)
    changes = {"lpar": left, "rpar": right} if getattr(node, "lpar", None) else {}
    return node.with_changes(names=items, **changes)


def _code(node: Any) -> str:
    return cst.Module([]).code_for_node(node)

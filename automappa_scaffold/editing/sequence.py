"""Inserting one element into a tuple, list, set or import list, in the layout that it has."""

import ast
import tokenize
from dataclasses import dataclass
from enum import Enum

from automappa_scaffold.editing.source_text import SourceText, Splice, Token

__all__ = [
    "Element",
    "Literal",
    "LiteralKind",
    "display_literal",
    "display_strings",
    "import_literal",
    "insert_element",
    "quote_like",
]

_TAB_WIDTH = 4
_PRAGMAS = ("# noqa", "# type:", "# pyright:", "# pylint:", "# flake8:", "# ruff:")


class LiteralKind(str, Enum):
    """What the elements stand in."""

    TUPLE = "tuple"
    LIST = "list"
    STRING = "string"  # one string that is to become a tuple
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Element:
    """An element's offsets, and the end of the comma that follows it (None: no comma)."""

    start: int
    end: int
    comma_end: int | None


@dataclass(frozen=True, slots=True)
class Literal:
    """Elements between brackets; without brackets, ``start`` and ``end`` are those of the elements."""

    kind: LiteralKind
    start: int
    end: int
    has_brackets: bool
    elements: tuple[Element, ...]


def display_literal(source: SourceText, node: ast.expr) -> Literal | None:
    """Return a tuple, list, set or string of the tree as a literal, or None for anything else."""
    start, end = source.span(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _string_literal(source, start, end)
    if isinstance(node, (ast.List, ast.Set)):
        return _bracketed(source, LiteralKind.LIST, start, end)
    if isinstance(node, ast.Tuple):
        if source.text[start] == "(" and _matching_end(source, start) == end:
            return _bracketed(source, LiteralKind.TUPLE, start, end)
        return Literal(LiteralKind.TUPLE, start, end, False, _elements(source.between(start, end)))
    return None


def display_strings(node: ast.expr) -> list[str | None]:
    """Return the strings in a display, or the string itself; None for an element that is no plain string."""
    elements = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
    values = [element.value if isinstance(element, ast.Constant) else None for element in elements]
    return [value if isinstance(value, str) else None for value in values]


def import_literal(source: SourceText, node: ast.Import | ast.ImportFrom) -> Literal:
    """Return the names of an import statement as a literal."""
    start, end = source.span(node)
    tokens = [token for token in source.between(start, end) if not token.is_layout]
    names = tokens[next(i for i, token in enumerate(tokens) if token.text == "import") + 1 :]
    if names[0].text == "(":
        return _bracketed(source, LiteralKind.IMPORT, names[0].start, end)
    return Literal(LiteralKind.IMPORT, names[0].start, end, False, _elements(tuple(names)))


def quote_like(source: SourceText, literal: Literal | None, value: str) -> str:
    """Return ``value`` as a string literal with the quotes of the neighbours, else of the file."""
    quote = '"'
    strings = source.between(literal.start, literal.end) if literal and literal.elements else source.tokens
    marks = [token.text.lstrip("rRuUbBfF")[0] for token in strings if token.type == tokenize.STRING]
    if marks and 2 * marks.count("'") > len(marks):
        quote = "'"
    return f"{quote}{value}{quote}"


def insert_element(
    source: SourceText, literal: Literal, index: int, text: str, line_length: int
) -> tuple[Splice, ...]:
    """Return the splices that make ``text`` the element number ``index``, in the literal's own layout.

    A one-line literal that would grow past ``line_length`` is written one element per line, as formatters do.
    """
    splices = _insert_in_place(source, literal, index, text)
    if _grows_too_long(source, literal, splices, line_length):
        return (_one_per_line(source, literal, index, text),)
    return splices


def _insert_in_place(source: SourceText, literal: Literal, index: int, text: str) -> tuple[Splice, ...]:
    elements = literal.elements
    if literal.kind is LiteralKind.STRING and not literal.has_brackets:
        before, after = (f"({text}, ", ")") if index == 0 else ("(", f", {text})")
        return _insert(literal.start, before), _insert(literal.end, after)
    if not elements:
        return _insert_only(source, literal, text)
    if index == 0:
        return _insert_first(source, literal, text)
    if index == len(elements):
        return _insert_last(source, literal, text)
    previous, following = elements[index - 1], elements[index]
    if literal.has_brackets and source.is_first_on_line(following.start) and previous.comma_end is not None:
        indent = source.indent_at(following.start)
        return (_insert(source.line_end(previous.comma_end), f"\n{indent}{text},"),)
    return (_insert(following.start, f"{text}, "),)


def _insert_only(source: SourceText, literal: Literal, text: str) -> tuple[Splice, ...]:
    close = literal.end - 1
    if source.line_of(literal.start) == source.line_of(close):
        comma = "," if literal.kind is LiteralKind.TUPLE else ""
        return (_insert(literal.start + 1, f"{text}{comma}"),)
    indent = source.indent_at(close)
    if not source.is_first_on_line(close):
        return (_insert(close, f"{text},"),)
    return (_insert(source.line_start(close), f"{indent}{_indent_unit(source)}{text},\n"),)


def _insert_first(source: SourceText, literal: Literal, text: str) -> tuple[Splice, ...]:
    first = literal.elements[0]
    if literal.has_brackets and source.is_first_on_line(first.start):
        indent = source.indent_at(first.start)
        return (_insert(source.line_start(first.start), f"{indent}{text},\n"),)
    if literal.has_brackets and len(literal.elements) > 1:
        second = literal.elements[1]
        if source.is_first_on_line(second.start):
            return (_insert(first.start, f"{text},\n{source.indent_at(second.start)}"),)
    inserted = _insert(first.start, f"{text}, ")
    if _has_lone_comma(source, literal) and first.comma_end is not None:
        return inserted, Splice(first.end, first.comma_end, "")
    return (inserted,)


def _insert_last(source: SourceText, literal: Literal, text: str) -> tuple[Splice, ...]:
    last = literal.elements[-1]
    close_is_below = literal.has_brackets and source.is_first_on_line(literal.end - 1)
    on_own_line = literal.has_brackets and source.is_first_on_line(last.start)
    if on_own_line:
        indent = source.indent_at(last.start)
        if last.comma_end is not None:
            if close_is_below:
                return (_insert(source.line_end(last.comma_end), f"\n{indent}{text},"),)
            return (_insert(last.comma_end, f"\n{indent}{text},"),)
        if close_is_below:
            line_end = source.line_end(last.end)
            if line_end == last.end:
                return (_insert(last.end, f",\n{indent}{text}"),)
            return _insert(last.end, ","), _insert(line_end, f"\n{indent}{text}")
        return (_insert(last.end, f",\n{indent}{text}"),)
    if last.comma_end is None:
        return (_insert(last.end, f", {text}"),)
    comma = "" if _has_lone_comma(source, literal) else ","
    return (_insert(last.comma_end, f" {text}{comma}"),)


def _has_lone_comma(source: SourceText, literal: Literal) -> bool:
    """Return whether the literal is ``("a",)``, whose comma is not wanted with two elements."""
    if literal.kind is not LiteralKind.TUPLE or len(literal.elements) != 1:
        return False
    return source.line_of(literal.start) == source.line_of(literal.end)


def _grows_too_long(
    source: SourceText, literal: Literal, splices: tuple[Splice, ...], line_length: int
) -> bool:
    first, last = source.line_start(literal.start), source.line_end(literal.end)
    if source.line_of(literal.start) != source.line_of(literal.end):
        return False
    line = source.text[first:last]
    inserted = sum(len(splice.text) - (splice.end - splice.start) for splice in splices)
    width = _width(line, source.text[literal.end : last])
    return width <= line_length < width + inserted


def _one_per_line(source: SourceText, literal: Literal, index: int, text: str) -> Splice:
    parts = [source.text[element.start : element.end] for element in literal.elements]
    parts.insert(index, text)
    opening, closing = "(", ")"
    if literal.has_brackets:
        opening, closing = source.text[literal.start], source.text[literal.end - 1]
    base = source.indent_at(literal.start)
    unit = _indent_unit(source)
    body = "".join(f"\n{base}{unit}{part}," for part in parts)
    return Splice(literal.start, literal.end, f"{opening}{body}\n{base}{closing}")


def _width(line: str, tail: str) -> int:
    comment = tail.find("#")
    if comment >= 0 and tail[comment:].startswith(_PRAGMAS):
        line = line[: len(line) - len(tail) + comment].rstrip()
    return len(line.expandtabs(_TAB_WIDTH))


def _indent_unit(source: SourceText) -> str:
    found = next((token.text for token in source.tokens if token.type == tokenize.INDENT), "    ")
    return "\t" if found.startswith("\t") else found


def _string_literal(source: SourceText, start: int, end: int) -> Literal:
    # The tree leaves out the brackets around a lone value, so they are looked for in the tokens.
    tokens = [token for token in source.tokens if not token.is_layout]
    first = next(i for i, token in enumerate(tokens) if token.start == start)
    last = next(i for i, token in enumerate(tokens) if token.end == end)
    element = Element(start, end, None)
    opening, closing = tokens[first - 1], tokens[last + 1]
    if first > 0 and opening.text == "(" and closing.text == ")" and not _is_call(tokens, first - 1):
        return Literal(LiteralKind.STRING, opening.start, closing.end, True, (element,))
    return Literal(LiteralKind.STRING, start, end, False, (element,))


def _is_call(tokens: list[Token], opening: int) -> bool:
    before = tokens[opening - 1] if opening else None
    return before is not None and (before.type == tokenize.NAME or before.text in (")", "]"))


def _bracketed(source: SourceText, kind: LiteralKind, start: int, end: int) -> Literal:
    return Literal(kind, start, end, True, _elements(source.between(start + 1, end - 1)))


def _elements(tokens: tuple[Token, ...]) -> tuple[Element, ...]:
    found: list[Element] = []
    depth, start, end = 0, -1, -1
    for token in tokens:
        if token.is_layout or token.type == tokenize.NEWLINE:
            continue
        if token.text == "," and depth == 0:
            found.append(Element(start, end, token.end))
            start = -1
            continue
        depth += (token.text in "([{") - (token.text in ")]}") if token.type == tokenize.OP else 0
        start = token.start if start < 0 else start
        end = token.end
    if start >= 0:
        found.append(Element(start, end, None))
    return tuple(found)


def _matching_end(source: SourceText, start: int) -> int | None:
    depth = 0
    for token in source.tokens:
        if token.start < start or token.type != tokenize.OP:
            continue
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0:
            return token.end if token.start > start else None
    return None


def _insert(offset: int, text: str) -> Splice:
    return Splice(offset, offset, text)

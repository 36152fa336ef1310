"""Constant texts in expressions and files, with their places and how they are written."""

import ast
import io
import tokenize
from dataclasses import dataclass

from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source

__all__ = ["Entry", "read_texts", "texts_of"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A constant text in a list, and where it stands (from 1).

    ``parts`` are the texts that it is written as: more than one where Python joins neighbours.
    """

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    parts: tuple[str, ...] = ()


def texts_of(value: ast.expr, source: bytes) -> tuple[list[Entry], bool]:
    """Return the constant texts of an expression, and whether it holds nothing else."""
    entries: list[Entry] = []
    closed = True
    elements = value.elts if isinstance(value, (ast.Tuple, ast.List, ast.Set)) else [value]
    for element in elements:
        if isinstance(element, ast.Constant) and isinstance(element.value, str):
            entries.append(_entry(element, source))
        else:
            closed = False
            nested = [
                n for n in ast.walk(element) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            entries += [_entry(n, source) for n in nested]
    return entries, closed


def read_texts(source: bytes, wanted: str) -> tuple[Entry, ...]:
    """Return the constant texts of a file that are this one."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return ()
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == wanted)
    return tuple(_entry(node, source) for node in nodes)


def _entry(node: ast.Constant, source: bytes) -> Entry:
    end_line = node.end_lineno or node.lineno
    end_column = (node.end_col_offset or node.col_offset) + 1
    text = str(node.value)
    parts = _parts(node, source) if _spans_more_than(node, text) else (text,)
    return Entry(text, node.lineno, node.col_offset + 1, end_line, end_column, parts)


def _spans_more_than(node: ast.Constant, text: str) -> bool:
    # A plain quoted text is as long as its content and two quotes.
    length = (node.end_col_offset or 0) - node.col_offset
    return node.end_lineno != node.lineno or length > len(text.encode()) + 2


def _parts(node: ast.Constant, source: bytes) -> tuple[str, ...]:
    """Return the texts that a constant is joined from, as written next to one another."""
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    if not lines:
        return ()
    lines[-1] = lines[-1][: node.end_col_offset]
    lines[0] = lines[0][node.col_offset :]
    text = b"(" + b"\n".join(lines) + b")"
    parts: list[str] = []
    try:
        for token in tokenize.tokenize(io.BytesIO(text).readline):
            if token.type == tokenize.STRING:
                parts.append(str(ast.literal_eval(token.string)))
    except (tokenize.TokenError, SyntaxError, ValueError):
        return ()
    return tuple(parts)

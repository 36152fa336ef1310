"""The text of an expression at a place, for messages. Reads the file again: only answers that need it pay."""

import ast

from automappa_scaffold.source.parsing import TYPE_ALIAS, SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["expression_at"]

_LONGEST = 120


def expression_at(source: bytes, place: Place) -> str:
    """Return the text of the expression that starts at a place, else the stripped line, on one line."""
    lines = source.decode("utf-8", "replace").splitlines()
    line = lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return _shorten(line)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.expr)
            and node.lineno == place.line
            and node.col_offset + 1 == place.column
            and not isinstance(node, ast.Constant)
            and not (isinstance(node, ast.Name) and node.id == TYPE_ALIAS)
        ):
            return _shorten(ast.unparse(node))
    return _shorten(line)


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 3] + "..."

"""How far the thing at a place reaches. Reads the file again: only findings pay."""

import ast
from functools import lru_cache

from automappa_scaffold.source.lines import decoded_lines
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["find_binding", "find_keyword", "head_lines", "in_characters", "widen"]

_Positioned = ast.expr | ast.stmt | ast.alias | ast.keyword | ast.excepthandler


def widen(source: bytes, place: Place) -> Place:
    """Return the place with the end of what starts there: an expression, an import, the head of a definition.

    Of an assignment that is its target; of a line that no node starts, the text on it.
    """
    lines = decoded_lines(source)
    text = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    column = place.column
    if column == 1:
        column += len(text) - len(text.lstrip())
    found = [node for node in _nodes(source) if node.lineno == place.line and node.col_offset + 1 == column]
    if not found:
        return Place(place.path, place.line, column, place.line, max(len(text.rstrip()) + 1, column))
    node = max(found, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        node = node.targets[0] if isinstance(node, ast.Assign) else node.target
    elif hasattr(node, "body") and not isinstance(node, (ast.Lambda, ast.IfExp)):
        return Place(place.path, place.line, column, place.line, len(text.rstrip()) + 1)
    return _place_of(node, place)


def head_lines(source: bytes, place: Place) -> tuple[int, int]:
    """Return the first and last line of a definition's head, decorators and all, that a place stands in.

    Of a place that stands in no head: its own lines.
    """
    for node in _nodes(source):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min((node.lineno, *(decorator.lineno for decorator in node.decorator_list)))
            last = max(node.lineno, node.body[0].lineno - 1)
            if first <= place.line <= last:
                return first, last
    return place.line, max(place.line, place.end_line)


def find_keyword(source: bytes, call: Place, name: str) -> Place:
    """Return where a call that starts at a place gives a keyword, else the place of the call."""
    for node in _nodes(source):
        if isinstance(node, ast.Call) and (node.lineno, node.col_offset + 1) == (call.line, call.column):
            for keyword in node.keywords:
                if keyword.arg == name:
                    return _place_of(keyword, call)
    return call


def find_binding(source: bytes, name: str) -> int:
    """Return the last line at module level that binds a name, or 1."""
    line = 1
    for node in _nodes(source):
        targets = node.targets if isinstance(node, ast.Assign) else []
        is_target = any(isinstance(target, ast.Name) and target.id == name for target in targets)
        is_definition = getattr(node, "name", None) == name and not isinstance(node, ast.alias)
        is_import = isinstance(node, ast.alias) and (node.asname or node.name) == name
        if is_target or is_definition or is_import:
            line = node.lineno
    return line


def in_characters(source: bytes, place: Place) -> Place:
    """Return a place with columns that count characters; parsers count bytes of UTF-8."""
    if source.isascii():
        return place
    lines = decoded_lines(source)
    column = _characters(lines, place.line, place.column)
    end_column = _characters(lines, place.end_line, place.end_column) if place.end_line else 0
    return Place(place.path, place.line, column, place.end_line, end_column)


def _characters(lines: list[str], line: int, column: int) -> int:
    if not 0 < line <= len(lines):
        return column
    before = lines[line - 1].encode("utf-8")[: column - 1]
    return len(before.decode("utf-8", "ignore")) + 1


@lru_cache(maxsize=2)  # findings come file by file
def _nodes(source: bytes) -> list[_Positioned]:
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return []
    kinds = (ast.expr, ast.stmt, ast.alias, ast.keyword, ast.excepthandler)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def _place_of(node: _Positioned, place: Place) -> Place:
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return Place(place.path, node.lineno, node.col_offset + 1, end_line, end_column + 1)

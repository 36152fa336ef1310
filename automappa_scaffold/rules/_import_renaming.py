"""Fixes of imports that take a misspelt name: the name changes wherever what imports it uses it."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.rules.fix import Fix, Replace, Safety
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["rename_import"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def rename_import(source: bytes | None, place: Place, old: str, new: str, safety: Safety) -> Fix | None:
    """Return the fix of a ``from`` statement on a line that takes a name under another one.

    None where the line has no such import, or something else goes by either name.
    """
    try:
        tree = parse_source(source or b"")
    except SourceSyntaxError:
        return None
    scope, alias = _import_at(tree, place.line, old)
    if alias is None:
        return None
    nodes: list[ast.alias | ast.expr] = [alias]
    if alias.asname is None:
        uses = list(_uses(scope, alias, old, new))
        if None in uses:
            return None
        nodes += [node for node in uses if node is not None]
    changes = tuple(Replace(_place_of(place.path, node, old), old, new) for node in nodes)
    return Fix(f"Write {new}", changes, safety)


def _import_at(tree: ast.Module, line: int, name: str) -> tuple[ast.AST, ast.alias | None]:
    """Return the import of a name that stands on a line, and the function or module that it belongs to."""
    scope: ast.AST = tree
    for node in ast.walk(tree):  # outer functions come first
        if isinstance(node, _FUNCTIONS) and node.lineno <= line <= (node.end_lineno or line):
            scope = node
        if isinstance(node, ast.ImportFrom) and node.lineno <= line <= (node.end_lineno or line):
            found = next((alias for alias in node.names if alias.name == name), None)
            if found is not None:
                return scope, found
    return scope, None


def _uses(scope: ast.AST, alias: ast.alias, old: str, new: str) -> Iterator[ast.expr | None]:
    """Yield each use of a name, and None for whatever else binds it or has the new one."""
    for node in ast.walk(scope):
        if node is alias:
            continue
        if isinstance(node, ast.Name) and node.id in (old, new):
            yield node if node.id == old and isinstance(node.ctx, ast.Load) else None
        elif {old, new} & set(_bound_names(node)):
            yield None
        elif isinstance(node, ast.Assign) and _is_all(node) and isinstance(scope, ast.Module):
            yield from _entries(node.value, old)


def _bound_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(getattr(node, "name", None), str):  # a handler, a pattern
        yield node.name  # type: ignore[attr-defined]


def _is_all(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


def _entries(value: ast.expr, name: str) -> Iterator[ast.expr]:
    for item in value.elts if isinstance(value, (ast.List, ast.Tuple)) else ():
        if isinstance(item, ast.Constant) and item.value == name:
            yield item


def _place_of(path: PurePosixPath, node: ast.expr | ast.alias, name: str) -> Place:
    """Return where a name stands; in a text it stands behind the quote."""
    column = node.col_offset + (2 if isinstance(node, ast.Constant) else 1)
    return Place(path, node.lineno, column, node.lineno, column + len(name.encode()))

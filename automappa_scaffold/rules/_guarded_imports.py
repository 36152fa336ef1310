"""Imports of a package's modules that stand under a condition, or are left for when another one fails."""

import ast
from collections.abc import Iterator, Sequence

from automappa_scaffold.registry.values import UnreachedModule
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source

__all__ = ["guarded_import_line"]


def guarded_import_line(source: bytes | None, module: UnreachedModule) -> int:
    """Return the line at which an ``__init__`` imports a module of its package under a condition, or 0.

    What type checkers alone import is no such import.
    """
    try:
        tree = parse_source(source or b"")
    except SourceSyntaxError:
        return 0
    for node in _under_conditions(tree.body):
        if module.name in _imported(node, module.package):
            return node.lineno
    return 0


def _under_conditions(
    block: Sequence[ast.stmt], *, is_inside: bool = False
) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in block:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if is_inside:
                yield node
        elif isinstance(node, ast.If):
            if "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from _under_conditions((*node.body, *node.orelse), is_inside=True)
        elif isinstance(node, ast.Try):
            yield from _under_conditions((*node.body, *node.finalbody), is_inside=is_inside)
            handled = [statement for handler in node.handlers for statement in handler.body]
            yield from _under_conditions((*node.orelse, *handled), is_inside=True)
        elif isinstance(node, (ast.With, ast.For, ast.While, ast.ClassDef)):
            yield from _under_conditions(node.body, is_inside=is_inside)


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> Iterator[str]:
    """Yield the dotted names that an import of a package's ``__init__`` may be of."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    if node.level > 1:
        return
    start = ".".join(filter(None, (package if node.level else "", node.module)))
    yield start
    yield from (f"{start}.{alias.name}" for alias in node.names)

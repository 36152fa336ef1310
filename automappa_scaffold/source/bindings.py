"""Which names a module binds, and by which statements."""

import ast
from collections.abc import Iterator

__all__ = ["bindings_of", "is_type_checking", "iter_bindings"]


def bindings_of(body: list[ast.stmt], name: str) -> list[ast.stmt]:
    """Return the statements of ``body`` (blocks included, functions and classes not) that bind ``name``.

    A statement that holds the binding inside a block (``if``, ``try``, ...) is returned itself.
    """
    return [stmt for stmt in body if name in set(iter_bindings(stmt))]


def iter_bindings(stmt: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds in its own scope."""
    if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield stmt.name
        return
    stack: list[ast.AST] = [stmt]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield node.id
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        stack.extend(ast.iter_child_nodes(node))


def is_type_checking(stmt: ast.stmt) -> bool:
    """Return whether a statement is ``if TYPE_CHECKING:``, whose block never runs."""
    if not isinstance(stmt, ast.If):
        return False
    test = stmt.test
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING" and not stmt.orelse

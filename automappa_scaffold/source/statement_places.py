"""Statements that Python takes in some places alone: ``break``, ``import *``, imports from ``__future__``."""

import ast
from collections.abc import Sequence

__all__ = ["is_well_placed"]

# fmt: off
_FEATURES = frozenset((
    "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
    "unicode_literals", "generator_stop", "annotations",
))
# fmt: on
_PLAIN: frozenset[type[ast.stmt]] = frozenset(
    (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Import, ast.Return, ast.Raise)
) | {ast.Assert, ast.Delete, ast.Pass}


def is_well_placed(tree: ast.Module) -> bool:
    """Return whether all of them stand where they may; False where that is not looked into.

    Only statements are looked at, which takes a small part of the time of compiling.
    """
    rest = tree.body[_head_of(tree.body) :]
    # Statements, whether a loop is around them, whether they are of the module's own scope.
    stack: list[tuple[Sequence[ast.stmt], bool, bool]] = [(rest, False, True)]
    while stack:
        body, is_in_loop, is_of_module = stack.pop()
        for node in body:
            kind = node.__class__
            if kind in _PLAIN:
                continue
            if isinstance(node, ast.ImportFrom):
                if node.module == "__future__" or (not is_of_module and node.names[0].name == "*"):
                    return False
            elif kind is ast.Break or kind is ast.Continue:
                if not is_in_loop:
                    return False
            elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                stack.append((node.body, False, False))
            elif isinstance(node, (ast.For, ast.While)):
                stack.append((node.body, True, is_of_module))
                stack.append((node.orelse, is_in_loop, is_of_module))
            elif isinstance(node, (ast.If, ast.With, ast.Try)):
                blocks: tuple[Sequence[ast.stmt], ...] = (node.body, getattr(node, "orelse", ()))
                blocks = (*blocks, getattr(node, "finalbody", ()))
                handlers = getattr(node, "handlers", ())
                if any(handler.type is None for handler in handlers[:-1]):
                    return False
                blocks = (*blocks, *[handler.body for handler in handlers])
                stack += [(block, is_in_loop, is_of_module) for block in blocks if block]
            else:
                return False
    return True


def _head_of(body: Sequence[ast.stmt]) -> int:
    """Return how many statements are a docstring and imports from ``__future__``, where these may stand."""
    first = body[0] if body else None
    is_docstring = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    count = int(is_docstring)
    for node in body[count:]:
        if not (isinstance(node, ast.ImportFrom) and node.module == "__future__" and not node.level):
            break
        if not all(alias.name in _FEATURES for alias in node.names):
            break
        count += 1
    return count

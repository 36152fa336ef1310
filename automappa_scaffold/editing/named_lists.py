"""Lists that stand under a name of their own, which a setting then takes."""

import ast
from collections.abc import Iterator

from automappa_scaffold.editing.bindings import bindings_of

__all__ = ["named_lists"]


def named_lists(tree: ast.Module, value: ast.expr) -> Iterator[ast.expr]:
    """Yield the lists that a name, or a sum of names, stands for.

    Only lists that the module makes at one place, and speaks of at no other: what is put into them changes
    nothing else there.
    """
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from named_lists(tree, value.left)
        yield from named_lists(tree, value.right)
    elif isinstance(value, ast.Name):
        bound = bindings_of(tree.body, value.id)
        spoken = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == value.id]
        found = _assigned(bound[0]) if len(bound) == 1 and len(spoken) == 2 else None
        if isinstance(found, (ast.Tuple, ast.List, ast.Set)):
            yield found


def _assigned(stmt: ast.stmt) -> ast.expr | None:
    if isinstance(stmt, ast.Assign) and len(stmt.targets) == 1 and isinstance(stmt.targets[0], ast.Name):
        return stmt.value
    return stmt.value if isinstance(stmt, ast.AnnAssign) and isinstance(stmt.target, ast.Name) else None

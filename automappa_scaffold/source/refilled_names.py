"""Names of containers into which a file puts something, or takes out."""

import ast
from collections.abc import Iterator

from automappa_scaffold.source.tree_walk import walk

__all__ = ["refilled_names"]

_CHANGING = frozenset(
    {"update", "pop", "popitem", "setdefault", "clear", "__setitem__", "__delitem__"}
    | {"append", "extend", "insert", "remove", "sort", "reverse"}
)


def refilled_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names whose elements are set or deleted, by a statement or a method."""
    for node in walk(tree):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.value, ast.Name):
            is_set = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
            if is_set or (isinstance(node, ast.Attribute) and node.attr in _CHANGING):
                yield node.value.id

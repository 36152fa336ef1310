"""Texts that classes hold under a name, read where they are written."""

import ast
from collections.abc import Sequence

__all__ = ["class_constant"]


def class_constant(node: ast.ClassDef | None, names: Sequence[str]) -> ast.Constant | None:
    """Return the text that ``Class.NAME`` is, or ``Enumeration.NAME.value``; None where that is not certain.

    A member of an enumeration is no plain text: what formatting it gives depends on the version of Python.
    """
    if node is None or node.decorator_list or node.keywords:
        return None
    is_enumeration = any(_last(base).endswith("Enum") for base in node.bases)
    wanted = (names[0], "value") if is_enumeration else (names[0],)
    if tuple(names) != wanted:
        return None
    values = [
        statement.value
        for statement in node.body
        for name in _names_bound(statement)
        if name == names[0] and isinstance(statement, (ast.Assign, ast.AnnAssign))
    ]
    stored = [
        inner
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and inner.id == names[0] and not isinstance(inner.ctx, ast.Load)
    ]
    (value,) = values if len(values) == len(stored) == 1 else (None,)
    return value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _names_bound(statement: ast.stmt) -> Sequence[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _last(base: ast.expr) -> str:
    return base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")

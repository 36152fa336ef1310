"""Functions that return an argument as it is, and do nothing to it."""

import ast

from automappa_scaffold.source.tree_walk import walk

__all__ = ["passed_parameter"]

# What may be asked of a signature without changing it.
_HARMLESS = frozenset({"freeze", "id", "name", "task", "args", "kwargs", "options"})


def passed_parameter(node: ast.AST) -> tuple[object, ...] | None:
    """Return which parameter a function returns as it is, where that is all it can return."""
    if not isinstance(node, ast.FunctionDef) or node.decorator_list or not node.body:
        return None
    last = node.body[-1]
    parameters = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args)]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Name):
        return None
    name = last.value.id
    if name not in parameters:
        return None
    inside = [inner for statement in node.body for inner in walk(statement)]
    allowed = {id(inner.value) for inner in inside if isinstance(inner, ast.Return)}
    allowed |= {
        id(inner.value)
        for inner in inside
        if isinstance(inner, ast.Attribute) and inner.attr in _HARMLESS and isinstance(inner.ctx, ast.Load)
    }
    for inner in inside:
        if isinstance(inner, (ast.Yield, ast.YieldFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return None
        if isinstance(inner, ast.Return) and not (
            isinstance(inner.value, ast.Name) and inner.value.id == name
        ):
            return None
        if isinstance(inner, ast.Name) and inner.id == name and id(inner) not in allowed:
            return None
    return ("passes", parameters.index(name), name)

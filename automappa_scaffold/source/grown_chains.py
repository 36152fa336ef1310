"""Chains that grow statement by statement, ``job = a.s()`` and then ``job |= b.s()``, as one expression."""

import ast
import copy
from collections.abc import Sequence

from automappa_scaffold.source.tree_walk import walk

__all__ = ["with_whole_chains"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def with_whole_chains(function: Function) -> Function:
    """Return a function in which each such chain is made by the last of its statements; else it as it is."""
    body = _joined(function.body)
    if body is None:
        return function
    changed = copy.copy(function)
    changed.body = body
    return changed


def _joined(body: Sequence[ast.stmt]) -> list[ast.stmt] | None:
    """Return the statements of a block with chains put together; None where there are none."""
    made: list[ast.stmt | None] = list(body)
    latest: dict[str, int] = {}  # where the name was bound, and nothing has used it since
    is_changed = False
    for index, statement in enumerate(body):
        name, link = _grown(statement)
        before = made[latest[name]] if link is not None and name in latest else None
        if link is not None and isinstance(before, ast.Assign) and name not in _names(link):
            whole = ast.copy_location(ast.BinOp(before.value, ast.BitOr(), link), statement)
            target = ast.copy_location(ast.Name(name, ast.Store()), statement)
            made[index] = ast.copy_location(ast.Assign([target], whole), statement)
            made[latest[name]] = None
            is_changed = True
            used = _names(link)
        else:
            used = _names(statement)
            name = _bound(statement)
        for known in used & latest.keys():
            del latest[known]
        if name:
            latest[name] = index
    return [statement for statement in made if statement is not None] if is_changed else None


def _bound(statement: ast.stmt) -> str:
    """Return the name that a plain ``name = value`` binds; empty: it is something else."""
    target = (
        statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    )
    return target.id if isinstance(target, ast.Name) else ""


def _grown(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    """Return the name and the link of ``name |= link`` or ``name = name | link``."""
    if isinstance(statement, ast.AugAssign):
        target = statement.target
        if isinstance(target, ast.Name) and isinstance(statement.op, ast.BitOr):
            return target.id, statement.value
        return "", None
    name = _bound(statement)
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        is_grown = isinstance(value.left, ast.Name) and value.left.id == name
        return (name, value.right) if is_grown else ("", None)
    return "", None


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}

"""Chains, lists and dicts that grow statement by statement, as one expression.

``job = a.s()`` and then ``job |= b.s()``; ``steps = [a.s()]`` and then ``steps.append(b.s())``; ``x = {}``
and then ``x["color"] = 1``.
"""

import ast
import copy
from collections.abc import Sequence

from automappa_scaffold.source.tree_walk import walk

__all__ = ["with_whole_chains"]

Function = ast.FunctionDef | ast.AsyncFunctionDef


def with_whole_chains(function: Function) -> Function:
    """Return a function in which each such chain is made by the last of its statements; else it as it is."""
    body = _joined(_unrolled(function.body))
    if body is None:
        return function
    changed = copy.copy(function)
    changed.body = body
    return changed


def _unrolled(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """Return the statements of a block, ``for step in (a.s(), b.s()): job |= step`` as one for each step."""
    if not any(isinstance(statement, ast.For) for statement in body):
        return body
    found: list[ast.stmt] = []
    for index, statement in enumerate(body):
        links = _looped(statement)
        later = {name for other in body[index + 1 :] for name in _names(other)}
        if isinstance(statement, ast.For) and links and not _names(statement.target) & later:
            (grown,) = statement.body
            name = _grown(grown)[0]
            target = ast.copy_location(ast.Name(name, ast.Store()), grown)
            found += [ast.copy_location(ast.AugAssign(target, ast.BitOr(), link), link) for link in links]
        else:
            found.append(statement)
    return found


def _looped(statement: ast.stmt) -> Sequence[ast.expr]:
    """Return what a loop over a display puts behind a chain, one after the other."""
    if not isinstance(statement, ast.For) or statement.orelse or len(statement.body) != 1:
        return ()
    name, link = _grown(statement.body[0])
    looped = statement.target.id if isinstance(statement.target, ast.Name) else name
    is_link = isinstance(link, ast.Name) and link.id == looped != name
    elements = statement.iter.elts if isinstance(statement.iter, (ast.Tuple, ast.List)) else []
    is_whole = not any(isinstance(element, ast.Starred) for element in elements)
    return elements if is_link and is_whole and name not in _names(statement.iter) else ()


def _joined(body: Sequence[ast.stmt]) -> list[ast.stmt] | None:
    """Return the statements of a block with chains put together; None where there are none."""
    made: list[ast.stmt | None] = list(body)
    latest: dict[str, int] = {}  # where the name was bound, and nothing has used it since
    is_changed = False
    for index, statement in enumerate(body):
        name, link = _grown(statement)
        before = made[latest[name]] if link is not None and name in latest else None
        whole = None
        if link is not None and isinstance(before, ast.Assign) and name not in _names(link):
            whole = _whole(before.value, link)
        if whole is not None and link is not None:
            target = ast.copy_location(ast.Name(name, ast.Store()), statement)
            value = ast.copy_location(whole, statement)
            made[index] = ast.copy_location(ast.Assign([target], value), statement)
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


def _whole(before: ast.expr, link: ast.expr) -> ast.expr | None:
    """Return what a value is with something more at its end: a link of a chain, elements, keys."""
    if isinstance(link, (ast.List, ast.Tuple)):
        kind = type(link)
        return kind([*before.elts, *link.elts], ast.Load()) if isinstance(before, kind) else None
    if isinstance(link, ast.Dict):
        made = _as_display(before)
        return made and ast.Dict([*made.keys, *link.keys], [*made.values, *link.values])
    return ast.BinOp(before, ast.BitOr(), link)


def _as_display(node: ast.expr) -> ast.Dict | None:
    """Return a dict as ``{...}``, which ``dict(a=1)`` is too; None where it is none."""
    if isinstance(node, ast.Dict):
        return node
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict"
    if not isinstance(node, ast.Call) or not is_call or node.args:
        return None
    return _pairs(node)


def _pairs(call: ast.Call) -> ast.Dict | None:
    """Return the keywords of a call as a dict; None where one is spread, or there are none."""
    words = [(word.arg, word) for word in call.keywords if word.arg is not None]
    if not words or len(words) < len(call.keywords):
        return None
    keys: list[ast.expr | None] = [ast.copy_location(ast.Constant(name), word) for name, word in words]
    return ast.copy_location(ast.Dict(keys, [word.value for _, word in words]), call)


def _bound(statement: ast.stmt) -> str:
    """Return the name that a plain ``name = value`` binds; empty: it is something else."""
    target = (
        statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    )
    return target.id if isinstance(target, ast.Name) else ""


def _grown(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    """Return the name and the link of ``name |= link`` or ``name = name | link``, or what a list gets."""
    if isinstance(statement, ast.AugAssign):
        target, added = statement.target, statement.value
        is_list = isinstance(added, (ast.List, ast.Tuple))
        if isinstance(target, ast.Name) and isinstance(statement.op, ast.Add if is_list else ast.BitOr):
            return target.id, added
        return "", None
    if isinstance(statement, ast.Expr):
        return _appended(statement.value)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
        return _put(statement, statement.targets[0])
    name = _bound(statement)
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        is_grown = isinstance(value.left, ast.Name) and value.left.id == name
        return (name, value.right) if is_grown else ("", None)
    return "", None


def _put(statement: ast.Assign, target: ast.Subscript) -> tuple[str, ast.expr | None]:
    """Return the dict and the pair of ``name["key"] = value``."""
    key, owner = target.slice, target.value
    is_text = isinstance(key, ast.Constant) and isinstance(key.value, str)
    if not is_text or not isinstance(owner, ast.Name) or len(statement.targets) > 1:
        return "", None
    return owner.id, ast.copy_location(ast.Dict([key], [statement.value]), statement)


def _appended(call: ast.expr) -> tuple[str, ast.expr | None]:
    """Return the name and what ``append(x)``, ``extend([x])``, ``update(key=x)`` and the like add to it."""
    function = call.func if isinstance(call, ast.Call) else None
    if not isinstance(call, ast.Call) or not isinstance(function, ast.Attribute):
        return "", None
    if not isinstance(function.value, ast.Name):
        return "", None
    if function.attr == "update" and not call.args:
        return function.value.id, _pairs(call)
    if len(call.args) != 1 or call.keywords:
        return "", None
    (given,) = call.args
    if function.attr == "append" and not isinstance(given, ast.Starred):
        return function.value.id, ast.copy_location(ast.List([given], ast.Load()), given)
    wanted = {"extend": ast.List, "update": ast.Dict}.get(function.attr)
    return (function.value.id, given) if wanted is not None and isinstance(given, wanted) else ("", None)


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}

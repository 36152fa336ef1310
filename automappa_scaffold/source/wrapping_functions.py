"""Functions that do one thing with what they are given: ``def send(task, *args): task.delay(*args)``.

A rule about callers puts what such a function does in the place of its call.
"""

import ast
from collections.abc import Iterator
from typing import Any, NamedTuple

from automappa_scaffold.source.call_expressions import Expression, is_expression
from automappa_scaffold.source.call_lowering import CallLowering
from automappa_scaffold.source.call_shapes import is_partial
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.name_scopes import Scope, open_inner, open_module
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.tree_walk import walk

__all__ = ["WRAPPING_FUNCTIONS", "WrappingFunction"]

_LOGGING = frozenset({"logger", "log", "logging", "LOGGER", "LOG", "_logger", "_log"})
_MOST_STATEMENTS = 12
_OTHER = ("other",)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class WrappingFunction(NamedTuple):
    """What calling a function of a module comes to, or a method of a class.

    Attributes:
        name: of a method behind that of its class and a dot.
        parameters: each with its kind, numbered as ``inspect`` does, and its default or None.
        does: an expression of ``call_expressions``, in which a reference bound to ``("param", name)`` stands
            for an argument.
        is_partial: it is a ``functools.partial`` that the module gives this name.
        is_async: calling it alone does nothing.
    """

    name: str
    line: int
    parameters: tuple[tuple[str, int, Expression | None], ...]
    does: Expression
    is_partial: bool = False
    is_async: bool = False


def _read(file: SourceFile) -> tuple[WrappingFunction, ...]:
    try:
        tree = file.tree()
        module = open_module(tree, file.data)
        return tuple(_wrapping(tree, module))
    except (SourceSyntaxError, RecursionError):
        return ()


def _wrapping(tree: ast.Module, module: Scope) -> Iterator[WrappingFunction]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.decorator_list:
            scope = open_inner(node, module)
            for method in node.body:
                yield from _read_function(method, scope, f"{node.name}.")
        elif isinstance(node, ast.Assign):
            yield from _read_partial(node, module)
        else:
            yield from _read_function(node, module, "")


def _read_function(node: ast.stmt, scope: Scope, owner: str) -> Iterator[WrappingFunction]:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.decorator_list:
        return
    if len(scope.bound.get(node.name, ())) != 1:
        return
    found = _what_it_does(node, scope)
    if found is not None:
        parameters = tuple(_parameters(node, scope.module))
        is_async = isinstance(node, ast.AsyncFunctionDef)
        yield WrappingFunction(f"{owner}{node.name}", node.lineno, parameters, found, is_async=is_async)


def _read_partial(node: ast.Assign, module: Scope) -> Iterator[WrappingFunction]:
    """Yield a ``functools.partial`` that a module gives a name: calling it calls what it was made of."""
    target, value = node.targets[0], node.value
    if len(node.targets) > 1 or not isinstance(target, ast.Name) or not isinstance(value, ast.Call):
        return
    if module.bound.get(target.id) != [("own", target.id, "value")]:
        return
    made = CallLowering().lower(value, module, 0)
    if made[0] == "call" and is_partial(made[2]) and made[3] and _is_done_once(made):
        position = made[1]
        args, kwargs = (("ref", position, ("param", name), ()) for name in ("args", "kwargs"))
        does = ("call", position, made, (("star", position, args),), ((None, kwargs),))
        parameters = (("args", 2, None), ("kwargs", 4, None))
        yield WrappingFunction(target.id, node.lineno, parameters, does, is_partial=True)


def _what_it_does(node: _Function, outer: Scope) -> Expression | None:
    """Return the expression that a function's last statement is, where nothing before it decides anything."""
    *before, last = node.body
    value = last.value if isinstance(last, (ast.Return, ast.Expr)) else None
    if value is None or len(before) >= _MOST_STATEMENTS:
        return None
    if any(isinstance(n, (ast.Yield, ast.YieldFrom)) for n in walk(node)):
        return None
    scope = open_inner(node, outer)
    arguments = node.args
    extra = [arg for arg in (arguments.vararg, arguments.kwarg) if arg is not None]
    for arg in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra):
        bindings = scope.bound.get(arg.arg, [])
        if len(bindings) != 1 or (bindings != [_OTHER] and bindings[0][0] not in ("self", "alias")):
            return None  # bound anew
        scope.bound[arg.arg] = [("param", arg.arg)]
    if not all(_is_harmless(statement, scope) for statement in before):
        return None
    found = CallLowering().lower(value, scope, 0)
    return found if found is not None and _is_done_once(found) else None


def _is_done_once(node: object) -> bool:
    """Return whether all that an expression calls is called, and once."""
    if not isinstance(node, tuple):
        return True
    if is_expression(node) and (node[0] in ("comp", "either") or (node[0] == "other" and node[2])):
        return False
    return all(map(_is_done_once, node))


def _is_harmless(statement: ast.stmt, scope: Scope) -> bool:
    """Return whether a statement imports, tells, or gives a name to a value that is used in one place."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return True
    if isinstance(statement, ast.Expr):
        value = statement.value
        function = value.func if isinstance(value, ast.Call) else None
        receiver = function.value if isinstance(function, ast.Attribute) else None
        is_told = isinstance(receiver, ast.Name) and receiver.id in _LOGGING
        is_told = is_told or (isinstance(function, ast.Name) and function.id == "print")
        return isinstance(value, ast.Constant) or is_told
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        bindings = scope.bound.get(target.id, ()) if isinstance(target, ast.Name) else ()
        return len(bindings) == 1 and bindings[0][0] in ("once", "literal", "whole", "alias")
    return False


def _parameters(node: _Function, module: Scope) -> Iterator[tuple[str, int, Expression | None]]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [None] * (len(positional) - len(arguments.defaults)) + [*arguments.defaults]
    for number, (arg, default) in enumerate(zip(positional, defaults, strict=True)):
        yield arg.arg, int(number >= len(arguments.posonlyargs)), _lowered(default, module)
    if arguments.vararg is not None:
        yield arguments.vararg.arg, 2, None
    for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield arg.arg, 3, _lowered(default, module)
    if arguments.kwarg is not None:
        yield arguments.kwarg.arg, 4, None


def _lowered(default: ast.expr | None, module: Scope) -> Expression | None:
    return None if default is None else CallLowering().lower(default, module, 0)


def _to_json(found: tuple[WrappingFunction, ...]) -> Any:
    return [tuple(each) for each in found]


def _from_json(stored: Any) -> tuple[WrappingFunction, ...]:
    return tuple(
        WrappingFunction(name, line, tuple(params), does, is_partial, is_async)
        for name, line, params, does, is_partial, is_async in stored
    )


WRAPPING_FUNCTIONS = FactKind(
    f"{__name__}:WRAPPING_FUNCTIONS", read=_read, to_json=_to_json, from_json=_from_json
)

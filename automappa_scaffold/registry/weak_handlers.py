"""What becomes of functions that a signal holds by a weak reference only.

CPython frees a function as soon as the last reference to it is gone: one that is defined in another function
when that returns, one at module level when its name is bound anew or deleted. ``celery.utils.dispatch`` then
calls it no more.
"""

import ast
from collections.abc import Iterable, Iterator
from enum import Enum

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Wrapper
from automappa_scaffold.interpreter.values import Union, Value
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place

__all__ = ["Life", "life_of"]

_Defining = ast.FunctionDef | ast.Module
_WAITS = (ast.Yield, ast.YieldFrom)  # with all its names

# By which a program reaches names that it does not write.
_LOOKS_AROUND = frozenset(
    ("locals", "vars", "eval", "exec", "globals", "dir", "_getframe", "currentframe", "stack", "modules")
)


class Life(Enum):
    """Whether a function is there when its signal is sent."""

    HELD = "held"
    GONE = "gone"
    UNDECIDED = "undecided"


def life_of(m: Interpreter, function: Value, connected: Iterable[Place]) -> Life:
    """Return whether something holds a function, or the object of a method, besides signals.

    Args:
        connected: where it is connected to signals.
    """
    own = function.function if isinstance(function, Bound) else function
    if not isinstance(own, Function):
        return Life.HELD
    wanted = function.receiver if isinstance(function, Bound) else function
    if isinstance(wanted, Class) or any(held is wanted for held in _held(m, own)):
        return Life.HELD
    if function is not own or not own.module.path:
        return Life.UNDECIDED
    path = m.tree.relative(own.module.path)
    lines = frozenset(place.line for place in connected if place.path == path)
    source = m.tree.read(own.module.path)
    return Life.GONE if source is not None and _is_let_go(source, own, lines) else Life.UNDECIDED


def _held(m: Interpreter, function: Function) -> Iterator[Value]:
    """Yield what is held, or perhaps is, by modules, the class around a function, calls that still run."""
    for value in _held_or_not(m, function):
        yield from value.options if isinstance(value, Union) else (value,)


def _held_or_not(m: Interpreter, function: Function) -> Iterator[Value]:
    yield from function.module.ns.values()
    for module in m.modules.values():
        yield from module.ns.values()
    if function.owner is not None:
        for value in function.owner.ns.values():
            yield value.function if isinstance(value, Wrapper) else value
    frame: Frame | None = function.closure
    while frame is not None:
        if frame.is_open:
            yield from frame.names.values()
        frame = frame.parent


def _is_let_go(source: bytes, function: Function, lines: frozenset[int]) -> bool:
    """Return whether nothing but signals was ever given a function, as far as its file is concerned."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return False
    if function.ns.get("__name__") == "<lambda>":
        there = [one for one in ast.walk(tree) if isinstance(one, ast.Lambda)]
        there = [one for one in there if one.lineno == function.spec.line]
        return len(there) == 1 and id(there[0]) in _connected(tree, lines)
    for around, node in _definitions(tree, tree):
        if node.lineno == function.spec.line and node.name == function.ns.get("__name__"):
            return _is_used_by_signals_alone(around, node, lines)
    return False


def _definitions(node: ast.AST, around: _Defining) -> Iterator[tuple[_Defining, ast.FunctionDef]]:
    """Yield the functions that are no methods, each with the function or module that defines it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield around, child
            yield from _definitions(child, child)
        elif isinstance(child, ast.ClassDef):
            for method in child.body:
                if isinstance(method, ast.FunctionDef):
                    yield from _definitions(method, method)
        elif not isinstance(child, (ast.AsyncFunctionDef, ast.Lambda)):
            yield from _definitions(child, around)


def _is_used_by_signals_alone(around: _Defining, node: ast.FunctionDef, lines: frozenset[int]) -> bool:
    if len(node.decorator_list) > 1 or any(one.lineno not in lines for one in node.decorator_list):
        return False
    connected = _connected(around, lines)
    if isinstance(around, ast.FunctionDef) and any(isinstance(one, _WAITS) for one in ast.walk(around)):
        return False
    return not any(_may_keep(one, node.name, connected) for one in ast.walk(around))


def _connected(around: ast.AST, lines: frozenset[int]) -> set[int]:
    """Return what is given to signals in statements that do nothing else."""
    return {
        id(argument)
        for one in ast.walk(around)
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and one.lineno in lines
        for argument in one.value.args
    }


def _may_keep(node: ast.AST, name: str, connected: set[int]) -> bool:
    if isinstance(node, ast.Name):
        is_read = node.id == name and isinstance(node.ctx, ast.Load) and id(node) not in connected
        return is_read or node.id in _LOOKS_AROUND
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return name in node.names
    return isinstance(node, ast.Attribute) and node.attr in _LOOKS_AROUND

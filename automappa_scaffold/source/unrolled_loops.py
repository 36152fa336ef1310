"""Loops over what stands in the source: what their targets are bound to, round by round."""

import ast
from collections.abc import Iterator, Sequence

from automappa_scaffold.source.expression_kinds import holds_calls, is_dotted
from automappa_scaffold.source.name_scopes import Binding, Scope
from automappa_scaffold.source.tree_walk import walk

__all__ = ["in_rounds", "rounds_of", "unrolled"]

_MOST_ROUNDS = 30
_OTHER: list[Binding] = [("other",)]
# With one of these in the body, not every round does all of it.
_DECIDING = (
    *(ast.If, ast.IfExp, ast.BoolOp, ast.Try, ast.Continue, ast.Break, ast.Return, ast.Raise, ast.While),
    *(ast.Match, ast.comprehension, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.NamedExpr),
)
_LOOPED_OVER = frozenset({"enumerate", "zip", "list", "tuple", "reversed"})
_Round = dict[str, list[Binding]]


def rounds_of(node: ast.For, scope: Scope) -> Sequence[_Round]:
    """Return what the targets of a loop are bound to in each round; nothing where that is not certain."""
    inside = [inner for statement in node.body for inner in walk(statement)]
    if node.orelse or any(isinstance(inner, _DECIDING) for inner in inside):
        return ()
    found = unrolled(node.target, node.iter, scope, scope)
    if found:  # what the body binds is another thing in each round
        stored = [n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        scope.bound.update((name, [*_OTHER]) for name in stored if name in scope.bound)
    return found


def unrolled(target: ast.expr, source: ast.expr, scope: Scope, inner: Scope) -> Sequence[_Round]:
    """Return what targets are bound to in each round.

    Args:
        scope: where the source of the elements is written; ``inner``: where the targets are bound.
    """
    names = [target] if isinstance(target, ast.Name) else getattr(target, "elts", ())
    if not names or any(not isinstance(n, ast.Name) or inner.bound.get(n.id) != _OTHER for n in names):
        return ()
    where, elements = _elements(source, scope)
    if not 0 < len(elements) <= _MOST_ROUNDS:
        return ()
    rounds = []
    for element in elements:
        parts = [element] if isinstance(target, ast.Name) else getattr(element, "elts", ())
        bound = [_bound(part, where) for part in parts]
        if len(bound) != len(names) or None in bound:
            return ()
        rounds.append({n.id: [b] for n, b in zip(names, bound, strict=True) if isinstance(n, ast.Name) and b})
    return rounds


def _elements(source: ast.expr, scope: Scope) -> tuple[Scope, Sequence[ast.expr]]:
    """Return the elements of what is looped over, and the scope that they are written in."""
    if isinstance(source, ast.Call):
        return _called_elements(source, scope)
    where, display = _display(source, scope)
    if isinstance(display, ast.Dict):
        return where, _keys(display)
    return where, display.elts if isinstance(display, (ast.Tuple, ast.List)) else ()


def _display(source: ast.expr, scope: Scope) -> tuple[Scope, ast.expr | None]:
    """Return the display that an expression is or names, and the scope that it is written in."""
    if not isinstance(source, ast.Name):
        return scope, source
    binding = scope.find(source.id)
    module = scope.module
    if binding is not None and binding[0] == "whole":
        assert isinstance(binding[1], ast.expr)
        return scope, binding[1]
    is_kept = module.bound.get(source.id) == [binding] and source.id not in module.refilled
    if binding is None or binding[0] != "literal" or not is_kept:
        return scope, None
    assert isinstance(binding[1], ast.expr)
    return module, binding[1]


def _called_elements(call: ast.Call, scope: Scope) -> tuple[Scope, Sequence[ast.expr]]:
    """Return the elements of ``table.items()``, ``enumerate(...)`` and their like."""
    function = call.func
    if isinstance(function, ast.Attribute) and not call.args and not call.keywords:
        where, display = _display(function.value, scope)
        if not isinstance(display, ast.Dict):
            return scope, ()
        keys = _keys(display)
        if function.attr in ("keys", "values"):
            return where, keys if function.attr == "keys" or not keys else display.values
        pairs = [ast.Tuple([key, value]) for key, value in zip(keys, display.values, strict=False)]
        return where, [
            ast.copy_location(pair, pair.elts[0]) for pair in pairs
        ] if function.attr == "items" else ()
    name = function.id if isinstance(function, ast.Name) else ""
    if name not in _LOOPED_OVER or scope.is_bound(name) or scope.module.stars:
        return scope, ()
    start, args = _start_of(call) if name == "enumerate" else (0, call.args)
    if start is None or (call.keywords and name != "enumerate"):
        return scope, ()
    found = [_elements(arg, scope) for arg in args]
    if not found or any(where is not found[0][0] for where, _ in found):
        return scope, ()
    where, elements = found[0][0], [each for _, each in found]
    if len(elements) > 1 and name != "zip":
        return scope, ()
    if name == "enumerate":
        counted = [ast.copy_location(ast.Constant(n), each) for n, each in enumerate(elements[0], start)]
        elements = [counted, elements[0]]
    if name in ("enumerate", "zip"):
        return where, [_pair(*parts) for parts in zip(*elements, strict=False)]
    return where, elements[0][::-1] if name == "reversed" else elements[0]


def _start_of(call: ast.Call) -> tuple[int | None, list[ast.expr]]:
    """Return the number that ``enumerate(...)`` begins with, None: not known, and what it counts."""
    given = [*call.args[1:], *(word.value for word in call.keywords if word.arg == "start")]
    if len(given) != len(call.args) - 1 + len(call.keywords) or len(given) > 1:
        return None, []
    start = given[0].value if given and isinstance(given[0], ast.Constant) else None if given else 0
    return (start if type(start) is int else None), call.args[:1]


def _pair(*parts: ast.expr) -> ast.Tuple:
    return ast.copy_location(ast.Tuple(list(parts)), parts[0])


def _keys(display: ast.Dict) -> Sequence[ast.expr]:
    """Return the keys of a dict, where these are constants and each another."""
    keys = [key for key in display.keys if isinstance(key, ast.Constant)]
    is_plain = len(keys) == len(display.keys) == len({key.value for key in keys})
    return keys if is_plain else ()


def _bound(part: ast.expr, scope: Scope) -> Binding | None:
    if isinstance(part, ast.Constant):
        return ("literal", part)
    if isinstance(part, (ast.Tuple, ast.Dict)) and not holds_calls(part):
        return ("whole", part, scope) if isinstance(part, ast.Tuple) else ("literal", part)
    return ("alias", part, scope) if is_dotted(part) else ("other",)


def in_rounds(scope: Scope, rounds: Sequence[_Round]) -> Iterator[None]:
    """Yield once per round, with the targets bound as they are in it."""
    for bound in rounds:
        scope.bound.update(bound)
        yield
        scope.bound.update(dict.fromkeys(bound, _OTHER))

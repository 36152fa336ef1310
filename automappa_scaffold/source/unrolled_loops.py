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
    if isinstance(source, ast.Name):
        binding = scope.find(source.id)
        module = scope.module
        if binding is not None and binding[0] == "whole":
            return scope, getattr(binding[1], "elts", ())
        is_kept = module.bound.get(source.id) == [binding] and source.id not in module.refilled
        if binding is None or binding[0] != "literal" or not is_kept:
            return scope, ()
        return module, getattr(binding[1], "elts", ())
    return scope, source.elts if isinstance(source, (ast.Tuple, ast.List)) else ()


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

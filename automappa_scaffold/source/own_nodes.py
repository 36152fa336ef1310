"""The nodes that belong to the scope of a block, and what its assignments give to which target."""

import ast
from collections.abc import Iterable, Iterator, Sequence

from automappa_scaffold.source.tree_walk import iter_children

__all__ = ["assigned_pairs", "own_nodes"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DISPLAYS = (ast.Tuple, ast.List)
# Of these more or less belongs to the scope than what stands in them.
_SPECIAL = frozenset(
    {*_FUNCTIONS, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS, ast.withitem}
    | {ast.Assign, ast.AnnAssign, ast.NamedExpr}
)
_LEAVES = frozenset({ast.Name, ast.Constant})


def assigned_pairs(
    node: ast.Assign | ast.AnnAssign | ast.NamedExpr,
) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Yield each target with the value that it is given: of ``a, b = x, y`` one by one."""
    value = node.value
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if (
            isinstance(target, _DISPLAYS)
            and isinstance(value, _DISPLAYS)
            and _are_pairs(target.elts, value.elts)
        ):
            yield from zip(target.elts, value.elts, strict=True)
        else:
            yield target, value


def _are_pairs(targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> bool:
    is_plain = all(isinstance(target, ast.Name) for target in targets)
    is_whole = not any(isinstance(value, ast.Starred) for value in values)
    return is_plain and is_whole and len(targets) == len(values)


def own_nodes(body: Iterable[ast.stmt]) -> list[ast.AST]:
    """Return the nodes of a block that belong to its own scope, simple assignments' targets left out."""
    stack: list[ast.AST] = list(body)
    found: list[ast.AST] = []
    while stack:
        node = stack.pop()
        found.append(node)
        kind = node.__class__
        if kind in _LEAVES:
            continue
        if kind not in _SPECIAL:
            stack += iter_children(node)
            continue
        if isinstance(node, _FUNCTIONS):
            stack.extend(node.decorator_list)
            continue
        if isinstance(node, ast.ClassDef):
            stack.extend([*node.decorator_list, *node.bases])
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.withitem):
            stack.append(node.context_expr)
            if node.optional_vars is not None and not isinstance(node.optional_vars, ast.Name):
                stack.append(node.optional_vars)
            continue
        if isinstance(node, _COMPREHENSIONS):
            # Only what a walrus binds comes out of a comprehension.
            stack.extend(inner.target for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
            continue
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            stack.extend(target for target, _ in assigned_pairs(node) if not isinstance(target, ast.Name))
            stack.append(node.value)
            continue
        stack += iter_children(node)
    return found

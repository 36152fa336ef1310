"""What a function's body says of names: which are global, which its own."""

import ast

from automappa_scaffold.source.tree_walk import iter_children

__all__ = ["FunctionScope", "analyse_scope"]

# Names declared global, names declared nonlocal, whether the body yields, names that the body binds.
FunctionScope = tuple[frozenset[str], frozenset[str], bool, frozenset[str]]


def analyse_scope(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> FunctionScope:
    """Return what a function's body says of names."""
    declared_global: set[str] = set()
    declared_nonlocal: set[str] = set()
    bound: set[str] = set()
    yields = False
    stack: list[ast.AST] = [*function.body] if isinstance(function.body, list) else [function.body]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
            stack.extend(node.decorator_list)
            continue
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            # Its own names stay inside; those that := binds do not.
            bound.update(inner.target.id for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Global):
            declared_global.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            declared_nonlocal.update(node.names)
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            yields = True
        else:
            bound.update(_bound_by(node))
        stack.extend(iter_children(node))
    local = bound - declared_global - declared_nonlocal
    return frozenset(declared_global), frozenset(declared_nonlocal), yields, frozenset(local)


def _bound_by(node: ast.AST) -> tuple[str, ...]:
    """Return the names that a node itself binds in its function."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return tuple((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return (node.name,) if node.name else ()
    if isinstance(node, ast.MatchMapping):
        return (node.rest,) if node.rest else ()
    return ()

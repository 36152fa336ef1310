"""Calls that stand for something simpler: ``getattr(x, "name")``, ``dict(a=1)``, ``reduce(or_, xs)``."""

import ast
import builtins

from automappa_scaffold.source.call_expressions import Expression, Position
from automappa_scaffold.source.name_scopes import Scope

__all__ = [
    "attribute_taken",
    "completed",
    "given_or_empty",
    "imported_module",
    "is_dict_of_names",
    "is_partial",
    "mapped",
    "passed_argument",
    "reduced",
    "stars_of",
    "tuple_length",
]


def attribute_taken(node: ast.Call, scope: Scope) -> ast.Attribute | None:
    """Return what ``getattr(value, "name")`` takes."""
    is_plain = isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) == 2
    if not is_plain or node.keywords or scope.is_bound("getattr"):
        return None
    value, name = node.args
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    return ast.copy_location(ast.Attribute(value, name.value, ast.Load()), node)


def tuple_length(node: ast.Call, scope: Scope) -> int:
    """Return how long the tuples are that ``zip(...)`` or ``enumerate(...)`` gives; 0: it is neither."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in ("zip", "enumerate") or scope.is_bound(name) or stars_of(scope, name):
        return 0
    is_whole = not any(isinstance(arg, ast.Starred) for arg in node.args)
    return (len(node.args) if name == "zip" else 2) if is_whole and node.args else 0


def mapped(node: ast.Call, scope: Scope) -> ast.GeneratorExp | None:
    """Return ``map(f, xs)`` as the generator ``(f(x) for x in xs)``, ``starmap`` with ``f(*x)``."""
    is_whole = len(node.args) > 1 and not node.keywords
    if not is_whole or any(isinstance(arg, ast.Starred) for arg in node.args):
        return None
    is_map = isinstance(node.func, ast.Name) and node.func.id == "map"
    is_map = is_map and not scope.is_bound("map") and not stars_of(scope, "map")
    is_spread = not is_map and len(node.args) == 2 and _is_starmap(node.func, scope)
    if not is_map and not is_spread:
        return None
    function, *sources = node.args
    names = [f".{number}" for number in range(len(sources))]  # which no program has
    given: list[ast.expr] = [ast.Name(each, ast.Load()) for each in names]
    call = ast.Call(function, [ast.Starred(given[0], ast.Load())] if is_spread else given, [])
    targets: list[ast.expr] = [ast.Name(each, ast.Store()) for each in names]
    target, source = targets[0], sources[0]
    if len(sources) > 1:
        target = ast.Tuple(targets, ast.Store())
        source = ast.Call(ast.Name("zip", ast.Load()), sources, [])
    made = ast.GeneratorExp(call, [ast.comprehension(target, source, [], 0)])
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _is_starmap(function: ast.expr, scope: Scope) -> bool:
    return _is_of_library(function, scope, "itertools", "starmap")


def _is_of_library(function: ast.expr, scope: Scope, module: str, name: str) -> bool:
    """Return whether an expression is a module's function, imported itself or with its module."""
    if isinstance(function, ast.Name):
        return scope.find(function.id) == ("from", 0, module, name)
    is_named = isinstance(function, ast.Attribute) and function.attr == name
    owner = function.value if isinstance(function, ast.Attribute) else None
    return is_named and isinstance(owner, ast.Name) and scope.find(owner.id) == ("import", module)


def reduced(node: ast.Call, scope: Scope) -> list[ast.expr]:
    """Return of ``reduce(or_, xs)`` what is joined by ``|``, of ``reduce(or_, xs, x)`` with its start."""
    is_plain = len(node.args) in (2, 3) and not node.keywords
    if not is_plain or not _is_of_library(node.func, scope, "functools", "reduce"):
        return []
    function, *parts = node.args
    is_or = any(_is_of_library(function, scope, "operator", name) for name in ("or_", "ior", "__or__"))
    return parts if is_or or _is_joining(function) else []


def _is_joining(function: ast.expr) -> bool:
    """Return whether an expression is ``lambda a, b: a | b``."""
    body = function.body if isinstance(function, ast.Lambda) else None
    if not isinstance(function, ast.Lambda) or not isinstance(body, ast.BinOp):
        return False
    sides = [side.id for side in (body.left, body.right) if isinstance(side, ast.Name)]
    return isinstance(body.op, ast.BitOr) and sides == [arg.arg for arg in function.args.args]


def passed_argument(node: ast.Call, scope: Scope) -> ast.expr | None:
    """Return the argument that a call returns as it is, where it calls such a function."""
    binding = scope.find(node.func.id) if isinstance(node.func, ast.Name) else None
    if binding is None or binding[0] != "passes":
        return None
    index, name = binding[1], binding[2]
    assert isinstance(index, int)
    if any(isinstance(arg, ast.Starred) for arg in node.args[: index + 1]):
        return None
    named = (word.value for word in node.keywords if word.arg == name)
    return node.args[index] if index < len(node.args) else next(named, None)


def given_or_empty(node: ast.BoolOp, scope: Scope) -> ast.Name | None:
    """Return the parameter of ``parameter or {}``: of arguments for a task None is as good as nothing."""
    first, *others = node.values
    binding = scope.find(first.id) if isinstance(first, ast.Name) else None
    is_empty = all(
        (isinstance(other, ast.Dict) and not other.keys)
        or (isinstance(other, (ast.Tuple, ast.List)) and not other.elts)
        for other in others
    )
    is_meant = isinstance(node.op, ast.Or) and is_empty and binding is not None and binding[0] == "param"
    return first if is_meant and isinstance(first, ast.Name) else None


def imported_module(node: ast.Call, scope: Scope) -> str:
    """Return the module that ``importlib.import_module("package.module")`` imports; empty: another call."""
    if node.keywords or not 0 < len(node.args) < 3:
        return ""
    if not _is_of_library(node.func, scope, "importlib", "import_module"):
        return ""
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if len(texts) < len(node.args):
        return ""
    name = texts[0]
    level = len(name) - len(name.lstrip("."))
    package = "".join(texts[1:]).split(".") if level else []
    parts = [*package[: len(package) - level + 1], name[level:]]
    return ".".join(parts) if level <= len(package) and name[level:] else ""


def is_dict_of_names(node: ast.Call) -> bool:
    """Return whether a call is ``dict(a=1)``, whatever ``dict`` is."""
    is_dict = isinstance(node.func, ast.Name) and node.func.id == "dict"
    return is_dict and not node.args and all(word.arg for word in node.keywords)


def is_partial(function: object) -> bool:
    """Return whether ``functools.partial`` is what is called."""
    if not isinstance(function, tuple) or function[0] != "ref":
        return False
    binding, names = function[2], function[3]
    return (binding, names) in (
        (("from", 0, "functools", "partial"), ()),
        (("import", "functools"), ("partial",)),
    )


def completed(
    partial: Expression,
    position: Position,
    args: tuple[Expression, ...],
    keywords: tuple[tuple[str | None, Expression], ...],
) -> Expression:
    """Return the call that calling a ``functools.partial`` comes to; names given later win."""
    bound, words = partial[3], partial[4]
    assert isinstance(bound, tuple)
    assert isinstance(words, tuple)
    given = {name for name, _ in keywords}
    earlier = [pair for pair in words if pair[0] is None or pair[0] not in given]
    return ("call", position, bound[0], (*bound[1:], *args), (*earlier, *keywords))


def stars_of(scope: Scope, name: str) -> tuple[tuple[int, str], ...]:
    """Return the modules from which ``import *`` may bring a name that nothing else binds, last one last."""
    if not scope.module.stars or hasattr(builtins, name):
        return ()
    is_bound = any(name in outer.bound for outer in scope.with_parents())
    return () if is_bound else scope.module.stars

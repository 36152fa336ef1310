"""Lowering expressions, and what expressions and definitions share."""

import ast
import math
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.source.parsing import TYPE_ALIAS
from automappa_scaffold.source.program import (
    COLUMN_BITS,
    IS_ASYNC,
    IS_LAMBDA,
    KEYWORD_ONLY,
    POSITIONAL,
    POSITIONAL_ONLY,
    VAR_KEYWORD,
    VAR_POSITIONAL,
    Node,
)
from automappa_scaffold.source.signatures import show_parameters

__all__ = ["docstring_of", "lower_all", "lower_expression", "lower_function", "lower_optional", "position_of"]

_PLAIN = frozenset((str, int, bool, type(None)))
_MAX_COLUMN = (1 << COLUMN_BITS) - 1


def position_of(node: Any) -> int:
    """Return a node's packed position."""
    column: int = node.col_offset
    line: int = node.lineno
    return (line << COLUMN_BITS) | (column if column < _MAX_COLUMN else _MAX_COLUMN)


def docstring_of(body: Sequence[ast.stmt]) -> str | None:
    """Return what ``ast.get_docstring`` returns for a node with this body, as written."""
    first = body[0] if body else None
    if first.__class__ is ast.Expr:
        value = first.value
        if value.__class__ is ast.Constant and value.value.__class__ is str:
            text: str = value.value
            return text
    return None


def lower_expression(node: ast.expr) -> Node:
    """Return the program of an expression."""
    return _EXPRESSIONS.get(node.__class__, _opaque)(node)


def lower_optional(node: ast.expr | None) -> Node | None:
    """Return the program of an expression that may be missing."""
    return None if node is None else _EXPRESSIONS.get(node.__class__, _opaque)(node)


def lower_all(nodes: Sequence[ast.expr]) -> tuple[Node, ...]:
    """Return the programs of several expressions."""
    # The hot path of lowering: a list is filled faster than a generator hands out.
    return tuple([_EXPRESSIONS.get(node.__class__, _opaque)(node) for node in nodes]) if nodes else ()


def lower_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Node:
    """Return a function without its body."""
    args = node.args
    parameters: list[tuple[str, int, Node | None]]
    parameters = [(arg.arg, POSITIONAL, None) for arg in args.args]
    if args.posonlyargs:
        parameters[:0] = [(arg.arg, POSITIONAL_ONLY, None) for arg in args.posonlyargs]
    first = len(parameters) - len(args.defaults)
    for index, default in enumerate(args.defaults, first):
        name, kind, _ = parameters[index]
        parameters[index] = (name, kind, lower_expression(default))
    if args.vararg:
        parameters.append((args.vararg.arg, VAR_POSITIONAL, None))
    for arg, given in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        parameters.append((arg.arg, KEYWORD_ONLY, lower_optional(given)))
    if args.kwarg:
        parameters.append((args.kwarg.arg, VAR_KEYWORD, None))
    if isinstance(node, ast.Lambda):
        return ("<lambda>", node.lineno, node.col_offset, tuple(parameters), (), IS_LAMBDA, None, None)
    return (
        node.name,
        node.lineno,
        node.col_offset,
        tuple(parameters),
        _annotations(node),
        IS_ASYNC if isinstance(node, ast.AsyncFunctionDef) else 0,
        docstring_of(node.body),
        show_parameters(args) if node.decorator_list else None,  # of what may be a task
    )


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Node, ...]:
    args = node.args
    found = [arg.annotation for arg in args.args if arg.annotation is not None]
    if args.posonlyargs or args.vararg or args.kwonlyargs or args.kwarg:
        everything = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
        found = [arg.annotation for arg in everything if arg is not None and arg.annotation is not None]
    if node.returns is not None:
        found.append(node.returns)
    return lower_all(found)


def _opaque(node: ast.expr) -> Node:
    return ("opaque", position_of(node), type(node).__name__)


def _name(node: ast.Name) -> Node:
    if node.id == TYPE_ALIAS:
        return ("opaque", position_of(node), "a type alias")
    return ("name", position_of(node), node.id)


def _constant(node: ast.Constant) -> Node:
    value = node.value
    if value.__class__ in _PLAIN:
        return ("const", position_of(node), value)
    if isinstance(value, float) and math.isfinite(value):
        return ("const", position_of(node), value)
    # repr shows an infinite number as inf, which is no literal.
    text = "..." if value is ... else repr(value)
    if isinstance(value, (float, complex)):
        text = text.replace("inf", "1e999")
    return ("literal", position_of(node), text)


def _call(node: ast.Call) -> Node:
    keywords = tuple([(keyword.arg, lower_expression(keyword.value)) for keyword in node.keywords])
    return ("call", position_of(node), lower_expression(node.func), lower_all(node.args), keywords)


def _binary(node: ast.BinOp) -> Node:
    # A sum of thousands of terms is a left-leaning tree: unrolled here, so that it cannot exhaust the stack.
    chain: list[ast.BinOp] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp):
        chain.append(current)
        current = current.left
    lowered = lower_expression(current)
    for link in reversed(chain):
        lowered = ("binop", position_of(link), type(link.op).__name__, lowered, lower_expression(link.right))
    return lowered


def _comprehension(kind: str) -> Callable[[Any], Node]:
    def lower(node: Any) -> Node:
        element = (
            (lower_expression(node.key), lower_expression(node.value))
            if kind == "dict"
            else lower_expression(node.elt)
        )
        generators = tuple(
            (lower_expression(g.target), lower_expression(g.iter), lower_all(g.ifs), bool(g.is_async))
            for g in node.generators
        )
        return ("comp", position_of(node), kind, element, generators)

    return lower


def _formatted(node: ast.FormattedValue) -> Node:
    return (
        "fmt",
        position_of(node),
        lower_expression(node.value),
        node.conversion,
        lower_optional(node.format_spec),
    )


def _dict(node: ast.Dict) -> Node:
    pairs = tuple(
        (lower_optional(key), lower_expression(value))
        for key, value in zip(node.keys, node.values, strict=True)
    )
    return ("dict", position_of(node), pairs)


def _compare(node: ast.Compare) -> Node:
    steps = tuple(
        (type(op).__name__, lower_expression(right))
        for op, right in zip(node.ops, node.comparators, strict=True)
    )
    return ("compare", position_of(node), lower_expression(node.left), steps)


def _slice(node: ast.Slice) -> Node:
    return (
        "slice",
        position_of(node),
        lower_optional(node.lower),
        lower_optional(node.upper),
        lower_optional(node.step),
    )


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any], Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: lambda n: ("attr", position_of(n), lower_expression(n.value), n.attr),
    ast.Call: _call,
    ast.Tuple: lambda n: ("tuple", position_of(n), lower_all(n.elts)),
    ast.List: lambda n: ("list", position_of(n), lower_all(n.elts)),
    ast.Set: lambda n: ("set", position_of(n), lower_all(n.elts)),
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: lambda n: ("unary", position_of(n), type(n.op).__name__, lower_expression(n.operand)),
    ast.BoolOp: lambda n: ("bool", position_of(n), type(n.op).__name__, lower_all(n.values)),
    ast.Compare: _compare,
    ast.IfExp: lambda n: (
        "ifexp",
        position_of(n),
        lower_expression(n.test),
        lower_expression(n.body),
        lower_expression(n.orelse),
    ),
    ast.Subscript: lambda n: ("sub", position_of(n), lower_expression(n.value), lower_expression(n.slice)),
    ast.Slice: _slice,
    ast.JoinedStr: lambda n: ("fstr", position_of(n), lower_all(n.values)),
    ast.FormattedValue: _formatted,
    ast.Lambda: lambda n: ("lambda", position_of(n), lower_function(n)),
    ast.ListComp: _comprehension("list"),
    ast.SetComp: _comprehension("set"),
    ast.DictComp: _comprehension("dict"),
    ast.GeneratorExp: _comprehension("generator"),
    ast.NamedExpr: lambda n: ("named", position_of(n), n.target.id, lower_expression(n.value)),
    ast.Yield: lambda n: ("yield", position_of(n), lower_optional(n.value)),
    ast.YieldFrom: lambda n: ("yieldfrom", position_of(n), lower_expression(n.value)),
    ast.Await: lambda n: ("await", position_of(n), lower_expression(n.value)),
    ast.Starred: lambda n: ("star", position_of(n), lower_expression(n.value)),
}

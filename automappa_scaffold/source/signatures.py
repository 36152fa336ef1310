"""Parameters of a function as a reader sees them."""

import ast
from collections.abc import Sequence
from math import isfinite

__all__ = ["ShownParameters", "show_parameters", "unparse"]

# The positional ones, how many of these are positional only, and the others.
ShownParameters = tuple[Sequence[str], int, Sequence[str]]


def show_parameters(args: ast.arguments) -> ShownParameters:
    """Return the parameters as in source, ``color: str``, each a text."""
    positional = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
    shown = [
        _parameter(arg, default) for arg, default in zip(positional, [*defaults, *args.defaults], strict=True)
    ]
    others = []
    if args.vararg or args.kwonlyargs:
        others.append("*" + (_parameter(args.vararg, None) if args.vararg else ""))
    others += [
        _parameter(arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
    ]
    if args.kwarg:
        others.append("**" + _parameter(args.kwarg, None))
    return shown, len(args.posonlyargs), others


def _parameter(arg: ast.arg, default: ast.expr | None) -> str:
    text = arg.arg if arg.annotation is None else f"{arg.arg}: {unparse(arg.annotation)}"
    if default is None:
        return text
    return f"{text}{'=' if arg.annotation is None else ' = '}{unparse(default)}"


def unparse(node: ast.expr) -> str:
    """Return what ``ast.unparse`` returns, which is slow, for the usual annotations and defaults at once."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and _is_plain(node):
        return repr(node.value)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        names = [part.id for part in inner if isinstance(part, ast.Name)]
        if names and len(names) == len(inner) and (len(names) > 1 or inner[0] is node.slice):
            return f"{node.value.id}[{', '.join(names)}]"
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.BitOr)
        and isinstance(node.left, ast.Name)
        and isinstance(node.right, (ast.Name, ast.Constant))
    ):
        return f"{node.left.id} | {unparse(node.right)}"
    return ast.unparse(node)


def _is_plain(node: ast.Constant) -> bool:
    value = node.value
    if value.__class__ is float:
        return isfinite(value)
    return value is None or isinstance(value, (bool, int)) or (isinstance(value, str) and node.kind is None)

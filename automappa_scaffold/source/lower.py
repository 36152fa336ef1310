"""Lowering: from the bytes of one source file to its import program."""

import ast
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.source.program import COLUMN_BITS, FunctionSpec, Node, Program

__all__ = ["SourceSyntaxError", "lower_module"]

_MAX_COLUMN = (1 << COLUMN_BITS) - 1

# Parameter kinds, with the numbers of inspect.Parameter.
POSITIONAL_ONLY, POSITIONAL, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)


class SourceSyntaxError(Exception):
    """A file that does not parse; ``line`` counts from 1."""

    def __init__(self, kind: str, message: str, line: int, *, certain: bool = True) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.line = line
        self.certain = certain


def lower_module(source: bytes) -> Program:
    """Return the import program of a file's bytes.

    Raises:
        SourceSyntaxError: the file does not parse with this Python; ``certain`` is False where that says
            nothing about another Python (nesting too deep for our parser).
    """
    tree = parse_source(source)
    body = _block(tree.body)
    docstring = ast.get_docstring(tree, clean=False)
    postponed = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
    return Program(body, docstring, postponed)


def parse_source(source: bytes) -> ast.Module:
    """Return the syntax tree of a file's bytes, or raise SourceSyntaxError."""
    try:
        with warnings.catch_warnings():
            # An invalid escape in the project's source is a warning for its author, not for our user.
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        certain = "too many" not in str(error.msg) and "nested" not in str(error.msg)
        message = error.msg or "invalid syntax"
        raise SourceSyntaxError(type(error).__name__, message, error.lineno or 1, certain=certain) from error
    except (ValueError, UnicodeError) as error:
        raise SourceSyntaxError("SyntaxError", str(error), 1) from error
    except (RecursionError, MemoryError) as error:
        raise SourceSyntaxError("SyntaxError", "nested too deeply to parse", 1, certain=False) from error


def _position(node: Any) -> int:
    return (int(node.lineno) << COLUMN_BITS) | min(int(node.col_offset), _MAX_COLUMN)


def _block(statements: Sequence[ast.stmt]) -> tuple[Node, ...]:
    return tuple(_statement(statement) for statement in statements)


def _statement(node: ast.stmt) -> Node:
    lower = _STATEMENTS.get(type(node))
    if lower is None:
        return ("expr", _position(node), ("opaque", _position(node), type(node).__name__))
    return lower(node)


def _expression(node: ast.expr) -> Node:
    lower = _EXPRESSIONS.get(type(node))
    if lower is None:
        return ("opaque", _position(node), type(node).__name__)
    return lower(node)


def _optional(node: ast.expr | None) -> Node | None:
    return None if node is None else _expression(node)


def _all(nodes: Sequence[ast.expr]) -> tuple[Node, ...]:
    return tuple(_expression(node) for node in nodes)


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> FunctionSpec:
    args = node.args
    parameters: list[tuple[str, int, Node | None]] = []
    positional = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
    defaults.extend(args.defaults)
    for index, (arg, default) in enumerate(zip(positional, defaults, strict=True)):
        kind = POSITIONAL_ONLY if index < len(args.posonlyargs) else POSITIONAL
        parameters.append((arg.arg, kind, _optional(default)))
    if args.vararg:
        parameters.append((args.vararg.arg, VAR_POSITIONAL, None))
    for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True):
        parameters.append((arg.arg, KEYWORD_ONLY, _optional(default)))
    if args.kwarg:
        parameters.append((args.kwarg.arg, VAR_KEYWORD, None))
    return FunctionSpec(
        name="<lambda>" if isinstance(node, ast.Lambda) else node.name,
        position=_position(node),
        line=node.lineno,
        parameters=tuple(parameters),
        annotations=() if isinstance(node, ast.Lambda) else _annotations(node),
        is_async=isinstance(node, ast.AsyncFunctionDef),
        node=node,
        _lower=_function_body,
    )


def _annotations(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Node, ...]:
    args = node.args
    everything = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    found = [arg.annotation for arg in everything if arg is not None and arg.annotation is not None]
    if node.returns is not None:
        found.append(node.returns)
    return _all(found)


def _function_body(node: ast.AST) -> tuple[Node, ...]:
    if isinstance(node, ast.Lambda):
        return (("return", _position(node.body), _expression(node.body)),)
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    return _block(node.body)


def _constant(node: ast.Constant) -> Node:
    return ("const", _position(node), node.value)


def _call(node: ast.Call) -> Node:
    keywords = tuple((keyword.arg, _expression(keyword.value)) for keyword in node.keywords)
    return ("call", _position(node), _expression(node.func), _all(node.args), keywords)


def _binary(node: ast.BinOp) -> Node:
    # A sum of thousands of terms is a left-leaning tree: unrolled here, so that it cannot exhaust the stack.
    chain: list[ast.BinOp] = []
    current: ast.expr = node
    while isinstance(current, ast.BinOp):
        chain.append(current)
        current = current.left
    lowered = _expression(current)
    for link in reversed(chain):
        lowered = ("binop", _position(link), type(link.op).__name__, lowered, _expression(link.right))
    return lowered


def _comprehension(kind: str) -> Callable[[Any], Node]:
    def lower(node: Any) -> Node:
        element = (
            (_expression(node.key), _expression(node.value)) if kind == "dict" else _expression(node.elt)
        )
        generators = tuple(
            (_expression(g.target), _expression(g.iter), _all(g.ifs), bool(g.is_async))
            for g in node.generators
        )
        return ("comp", _position(node), kind, element, generators)

    return lower


def _formatted(node: ast.FormattedValue) -> Node:
    return ("fmt", _position(node), _expression(node.value), node.conversion, _optional(node.format_spec))


def _dict(node: ast.Dict) -> Node:
    pairs = tuple(
        (_optional(key), _expression(value)) for key, value in zip(node.keys, node.values, strict=True)
    )
    return ("dict", _position(node), pairs)


def _compare(node: ast.Compare) -> Node:
    steps = tuple(
        (type(op).__name__, _expression(right)) for op, right in zip(node.ops, node.comparators, strict=True)
    )
    return ("compare", _position(node), _expression(node.left), steps)


def _slice(node: ast.Slice) -> Node:
    return ("slice", _position(node), _optional(node.lower), _optional(node.upper), _optional(node.step))


_EXPRESSIONS: dict[type[ast.expr], Callable[[Any], Node]] = {
    ast.Constant: _constant,
    ast.Name: lambda n: ("name", _position(n), n.id),
    ast.Attribute: lambda n: ("attr", _position(n), _expression(n.value), n.attr),
    ast.Call: _call,
    ast.Tuple: lambda n: ("tuple", _position(n), _all(n.elts)),
    ast.List: lambda n: ("list", _position(n), _all(n.elts)),
    ast.Set: lambda n: ("set", _position(n), _all(n.elts)),
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: lambda n: ("unary", _position(n), type(n.op).__name__, _expression(n.operand)),
    ast.BoolOp: lambda n: ("bool", _position(n), type(n.op).__name__, _all(n.values)),
    ast.Compare: _compare,
    ast.IfExp: lambda n: (
        "ifexp",
        _position(n),
        _expression(n.test),
        _expression(n.body),
        _expression(n.orelse),
    ),
    ast.Subscript: lambda n: ("sub", _position(n), _expression(n.value), _expression(n.slice)),
    ast.Slice: _slice,
    ast.JoinedStr: lambda n: ("fstr", _position(n), _all(n.values)),
    ast.FormattedValue: _formatted,
    ast.Lambda: lambda n: ("lambda", _position(n), _function(n)),
    ast.ListComp: _comprehension("list"),
    ast.SetComp: _comprehension("set"),
    ast.DictComp: _comprehension("dict"),
    ast.GeneratorExp: _comprehension("generator"),
    ast.NamedExpr: lambda n: ("named", _position(n), n.target.id, _expression(n.value)),
    ast.Yield: lambda n: ("yield", _position(n), _optional(n.value)),
    ast.YieldFrom: lambda n: ("yieldfrom", _position(n), _expression(n.value)),
    ast.Await: lambda n: ("await", _position(n), _expression(n.value)),
    ast.Starred: lambda n: ("star", _position(n), _expression(n.value)),
}


def _annotated(node: ast.AnnAssign) -> Node:
    return (
        "ann",
        _position(node),
        _expression(node.target),
        _expression(node.annotation),
        _optional(node.value),
    )


def _import(node: ast.Import) -> Node:
    return ("import", _position(node), tuple((alias.name, alias.asname) for alias in node.names))


def _import_from(node: ast.ImportFrom) -> Node:
    aliases = tuple((alias.name, alias.asname, _position(alias)) for alias in node.names)
    return ("from", _position(node), node.module or "", aliases, node.level)


def _def(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Node:
    return ("def", _position(node), node.name, _function(node), _all(node.decorator_list))


def _class(node: ast.ClassDef) -> Node:
    keywords = tuple((keyword.arg, _expression(keyword.value)) for keyword in node.keywords)
    return (
        "class",
        _position(node),
        node.name,
        _all(node.bases),
        keywords,
        _block(node.body),
        _all(node.decorator_list),
        ast.get_docstring(node, clean=False),
    )


def _if(node: ast.If) -> Node:
    return ("if", _position(node), _expression(node.test), _block(node.body), _block(node.orelse))


def _for(node: ast.For | ast.AsyncFor) -> Node:
    return (
        "for",
        _position(node),
        _expression(node.target),
        _expression(node.iter),
        _block(node.body),
        _block(node.orelse),
    )


def _try(node: Any) -> Node:
    handlers = tuple((_position(h), _optional(h.type), h.name, _block(h.body)) for h in node.handlers)
    return (
        "try",
        _position(node),
        _block(node.body),
        handlers,
        _block(node.orelse),
        _block(node.finalbody),
    )


def _with(node: ast.With | ast.AsyncWith) -> Node:
    items = tuple((_expression(item.context_expr), _optional(item.optional_vars)) for item in node.items)
    return ("with", _position(node), items, _block(node.body))


def _match(node: ast.Match) -> Node:
    cases = tuple((_pattern(case.pattern), _optional(case.guard), _block(case.body)) for case in node.cases)
    return ("match", _position(node), _expression(node.subject), cases)


def _pattern(node: ast.pattern) -> Node:
    if isinstance(node, ast.MatchValue):
        return ("value", _position(node), _expression(node.value))
    if isinstance(node, ast.MatchSingleton):
        return ("value", _position(node), ("const", _position(node), node.value))
    if isinstance(node, ast.MatchOr):
        return ("or", _position(node), tuple(_pattern(pattern) for pattern in node.patterns))
    if isinstance(node, ast.MatchAs):
        return ("as", _position(node), _pattern(node.pattern) if node.pattern else None, node.name)
    names = [child.name for child in ast.walk(node) if isinstance(child, (ast.MatchAs, ast.MatchStar))]
    return ("complex", _position(node), tuple(name for name in names if name))


_STATEMENTS: dict[type[ast.stmt], Callable[[Any], Node]] = {
    ast.Expr: lambda n: ("expr", _position(n), _expression(n.value)),
    ast.Assign: lambda n: ("assign", _position(n), _all(n.targets), _expression(n.value)),
    ast.AugAssign: lambda n: (
        "aug",
        _position(n),
        _expression(n.target),
        type(n.op).__name__,
        _expression(n.value),
    ),
    ast.AnnAssign: _annotated,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _def,
    ast.AsyncFunctionDef: _def,
    ast.ClassDef: _class,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: lambda n: ("while", _position(n), _expression(n.test), _block(n.body), _block(n.orelse)),
    ast.Try: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Return: lambda n: ("return", _position(n), _optional(n.value)),
    ast.Raise: lambda n: ("raise", _position(n), _optional(n.exc), _optional(n.cause)),
    ast.Assert: lambda n: ("assert", _position(n), _expression(n.test), _optional(n.msg)),
    ast.Delete: lambda n: ("delete", _position(n), _all(n.targets)),
    ast.Global: lambda n: ("global", _position(n), tuple(n.names)),
    ast.Nonlocal: lambda n: ("nonlocal", _position(n), tuple(n.names)),
    ast.Match: _match,
    ast.Pass: lambda n: ("pass", _position(n)),
    ast.Break: lambda n: ("break", _position(n)),
    ast.Continue: lambda n: ("continue", _position(n)),
}

if sys.version_info >= (3, 11):
    _STATEMENTS[ast.TryStar] = _try
if sys.version_info >= (3, 12):
    _STATEMENTS[ast.TypeAlias] = lambda n: ("pass", _position(n))

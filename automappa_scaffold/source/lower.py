"""Lowering: from the bytes of one source file to its import program."""

import ast
import sys
from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.source.compiling import raise_refusal
from automappa_scaffold.source.lower_expressions import (
    docstring_of,
    lower_all,
    lower_expression,
    lower_function,
    lower_optional,
    position_of,
)
from automappa_scaffold.source.newer_syntax import find_newest
from automappa_scaffold.source.parsing import OlderModule, parse_source
from automappa_scaffold.source.program import COLUMN_BITS, Node, Program

__all__ = ["lower_function_body", "lower_module", "lower_tree"]


def lower_module(source: bytes) -> Program:
    """Return the import program of a file's bytes.

    Raises:
        SourceSyntaxError: the file does not parse or compile with this Python; ``certain`` is False where
            that says nothing about another Python (nesting too deep for our parser).
    """
    return lower_tree(parse_source(source), source)


def lower_tree(tree: ast.Module, source: bytes) -> Program:
    """Return the import program of a file's tree and bytes, or raise SourceSyntaxError."""
    raise_refusal(tree, source)
    body = _block(tree.body)
    if isinstance(tree, OlderModule):
        body = (*map(_open_name, sorted(tree.names)), *body)
    newest = find_newest(tree, source)
    if newest is not None:
        version, line = newest
        body = (("expr", line << COLUMN_BITS, ("newer", line << COLUMN_BITS, version)), *body)
    docstring = docstring_of(tree.body)
    postponed = b"__future__" in source and any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )
    return Program(body, docstring, postponed, b"yield" in source)


def _open_name(name: str) -> Node:
    """Return an assignment that leaves open what a name is."""
    first = 1 << COLUMN_BITS
    return ("assign", first, (("name", first, name),), ("opaque", first, "a type parameter"))


def lower_function_body(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> tuple[Node, ...]:
    """Return the statements of a function's body; a lambda's is one ``return``."""
    if isinstance(node, ast.Lambda):
        return (("return", position_of(node.body), lower_expression(node.body)),)
    return _block(node.body)


def _block(statements: Sequence[ast.stmt]) -> tuple[Node, ...]:
    return tuple([_STATEMENTS.get(node.__class__, _other)(node) for node in statements])


def _other(node: ast.stmt) -> Node:
    return ("expr", position_of(node), ("opaque", position_of(node), type(node).__name__))


def _annotated(node: ast.AnnAssign) -> Node:
    return (
        "ann",
        position_of(node),
        lower_expression(node.target),
        lower_expression(node.annotation),
        lower_optional(node.value),
        bool(node.simple),
    )


def _import(node: ast.Import) -> Node:
    return ("import", position_of(node), tuple([(alias.name, alias.asname) for alias in node.names]))


def _import_from(node: ast.ImportFrom) -> Node:
    aliases = tuple([(alias.name, alias.asname, position_of(alias)) for alias in node.names])
    return ("from", position_of(node), node.module or "", aliases, node.level)


def _def(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Node:
    return (
        "def",
        position_of(node),
        node.name,
        lower_function(node),
        lower_all(node.decorator_list),
    )


def _class(node: ast.ClassDef) -> Node:
    keywords = tuple([(keyword.arg, lower_expression(keyword.value)) for keyword in node.keywords])
    return (
        "class",
        position_of(node),
        node.name,
        lower_all(node.bases),
        keywords,
        _block(node.body),
        lower_all(node.decorator_list),
        docstring_of(node.body),
    )


def _if(node: ast.If) -> Node:
    return ("if", position_of(node), lower_expression(node.test), _block(node.body), _block(node.orelse))


def _for(node: ast.For | ast.AsyncFor) -> Node:
    iterable = lower_expression(node.iter)
    if isinstance(node, ast.AsyncFor):
        iterable = ("aiter", position_of(node.iter), iterable)
    return (
        "for",
        position_of(node),
        lower_expression(node.target),
        iterable,
        _block(node.body),
        _block(node.orelse),
    )


def _try(node: Any) -> Node:
    handlers = tuple((position_of(h), lower_optional(h.type), h.name, _block(h.body)) for h in node.handlers)
    return (
        "try",
        position_of(node),
        _block(node.body),
        handlers,
        _block(node.orelse),
        _block(node.finalbody),
    )


def _with(node: ast.With | ast.AsyncWith) -> Node:
    items = tuple(
        (lower_expression(item.context_expr), lower_optional(item.optional_vars)) for item in node.items
    )
    kind = "with" if isinstance(node, ast.With) else "asyncwith"
    return (kind, position_of(node), items, _block(node.body))


def _match(node: ast.Match) -> Node:
    cases = tuple(
        (_pattern(case.pattern), lower_optional(case.guard), _block(case.body)) for case in node.cases
    )
    return ("match", position_of(node), lower_expression(node.subject), cases)


def _pattern(node: ast.pattern) -> Node:
    if isinstance(node, ast.MatchValue):
        return ("value", position_of(node), lower_expression(node.value))
    if isinstance(node, ast.MatchSingleton):
        return ("value", position_of(node), ("const", position_of(node), node.value))
    if isinstance(node, ast.MatchOr):
        return ("or", position_of(node), tuple(_pattern(pattern) for pattern in node.patterns))
    if isinstance(node, ast.MatchAs):
        return ("as", position_of(node), _pattern(node.pattern) if node.pattern else None, node.name)
    if isinstance(node, ast.MatchSequence):
        return ("sequence", position_of(node), tuple(_pattern(pattern) for pattern in node.patterns))
    if isinstance(node, ast.MatchStar):
        return ("star", position_of(node), node.name)
    if isinstance(node, ast.MatchMapping):
        patterns = tuple(_pattern(pattern) for pattern in node.patterns)
        return ("mapping", position_of(node), lower_all(node.keys), patterns, node.rest)
    if isinstance(node, ast.MatchClass):
        positional = tuple(_pattern(pattern) for pattern in node.patterns)
        named = tuple(_pattern(pattern) for pattern in node.kwd_patterns)
        cls = lower_expression(node.cls)
        return ("class", position_of(node), cls, positional, tuple(node.kwd_attrs), named)
    raise TypeError(type(node).__name__)


_STATEMENTS: dict[type[ast.stmt], Callable[[Any], Node]] = {
    ast.Expr: lambda n: ("expr", position_of(n), lower_expression(n.value)),
    ast.Assign: lambda n: ("assign", position_of(n), lower_all(n.targets), lower_expression(n.value)),
    ast.AugAssign: lambda n: (
        "aug",
        position_of(n),
        lower_expression(n.target),
        type(n.op).__name__,
        lower_expression(n.value),
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
    ast.While: lambda n: (
        "while",
        position_of(n),
        lower_expression(n.test),
        _block(n.body),
        _block(n.orelse),
    ),
    ast.Try: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Return: lambda n: ("return", position_of(n), lower_optional(n.value)),
    ast.Raise: lambda n: ("raise", position_of(n), lower_optional(n.exc), lower_optional(n.cause)),
    ast.Assert: lambda n: ("assert", position_of(n), lower_expression(n.test), lower_optional(n.msg)),
    ast.Delete: lambda n: ("delete", position_of(n), lower_all(n.targets)),
    ast.Global: lambda n: ("global", position_of(n), tuple(n.names)),
    ast.Nonlocal: lambda n: ("nonlocal", position_of(n), tuple(n.names)),
    ast.Match: _match,
    ast.Pass: lambda n: ("pass", position_of(n)),
    ast.Break: lambda n: ("break", position_of(n)),
    ast.Continue: lambda n: ("continue", position_of(n)),
}

if sys.version_info >= (3, 11):
    _STATEMENTS[ast.TryStar] = lambda n: ("trystar", *_try(n)[1:])

if sys.version_info >= (3, 12):
    _STATEMENTS[ast.TypeAlias] = lambda n: ("pass", position_of(n))

"""Import programs: what a source file would do when imported, as small nested tuples.

A node is ``(kind, position, ...)``. Positions pack line and column into one integer, so that a program holds
nothing but tuples, strings and numbers. The kinds, ``e`` for an expression, ``b`` for a tuple of statements:

Expressions
    const value · name id · attr e name · call e args kwargs · tuple/list/set es · dict pairs · binop op e e ·
    unary op e · bool op es · compare e ((op, e)...) · ifexp e e e · sub e e · slice e e e · fstr parts ·
    fmt e conversion spec · lambda function · comp kind e generators · named name e · yield e · yieldfrom e ·
    await e · star e · opaque text
Statements
    expr e · assign targets e · aug target op e · ann target annotation e · import aliases ·
    from module aliases level · def name function decorators · class name bases keywords b decorators ·
    if e b b · for target e b b · while e b b · try b handlers b b · with items b · return e · raise e e ·
    assert e e · delete targets · global names · nonlocal names · match e cases · pass · break · continue
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "COLUMN_BITS",
    "KEYWORD_ONLY",
    "POSITIONAL",
    "POSITIONAL_ONLY",
    "VAR_KEYWORD",
    "VAR_POSITIONAL",
    "FunctionSpec",
    "Node",
    "Program",
    "column_of",
    "line_of",
]

Node = tuple[Any, ...]

COLUMN_BITS = 12

# Parameter kinds, with the numbers of inspect.Parameter.
POSITIONAL_ONLY, POSITIONAL, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)


def line_of(position: int) -> int:
    """Return the line of a packed position, from 1."""
    return position >> COLUMN_BITS


def column_of(position: int) -> int:
    """Return the column of a packed position, from 1 (columns beyond 4,095 are cut)."""
    return (position & ((1 << COLUMN_BITS) - 1)) + 1


@dataclass(slots=True, eq=False)
class FunctionSpec:
    """A function as written. Its body is lowered when it is first called, which most never are at import.

    Attributes:
        line: the line of ``def``.
        parameters: ``(name, kind, default)`` with the kinds of ``inspect.Parameter``, as small integers.
        annotations: the annotation expressions that are evaluated at definition.
    """

    name: str
    line: int
    parameters: tuple[tuple[str, int, Node | None], ...]
    annotations: tuple[Node, ...]
    is_async: bool
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    lower_body: Callable[[Any], tuple[Node, ...]]
    _body: tuple[Node, ...] | None = None
    _scope: "_Scope | None" = None

    @property
    def body(self) -> tuple[Node, ...]:
        """The statements of the body; a lambda's is one ``return``."""
        if self._body is None:
            self._body = self.lower_body(self.node)
        return self._body

    @property
    def global_names(self) -> frozenset[str]:
        """The names that the body declares ``global``."""
        return self._analysed()[0]

    @property
    def nonlocal_names(self) -> frozenset[str]:
        """The names that the body declares ``nonlocal``."""
        return self._analysed()[1]

    @property
    def local_names(self) -> frozenset[str]:
        """The names that the body binds, parameters left out."""
        return self._analysed()[3]

    @property
    def is_generator(self) -> bool:
        """Whether the body yields."""
        return self._analysed()[2]

    @property
    def docstring(self) -> str | None:
        """The docstring as written."""
        return None if isinstance(self.node, ast.Lambda) else ast.get_docstring(self.node, clean=False)

    @property
    def is_lambda(self) -> bool:
        """Whether this is a lambda."""
        return isinstance(self.node, ast.Lambda)

    def describe_parameters(self, skip: int = 0) -> str:
        """Return the parameters as in source, ``(color: str)``, without the first ``skip``."""
        args = self.node.args
        positional = [*args.posonlyargs, *args.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults))
        shown = [
            _parameter(arg, default)
            for arg, default in zip(positional, [*defaults, *args.defaults], strict=True)
        ]
        if args.posonlyargs and skip < len(args.posonlyargs):
            shown.insert(len(args.posonlyargs), "/")
        shown = shown[skip:]
        if args.vararg or args.kwonlyargs:
            shown.append("*" + (_parameter(args.vararg, None) if args.vararg else ""))
        shown += [
            _parameter(arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
        ]
        if args.kwarg:
            shown.append("**" + _parameter(args.kwarg, None))
        return f"({', '.join(shown)})"

    def _analysed(self) -> "_Scope":
        if self._scope is None:
            self._scope = _analyse_scope(self.node)
        return self._scope


@dataclass(frozen=True, slots=True)
class Program:
    """One file's import program."""

    body: tuple[Node, ...]
    docstring: str | None = None
    postponed_annotations: bool = False


# Names declared global, names declared nonlocal, whether the body yields, names that the body binds.
_Scope = tuple[frozenset[str], frozenset[str], bool, frozenset[str]]


def _analyse_scope(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> _Scope:
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
        stack.extend(ast.iter_child_nodes(node))
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


def _parameter(arg: ast.arg, default: ast.expr | None) -> str:
    text = arg.arg if arg.annotation is None else f"{arg.arg}: {ast.unparse(arg.annotation)}"
    if default is None:
        return text
    return f"{text}{'=' if arg.annotation is None else ' = '}{ast.unparse(default)}"

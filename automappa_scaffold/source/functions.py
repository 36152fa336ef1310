"""The functions of one file: as written, and their bodies, which are lowered when a function is called.

Most functions are never called at import. So a program holds none of their bodies, and a file's tree is
not kept: a function is parsed a second time where it is called after all.
"""

import ast
import warnings
from collections.abc import Callable
from types import CodeType
from typing import Any

from automappa_scaffold.source.function_scopes import analyse_scope
from automappa_scaffold.source.function_sources import can_be_parsed_in_parts, parse_function
from automappa_scaffold.source.lower import lower_function_body
from automappa_scaffold.source.lower_expressions import lower_expression
from automappa_scaffold.source.parsing import parse_source
from automappa_scaffold.source.program import IS_ASYNC, IS_LAMBDA, POSITIONAL, POSITIONAL_ONLY, Node
from automappa_scaffold.source.signatures import ShownParameters, show_parameters
from automappa_scaffold.source.tree_walk import walk

__all__ = ["FunctionSpec", "FunctionTable"]

_OF_BODY = frozenset({"global_names", "is_generator", "local_names", "nonlocal_names"})

_BY_PLACE = (POSITIONAL_ONLY, POSITIONAL)

# From Python 3.12 on, what these bind is among the names of the function around them.
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class FunctionSpec:
    """A function as written.

    Attributes:
        line: the line of ``def``.
        parameters: ``(name, kind, default)`` with the kinds of ``inspect.Parameter``, as small integers.
        by_place: the parameters' names, where each may be given by place; else None.
        annotations: the annotation expressions that are evaluated at definition.
        docstring: the docstring as written.
        global_names: the names that the body declares ``global``; ``nonlocal_names`` likewise.
        local_names: the names that the body binds, parameters left out.
        is_generator: whether the body yields.
    """

    global_names: frozenset[str]
    nonlocal_names: frozenset[str]
    local_names: frozenset[str]
    is_generator: bool

    __slots__ = (
        "_body",
        "_column",
        "_flags",
        "_shown",
        "_table",
        "annotations",
        "by_place",
        "docstring",
        "global_names",
        "is_generator",
        "line",
        "local_names",
        "name",
        "nonlocal_names",
        "parameters",
    )

    def __init__(self, raw: Node, table: "FunctionTable") -> None:
        name, line, column, parameters, annotations, flags, docstring, shown = raw
        self.name: str = name
        self.line: int = line
        self.parameters: tuple[tuple[str, int, Node | None], ...] = parameters
        is_by_place = all(kind in _BY_PLACE for _, kind, _ in parameters)
        self.by_place = tuple(name for name, _, _ in parameters) if is_by_place else None
        self.annotations: tuple[Node, ...] = annotations
        self.docstring: str | None = docstring
        self._column: int = column
        self._flags: int = flags
        self._shown: ShownParameters | None = shown
        self._table = table
        self._body: tuple[Node, ...] | None = None

    @property
    def is_async(self) -> bool:
        """Whether this is an ``async def``."""
        return bool(self._flags & IS_ASYNC)

    @property
    def is_lambda(self) -> bool:
        """Whether this is a lambda."""
        return bool(self._flags & IS_LAMBDA)

    @property
    def body(self) -> tuple[Node, ...]:
        """The statements of the body; a lambda's is one ``return``."""
        if self._body is None:
            self._body = lower_function_body(self._node())
        return self._body

    def __getattr__(self, name: str) -> Any:
        """Return what only the body tells, which is looked at when it is first asked for."""
        if name == "is_generator" and not self._table.holds_yield:
            self.is_generator = False
        elif name in _OF_BODY:
            found = analyse_scope(self._node())
            self.global_names, self.nonlocal_names, self.is_generator, self.local_names = found
        else:
            raise AttributeError(name)
        return getattr(self, name)

    @property
    def named_annotations(self) -> tuple[tuple[str, Node, str], ...]:
        """The annotations by parameter, the one of the result as ``return``, each as written too."""
        node = self._node()
        if isinstance(node, ast.Lambda):
            return ()
        args = node.args
        everything = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
        found = [(arg.arg, arg.annotation) for arg in everything if arg is not None] + [
            ("return", node.returns)
        ]
        return tuple(
            (name, lower_expression(given), ast.unparse(given)) for name, given in found if given is not None
        )

    @property
    def code(self) -> CodeType | None:
        """The function's code as this Python compiles it, or None where Pythons may not agree on it."""
        return self._table.code_of(self.name, self._node())

    def describe_parameters(self, skip: int = 0) -> str:
        """Return the parameters as in source, ``(color: str)``, without the first ``skip``."""
        if self._shown is None:
            self._shown = show_parameters(self._node().args)
        positional, positional_only, others = self._shown
        shown = [*positional]
        if positional_only and skip < positional_only:
            shown.insert(positional_only, "/")
        return f"({', '.join([*shown[skip:], *others])})"

    def _node(self) -> _FunctionNode:
        return self._table.node_at(self.line, self._column, is_lambda=self.is_lambda)


class FunctionTable:
    """The functions of one file, by where they stand.

    Args:
        read: returns the bytes that its program was made from.
        holds_yield: whether any of them may be a generator.
    """

    __slots__ = ("_in_parts", "_nodes", "_read", "_specs", "holds_yield")

    def __init__(self, read: Callable[[], bytes], *, holds_yield: bool = True) -> None:
        self._read = read
        self.holds_yield = holds_yield
        self._specs: dict[tuple[int, int, bool], FunctionSpec] = {}
        self._nodes: dict[tuple[int, int, bool], _FunctionNode] = {}
        self._in_parts: bool | None = None  # whether functions are parsed one by one; None: not looked at yet

    def spec_of(self, raw: Node) -> FunctionSpec:
        """Return the function of a ``def`` or ``lambda`` node, always the same one."""
        key = (raw[1], raw[2], bool(raw[5] & IS_LAMBDA))
        spec = self._specs.get(key)
        if spec is None:
            spec = self._specs[key] = FunctionSpec(raw, self)
        return spec

    def node_at(self, line: int, column: int, *, is_lambda: bool) -> _FunctionNode:
        """Return the tree of a function; decorators may be left out."""
        key = (line, column, is_lambda)
        if key not in self._nodes:
            self._parse(*key)
        return self._nodes[key]

    def code_of(self, name: str, node: _FunctionNode) -> CodeType | None:
        """Return the code of a function, or None: it is not found, or Pythons do not agree on it."""
        if any(isinstance(inner, _COMPREHENSIONS) for inner in walk(node)):
            return None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                waiting = [compile(self._read(), "<source>", "exec", dont_inherit=True)]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        found: list[CodeType] = []
        while waiting:
            code = waiting.pop()
            inner_codes = [held for held in code.co_consts if isinstance(held, CodeType)]
            waiting += inner_codes
            found += [one for one in inner_codes if one.co_name == name and one.co_firstlineno <= node.lineno]
        # It begins where its first decorator does, before which there is no other that ends later.
        line = max((code.co_firstlineno for code in found), default=0)
        nearest = [code for code in found if code.co_firstlineno == line]
        is_told = len(nearest) == 1 and (line == node.lineno or not isinstance(node, ast.Lambda))
        return nearest[0] if is_told else None

    def _parse(self, line: int, column: int, is_lambda: bool) -> None:
        source = self._read()
        if self._in_parts is None:
            self._in_parts = can_be_parsed_in_parts(source)
        tree = parse_function(source, line, column) if self._in_parts and not is_lambda else None
        for node in walk(tree or parse_source(source)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                key = (node.lineno, node.col_offset, isinstance(node, ast.Lambda))
                self._nodes.setdefault(key, node)

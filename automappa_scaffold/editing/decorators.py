"""Mending the decorators and the first parameter of a task."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.source_text import SourceText, Splice, open_source
from automappa_scaffold.editing.statements import import_splice
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of

__all__ = ["AddBind", "AddSelf", "AddWraps", "MoveDecoratorUp"]

_Def = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class AddWraps:
    """``@functools.wraps(function)`` on a decorator's inner function.

    Attributes:
        line: of the inner function's ``def``.
        root: the project's own top-level package, whose imports form a section.
    """

    path: PurePosixPath
    line: int
    root: str = ""

    def apply(self, data: bytes) -> bytes:
        """Return the file with the decorator. Raises EditError when it is not plain what is wrapped."""
        source = open_source(self.path, data)
        inner, wrapped = self._find(source)
        if any("wraps" in ast.unparse(decorator) for decorator in inner.decorator_list):
            return data
        spelled, imports = self._spelling(source)
        first = inner.decorator_list[0] if inner.decorator_list else inner
        start = source.line_start(source.span(first)[0])
        indent = source.indent_at(source.span(inner)[0])
        return source.splice([*imports, Splice(start, start, f"{indent}@{spelled}({wrapped})\n")])

    def _find(self, source: SourceText) -> tuple[_Def, str]:
        """Return the inner function and the parameter around it that it calls."""
        for outer in ast.walk(source.tree):
            if not isinstance(outer, _Def):
                continue
            for inner in outer.body:
                if isinstance(inner, _Def) and inner.lineno == self.line:
                    called = _called_names(inner)
                    names = [arg.arg for arg in _parameters(outer) if arg.arg in called]
                    if len(names) == 1:
                        return inner, names[0]
        raise EditError(
            f"{self.path}:{self.line}: it is not plain which function is wrapped here.",
            hint="Put @functools.wraps(function) on it by hand.",
        )

    def _spelling(self, source: SourceText) -> tuple[str, list[Splice]]:
        """Return how ``wraps`` is written in this file, and the import that it wants."""
        for stmt in source.tree.body:
            if isinstance(stmt, ast.ImportFrom) and stmt.module == "functools" and stmt.level == 0:
                for alias in stmt.names:
                    if alias.name == "wraps":
                        return alias.asname or "wraps", []
            elif isinstance(stmt, ast.Import):
                for alias in stmt.names:
                    if alias.name == "functools":
                        return f"{alias.asname or 'functools'}.wraps", []
        if bindings_of(source.tree.body, "functools"):
            raise EditError(
                f"{self.path}: functools means something else here.",
                hint="Put functools.wraps on the inner function by hand.",
            )
        text = "import functools"
        added = import_splice(source, text, level=0, module="functools", is_from=False, root=self.root)
        return "functools.wraps", [added]


@dataclass(frozen=True, slots=True)
class AddBind:
    """``bind=True`` in the decorator that makes a function a task; ``line`` and ``column``: of it."""

    path: PurePosixPath
    line: int
    column: int

    def apply(self, data: bytes) -> bytes:
        """Return the file with the task bound. Raises EditError when no decorator stands there."""
        source = open_source(self.path, data)
        decorator = _decorator_at(source, self.line, self.column)[1]
        end = source.span(decorator)[1]
        if not isinstance(decorator, ast.Call):
            return source.splice([Splice(end, end, "(bind=True)")])
        given = [keyword for keyword in decorator.keywords if keyword.arg == "bind"]
        if given:
            return source.splice([Splice(*source.span(given[0].value), "True")])
        arguments = [*decorator.args, *decorator.keywords]
        if any(isinstance(argument, ast.Starred) for argument in decorator.args) or any(
            keyword.arg is None for keyword in decorator.keywords
        ):
            raise EditError(
                f"{self.path}:{self.line}: the task's options are computed.", hint="Add bind=True by hand."
            )
        if not arguments:
            return source.splice([Splice(end - 1, end - 1, "bind=True")])
        last = max(source.span(argument)[1] for argument in arguments)
        return source.splice([Splice(last, last, ", bind=True")])


@dataclass(frozen=True, slots=True)
class AddSelf:
    """The first parameter ``self`` of a function; ``line``: of its ``def``."""

    path: PurePosixPath
    line: int

    def apply(self, data: bytes) -> bytes:
        """Return the file with the parameter. Raises EditError when no function stands there."""
        source = open_source(self.path, data)
        function = next((f for f in _functions(source) if f.lineno == self.line), None)
        if function is None:
            raise EditError(
                f"{self.path}:{self.line}: no function is defined here.", hint="Add self by hand."
            )
        parameters = _parameters(function)
        if parameters and parameters[0].arg == "self":
            return data
        tokens = source.between(*source.span(function))
        name = next(i for i, token in enumerate(tokens) if token.text == function.name)
        opening = next(token for token in tokens[name:] if token.text == "(")
        is_empty = ast.unparse(function.args) == ""
        return source.splice([Splice(opening.end, opening.end, "self" if is_empty else "self, ")])


@dataclass(frozen=True, slots=True)
class MoveDecoratorUp:
    """A decorator becomes the topmost one of its function; ``line`` and ``column``: of it, without the @."""

    path: PurePosixPath
    line: int
    column: int

    def apply(self, data: bytes) -> bytes:
        """Return the file with the decorator on top. Raises EditError when no decorator stands there."""
        source = open_source(self.path, data)
        function, decorator = _decorator_at(source, self.line, self.column)
        first = function.decorator_list[0]
        if decorator is first:
            return data
        start = source.line_start(source.span(decorator)[0])
        end = source.logical_end(decorator)
        top = source.line_start(source.span(first)[0])
        return source.splice([Splice(top, top, source.text[start:end]), Splice(start, end, "")])


def _decorator_at(source: SourceText, line: int, column: int) -> tuple[_Def, ast.expr]:
    for function in _functions(source):
        for decorator in function.decorator_list:
            if (decorator.lineno, decorator.col_offset + 1) == (line, column):
                return function, decorator
    raise EditError(f"{source.path}:{line}: no decorator stands here.", hint="Mend the declaration by hand.")


def _functions(source: SourceText) -> Iterator[_Def]:
    for node in ast.walk(source.tree):
        if isinstance(node, _Def):
            yield node


def _parameters(function: _Def) -> list[ast.arg]:
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _called_names(function: _Def) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {func.id for func in calls if isinstance(func, ast.Name)}

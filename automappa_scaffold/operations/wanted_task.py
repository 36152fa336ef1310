"""What the argument of ``why`` means: a task's name, a function's name, or a place in a definition."""

import ast
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree

__all__ = ["WantedTask", "read_wanted"]

_KINDS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class WantedTask:
    """What is asked for.

    Attributes:
        text: as it was given.
        path: of a place, else None.
        lines: of a place: the lines of ``def`` or ``class`` and of decorators of each definition around it,
            innermost first; ``names`` are those definitions' names.
        places: of a function's name, where functions of that name are that have tasks of another name.
    """

    text: str
    path: PurePosixPath | None = None
    lines: tuple[frozenset[int], ...] = ()
    names: tuple[str, ...] = ()
    places: frozenset[tuple[PurePosixPath | None, int | None]] = frozenset()

    def means(self, name: str, path: PurePosixPath | None, line: int | None) -> bool:
        """Return whether a task is meant."""
        if self.path is None:
            is_named = name == self.text or name.endswith(f".{self.text}")
            return is_named or (path, line) in self.places
        return path == self.path and any(line in lines for lines in self.lines)

    def is_defined_in(self, path: PurePosixPath, source: bytes | None, *, is_decorated: bool = False) -> bool:
        """Return whether a file defines what is meant, whatever a task in it would be called.

        Args:
            is_decorated: only what has a decorator is wanted.
        """
        if self.path is not None or source is None:
            return self.path == path
        try:
            nodes = list(ast.walk(parse_source(source)))
        except SourceSyntaxError:
            return False
        bare = self.text.rpartition(".")[2]
        named = [node for node in nodes if isinstance(node, _KINDS) and node.name == bare]
        return any(node.decorator_list or not is_decorated for node in named)

    def by_function(
        self,
        known: Iterable[Place],
        read: Callable[[PurePosixPath], bytes | None],
        modules: Mapping[str, PurePosixPath],
    ) -> "WantedTask":
        """Return the same question for tasks too whose functions are called so, or stand there in a module.

        Args:
            known: where tasks are defined; ``read``: returns a file; ``modules``: the path of each module.
        """
        module, _, name = self.text.replace(":", ".").rpartition(".")
        if self.path is not None or not name.isidentifier() or (module and module not in modules):
            return self
        is_head = re.compile(rb"\s*(?:async\s+)?(?:def|class)\s+%s\b" % name.encode()).match
        found = set()
        for place in known:
            if module and place.path != modules[module]:
                continue
            lines = (read(place.path) or b"").splitlines()
            if 0 < place.line <= len(lines) and is_head(lines[place.line - 1]):
                found.add((place.path, place.line))
        return replace(self, places=frozenset(found))

    def narrowed(self, places: set[tuple[PurePosixPath | None, int | None]]) -> "WantedTask":
        """Return the same question for the innermost definition that is at one of these places."""
        for lines in self.lines:
            if any((self.path, line) in places for line in lines):
                return WantedTask(self.text, self.path, (lines,), self.names)
        return self


def read_wanted(tree: SourceTree, text: str) -> WantedTask:
    """Return what an argument means.

    Raises:
        ProjectError: it is a place that holds no definition.
    """
    place, _, number = text.replace("\\", "/").rpartition(":")
    if not place or not number.isdecimal():
        return WantedTask(text)
    path = tree.relative(posixpath.normpath(posixpath.join(tree.root.as_posix(), place)))
    source = tree.read(tree.absolute(path))
    if source is None:
        raise ProjectError(f"There is no readable file {place}.", hint="Give a path from the project's root.")
    try:
        found = list(_definitions(parse_source(source), int(number)))
    except SourceSyntaxError as error:
        raise ProjectError(
            f"{place} does not parse: {error.message} (line {error.line}).", hint="Mend it first."
        ) from error
    if not found:
        raise ProjectError(f"No function or class is defined at {text}.", hint="Give a line of a definition.")
    lines = tuple(frozenset([node.lineno, *(d.lineno for d in node.decorator_list)]) for node in found)
    return WantedTask(text, path, lines, tuple(node.name for node in found))


def _definitions(
    tree: ast.Module, line: int
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the definitions around a line, decorators included, innermost first."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, _KINDS)]
    around = [node for node in nodes if _first_line(node) <= line <= (node.end_lineno or node.lineno)]
    yield from sorted(around, key=_first_line, reverse=True)


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])

"""The inverse of adding a function to a module: the function goes, with the imports that it alone needed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.add_import import AddImport, bound_name, single_imports
from automappa_scaffold.editing.append_function import AppendFunction, first_line
from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.name_removal import name_removals
from automappa_scaffold.editing.source_text import SourceText, open_source
from automappa_scaffold.editing.statement_removal import block_removals
from automappa_scaffold.editing.undoing import without
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of

__all__ = ["RemoveFunction", "holds_code"]

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class RemoveFunction:
    """A module without that function.

    Attributes:
        root: the project's own top-level package.
    """

    path: PurePosixPath
    name: str
    root: str = ""
    line_length: int = DEFAULT_LINE_LENGTH

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f"Remove {self.name} from {self.path} by hand."

    def apply(self, data: bytes) -> bytes:
        """Return the file without the function. Raises EditError when the name is anything else."""
        source = open_source(self.path, data, self.by_hand)
        bound = bindings_of(source.tree.body, self.name)
        if not bound:
            return data
        function = bound[0]
        if len(bound) > 1 or not isinstance(function, _Function):
            raise EditError(
                f"{self.path}:{bound[-1].lineno}: {self.name} is not defined by one plain function here.",
                hint=self.by_hand,
            )
        start, end = _block(source, function)
        removals = ((splice,) for splice in block_removals(source, start, end))
        text = source.text[source.line_starts[first_line(function) - 1] : end].rstrip("\n")
        adding = AppendFunction(self.path, self.name, f"{text}\n", self.root, self.line_length)
        return self._without_imports(without(source, removals, adding), _names_in(function))

    def _without_imports(self, data: bytes, names: frozenset[str]) -> bytes:
        """Return the file without the imports that only the function used."""
        source = open_source(self.path, data, self.by_hand)
        for stmt, index in _unused_imports(source.tree, names):
            adding = AddImport(self.path, single_imports(stmt)[index], self.root, self.line_length)
            removals = name_removals(source, stmt, index, source.tree.body)
            return self._without_imports(without(source, removals, adding), names)
        return data


def holds_code(path: PurePosixPath, data: bytes) -> bool:
    """Return whether a module does anything besides importing and exporting."""
    return any(not _is_frame(stmt) for stmt in open_source(path, data).tree.body)


def _is_frame(stmt: ast.stmt) -> bool:
    if isinstance(stmt, ast.Expr):
        return isinstance(stmt.value, ast.Constant)
    if isinstance(stmt, (ast.Assign, ast.AnnAssign)):
        targets = stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target]
        return all(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)
    return isinstance(stmt, (ast.Import, ast.ImportFrom, ast.Pass))


def _block(source: SourceText, function: _Function) -> tuple[int, int]:
    """Return the offsets of the function's lines, with the comments right above and at its end."""
    start = source.line_starts[first_line(function) - 1]
    while start and source.text[source.line_start(start - 1) : start].startswith("#"):
        above = source.line_start(start - 1)
        if above == 0 or source.text[above:start].startswith("#!"):
            break
        start = above
    end = _line_after(source, source.span(function)[1])
    while (line := source.text[end : _line_after(source, end)]).lstrip(" \t").startswith("#") and line[
        0
    ] in " \t":
        end += len(line)
    return start, end


def _line_after(source: SourceText, offset: int) -> int:
    return min(source.line_end(offset) + 1, len(source.text))


def _names_in(node: ast.AST) -> frozenset[str]:
    """Return the names that a tree uses, those in quoted annotations included."""
    names = {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}
    for found in ast.walk(node):
        if isinstance(found, ast.Constant) and isinstance(found.value, str):
            names |= set(_words(found.value))
    return frozenset(names)


def _words(text: str) -> Iterator[str]:
    try:
        yield from (node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name))
    except (SyntaxError, ValueError):
        return


def _unused_imports(
    tree: ast.Module, names: frozenset[str]
) -> Iterator[tuple[ast.Import | ast.ImportFrom, int]]:
    imports = [stmt for stmt in tree.body if isinstance(stmt, (ast.Import, ast.ImportFrom))]
    used = frozenset().union(*(_names_in(stmt) for stmt in tree.body if stmt not in imports))
    for stmt in reversed(imports):
        for index, alias in enumerate(stmt.names):
            name = bound_name(alias)
            if name in names and name not in used and getattr(stmt, "module", "") != "__future__":
                yield stmt, index

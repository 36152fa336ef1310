"""Adding a rendered function, with the imports that it needs, to a module that exists."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.add_import import AddImport, single_imports
from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.sequence import indent_unit
from automappa_scaffold.editing.source_text import SourceText, Splice, open_source, parse_source
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of

__all__ = ["AppendFunction", "app_expression", "first_line"]


@dataclass(frozen=True, slots=True)
class AppendFunction:
    """The functions of a rendered module, at the end of an existing one.

    Attributes:
        name: the function that is wanted; a module that defines it stays as it is.
        rendered: the source of a whole module; its docstring is left out, its imports are merged.
        root: the project's own top-level package.
    """

    path: PurePosixPath
    name: str
    rendered: str
    root: str = ""
    line_length: int = DEFAULT_LINE_LENGTH

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f"Add to {self.path} by hand:\n{self.rendered}"

    def apply(self, data: bytes) -> bytes:
        """Return the file with the function in it. Raises EditError when a name is taken."""
        source = open_source(self.path, data, self.by_hand)
        wanted = parse_source(self.path, self.rendered)
        bound = bindings_of(source.tree.body, self.name)
        if bound:
            if all(isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef)) for stmt in bound):
                return data
            raise EditError(
                f"{self.path}:{bound[0].lineno}: {self.name} already means something else here.",
                hint="Choose another task name, or another module with --module.",
            )
        for stmt in wanted.body:
            if isinstance(stmt, (ast.Import, ast.ImportFrom)):
                for statement in single_imports(stmt):
                    adding = AddImport(self.path, statement, self.root, self.line_length)
                    source = open_source(self.path, adding.apply(source.data))
        return source.splice([self._definitions_splice(source, wanted)])

    def _definitions_splice(self, source: SourceText, wanted: ast.Module) -> Splice:
        lines = self.rendered.split("\n")
        definitions = [stmt for stmt in wanted.body if isinstance(stmt, (ast.FunctionDef, ast.ClassDef))]
        blocks = ["\n".join(lines[first_line(stmt) - 1 : stmt.end_lineno]) for stmt in definitions]
        block = "\n\n\n".join(blocks)
        block = _with_indent(block, indent_unit(source))
        guard = source.tree.body[-1] if source.tree.body else None
        if guard is not None and _is_main_guard(guard):
            return self._before_guard(source, guard, block)
        kept = source.text.rstrip(" \t\n\f")
        have = source.text[len(kept) :].count("\n")
        final = "\n" if source.text.endswith("\n") or not source.text else ""
        space = "\n" * max(0, 3 - have) if kept else ""
        return Splice(len(source.text), len(source.text), f"{space}{block}{final}")

    def _before_guard(self, source: SourceText, guard: ast.stmt, block: str) -> Splice:
        start = source.line_start(source.span(guard)[0])
        while start and source.text[source.line_start(start - 1) : start].lstrip().startswith("#"):
            start = source.line_start(start - 1)
        have = len(source.text[:start]) - len(source.text[:start].rstrip("\n")) - 1 if start else 2
        space = "\n" * max(0, 2 - have)
        return Splice(start, start, f"{space}{block}\n\n\n")


def app_expression(source: SourceText, module: str, attribute: str, package: str) -> str:
    """Return how a module spells the app that it imports (``queue``, ``tasks.queue``), or an empty string.

    Args:
        package: the package that the module is in, from which its relative imports count.
    """
    parent, _, last = module.rpartition(".")
    for stmt in (stmt for outer in source.tree.body for stmt in _always_tried(outer)):
        if isinstance(stmt, ast.ImportFrom):
            for alias in stmt.names:
                full = _absolute(stmt, package)
                if full == module and alias.name == "*" and _uses(source, attribute):
                    return attribute
                if full == module and alias.name == attribute:
                    return alias.asname or alias.name
                if full == parent and alias.name == last and parent:
                    return f"{alias.asname or alias.name}.{attribute}"
        elif isinstance(stmt, ast.Import):
            for alias in stmt.names:
                if alias.name == module:
                    return f"{alias.asname or module}.{attribute}"
    return ""


def _uses(source: SourceText, name: str) -> bool:
    """Return whether a module speaks of a name that none of its statements but a star import can bind."""
    nodes = (node for node in ast.walk(source.tree) if isinstance(node, ast.Name) and node.id == name)
    return any(isinstance(node.ctx, ast.Load) for node in nodes) and not bindings_of(source.tree.body, name)


def _always_tried(stmt: ast.stmt) -> list[ast.stmt]:
    """Return a statement, or those of a ``try`` in its place."""
    return stmt.body if isinstance(stmt, ast.Try) else [stmt]


def _absolute(stmt: ast.ImportFrom, package: str) -> str:
    if not stmt.level:
        return stmt.module or ""
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - stmt.level + 1], *([stmt.module] if stmt.module else [])])


def first_line(stmt: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """Return the line on which a definition starts, its decorators included."""
    return min([stmt.lineno, *(decorator.lineno for decorator in stmt.decorator_list)])


def _is_main_guard(stmt: ast.stmt) -> bool:
    return (
        isinstance(stmt, ast.If)
        and "__name__" in ast.unparse(stmt.test)
        and "__main__" in ast.unparse(stmt.test)
    )


def _with_indent(block: str, unit: str) -> str:
    """Return a block that is indented by four spaces indented by ``unit``."""
    lines = []
    for line in block.split("\n"):
        body = line.lstrip(" ")
        depth, rest = divmod(len(line) - len(body), 4)
        lines.append(unit * depth + " " * rest + body)
    return "\n".join(lines)

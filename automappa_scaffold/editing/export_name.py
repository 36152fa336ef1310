"""Naming a task in ``__all__`` of its package."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.ordering import names_index, sorted_names
from automappa_scaffold.editing.sequence import display_strings, insert_element, quote_like
from automappa_scaffold.editing.source_text import SourceText, open_source
from automappa_scaffold.editing.statements import append_statement, import_end_splice
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of, is_type_checking, iter_bindings

__all__ = ["ExportName"]


@dataclass(frozen=True, slots=True)
class ExportName:
    """A name in ``__all__``.

    Attributes:
        only_if_present: leave a file without ``__all__`` as it is.
    """

    path: PurePosixPath
    name: str
    only_if_present: bool = False
    line_length: int = DEFAULT_LINE_LENGTH

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f'Add "{self.name}" to __all__ of {self.path} by hand.'

    def apply(self, data: bytes) -> bytes:
        """Return the file with the name exported. Raises EditError when ``__all__`` is not a plain list."""
        source = open_source(self.path, data, self.by_hand)
        bindings = bindings_of(source.tree.body, "__all__")
        if not bindings:
            return data if self._may_stay_absent(source) else self._create(source)
        lists = self.lists(source)
        if any(self.name in display_strings(part) for part in lists):
            return data
        if not lists:
            raise self.refusal(bindings[0].lineno)
        target = lists[-1]
        names = display_strings(target)
        known = [name for name in names if name is not None]
        index = names_index(known, self.name) if len(known) == len(names) else len(names)
        text = quote_like(source, target, self.name)
        return source.splice(insert_element(source, target, index, text, self.line_length))

    def lists(self, source: SourceText) -> list[ast.expr]:
        """Return the displays that make up ``__all__``. Raises EditError where it is computed."""
        bindings = bindings_of(source.tree.body, "__all__")
        return [part for stmt in bindings for part in self._displays(stmt)]

    def _may_stay_absent(self, source: SourceText) -> bool:
        # Without __all__ a star import takes every public name. A new __all__ would hide those of a star, and
        # one with a name that is bound on a condition would fail without it.
        body = source.tree.body
        has_star = any("*" in set(iter_bindings(stmt)) for stmt in body)
        return self.only_if_present or has_star or any(_binds_perhaps(stmt) for stmt in body)

    def _create(self, source: SourceText) -> bytes:
        names = set(_public_names(source.tree.body, self.path)) | {self.name}
        quoted = [quote_like(source, None, name) for name in sorted_names(names)]
        line = f"__all__ = [{', '.join(quoted)}]"
        if len(line) > self.line_length:
            line = "__all__ = [" + "".join(f"\n    {name}," for name in quoted) + "\n]"
        splice = import_end_splice(source, line)
        return source.splice([splice]) if splice else append_statement(source, line)

    def _displays(self, stmt: ast.stmt) -> list[ast.expr]:
        value: ast.expr | None = None
        is_plain = isinstance(stmt, ast.Assign) and len(stmt.targets) == 1
        is_added = isinstance(stmt, ast.AugAssign) and isinstance(stmt.op, ast.Add)
        if isinstance(stmt, ast.AnnAssign) or is_plain or is_added:
            value = getattr(stmt, "value", None)
        if value is None:
            raise self.refusal(stmt.lineno)
        return [part for part in _operands(value) if isinstance(part, (ast.List, ast.Tuple))]

    def refusal(self, line: int) -> EditError:
        """Return the error that says what to do by hand."""
        return EditError(
            f"{self.path}:{line}: __all__ is computed or conditional, so no name can be added safely.",
            hint=self.by_hand,
        )


def _operands(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_operands(value.left), *_operands(value.right)]
    return [value]


def _public_names(body: list[ast.stmt], path: PurePosixPath) -> list[str]:
    """Return the names that the package offers today: its own and those it imports from itself."""
    names: list[str] = []
    for stmt in body:
        is_foreign = isinstance(stmt, ast.ImportFrom) and not stmt.level and not _is_own(stmt, path)
        if not isinstance(stmt, ast.Import) and not is_foreign and not is_type_checking(stmt):
            names += [name for name in iter_bindings(stmt) if not name.startswith("_")]
    return names


def _is_own(stmt: ast.ImportFrom, path: PurePosixPath) -> bool:
    parent = (stmt.module or "").rpartition(".")[0]
    folder = ".".join(path.parent.parts)
    return bool(parent) and (folder == parent or folder.endswith(f".{parent}"))


def _binds_perhaps(stmt: ast.stmt) -> bool:
    """Return whether a statement may leave a public name unbound."""
    kinds = (ast.If, ast.For, ast.While, ast.Match, ast.Delete)
    is_attempt = isinstance(stmt, ast.Try) and not all(_makes_up(h, stmt.body) for h in stmt.handlers)
    is_attempt = is_attempt or (isinstance(stmt, ast.With) and "suppress" in ast.unparse(stmt.items[0]))
    if not (isinstance(stmt, kinds) or is_attempt) or is_type_checking(stmt):
        return False
    return any(not name.startswith("_") for name in iter_bindings(stmt))


def _makes_up(handler: ast.ExceptHandler, tried: list[ast.stmt]) -> bool:
    """Return whether a handler raises, or binds all that the statements that failed would have bound."""
    names, instead = ({n for stmt in block for n in iter_bindings(stmt)} for block in (tried, handler.body))
    return isinstance(handler.body[-1], ast.Raise) or names <= instead

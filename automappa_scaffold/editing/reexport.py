"""Importing a task into its package, which is what makes a worker register it."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.ordering import names_index
from automappa_scaffold.editing.sequence import insert_element
from automappa_scaffold.editing.source_text import SourceText, open_source
from automappa_scaffold.editing.statements import import_splice, takes_names
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of, is_type_checking

__all__ = ["AddReexport"]


@dataclass(frozen=True, slots=True)
class AddReexport:
    """``from .module import name`` in a package's ``__init__.py``.

    Attributes:
        package: the dotted name of the package, by which absolute imports of its modules are recognised.
    """

    path: PurePosixPath
    module: str
    name: str
    package: str = ""
    line_length: int = DEFAULT_LINE_LENGTH

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f"Add to {self.path} by hand: {self._line()}"

    def apply(self, data: bytes) -> bytes:
        """Return the file with the import in it. Raises EditError when the name means something else."""
        source = open_source(self.path, data, self.by_hand)
        bindings = bindings_of(source.tree.body, self.name)
        if any(self._imports_it(stmt) for stmt in bindings):
            self._refuse_others([stmt for stmt in bindings if not self._imports_it(stmt)])
            return data
        self._refuse_others(bindings)
        statements = [s for s in source.tree.body if isinstance(s, ast.ImportFrom) and self.is_from_module(s)]
        if any(alias.name == "*" and not self.name.startswith("_") for s in statements for alias in s.names):
            return data
        self._refuse_lost_submodule(source)
        named = [stmt for stmt in statements if takes_names(stmt)]
        return self._merge(source, named[-1]) if named else self._add(source)

    def _merge(self, source: SourceText, stmt: ast.ImportFrom) -> bytes:
        index = names_index([alias.name for alias in stmt.names], self.name)
        return source.splice(insert_element(source, stmt, index, self.name, self.line_length))

    def _add(self, source: SourceText) -> bytes:
        level, module = (
            (0, f"{self.package}.{self.module}") if self._is_absolute(source) else (1, self.module)
        )
        text = self._line(level, module)
        if len(text) > self.line_length:
            text = f"from {'.' * level}{module} import (\n    {self.name},\n)"
        root = self.package.partition(".")[0]
        splice = import_splice(
            source, text, level=level, module=module, is_from=True, root=root, name=self.name
        )
        return source.splice([splice])

    def _is_absolute(self, source: SourceText) -> bool:
        """Return whether the package speaks of its modules by their full names, and only so."""
        imports = [stmt for stmt in source.tree.body if isinstance(stmt, ast.ImportFrom)]
        if not self.package or any(stmt.level for stmt in imports):
            return False
        return any((stmt.module or "").startswith(f"{self.package}.") for stmt in imports)

    def _line(self, level: int = 1, module: str = "") -> str:
        return f"from {'.' * level}{module or self.module} import {self.name}"

    def is_from_module(self, stmt: ast.ImportFrom) -> bool:
        """Return whether a statement imports from the task's module."""
        if stmt.level == 1:
            return stmt.module == self.module
        return stmt.level == 0 and bool(self.package) and stmt.module == f"{self.package}.{self.module}"

    def _imports_it(self, stmt: ast.stmt) -> bool:
        """Return whether a statement imports the name, at module level or in the body of a ``try``."""
        if isinstance(stmt, ast.Try):
            return any(self._imports_it(inner) for inner in stmt.body)
        if not isinstance(stmt, ast.ImportFrom) or not self.is_from_module(stmt):
            return False
        return any(alias.name == self.name and alias.asname in (None, self.name) for alias in stmt.names)

    def _refuse_others(self, bindings: list[ast.stmt]) -> None:
        for stmt in bindings:
            if not is_type_checking(stmt):
                raise EditError(
                    f"{self.path}:{stmt.lineno}: {self.name} already means something else here.",
                    hint=f"Choose another task name, or rename that one and add: {self._line()}",
                )

    def _refuse_lost_submodule(self, source: SourceText) -> None:
        """Refuse a new submodule that would take the place of a name of the package.

        Importing ``.module`` binds ``module`` on the package, over whatever was bound before.
        """
        if self.module == self.name:
            return
        for stmt in source.tree.body:
            if isinstance(stmt, ast.ImportFrom) and stmt.level == 1 and stmt.module == self.name:
                raise EditError(
                    f"{self.path}:{stmt.lineno}: {self.name} is a module of this package, and a task of that "
                    "name from another module would be hidden by it.",
                    hint="Choose another task name, or put the task into that module with --module.",
                )
        bound = [stmt for stmt in bindings_of(source.tree.body, self.module) if not self._is_submodule(stmt)]
        if bound and not any(isinstance(s, ast.ImportFrom) and self.is_from_module(s) for s in bound):
            raise EditError(
                f"{self.path}:{bound[0].lineno}: {self.module} is a name of this package, and importing the "
                f"module {self.module} would replace it.",
                hint="Choose another module with --module.",
            )

    def _is_submodule(self, stmt: ast.stmt) -> bool:
        if not isinstance(stmt, ast.ImportFrom):
            return False
        return any(alias.name == self.module for alias in stmt.names) and stmt.level == 1 and not stmt.module

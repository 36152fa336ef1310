"""Adding the import of one name to a module that needs it."""

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

__all__ = ["AddImport", "bound_name", "single_imports"]

ImportStatement = ast.Import | ast.ImportFrom


@dataclass(frozen=True, slots=True)
class AddImport:
    """``import module`` or ``from module import name``, where isort would have it.

    Attributes:
        statement: an import statement of a single name.
        root: the project's own top-level package.
    """

    path: PurePosixPath
    statement: str
    root: str = ""
    line_length: int = DEFAULT_LINE_LENGTH

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f"Add to {self.path} by hand: {self.statement}"

    def apply(self, data: bytes) -> bytes:
        """Return the file with the import in it. Raises EditError when its name means something else."""
        source = open_source(self.path, data, self.by_hand)
        wanted = self.parsed()
        name = bound_name(wanted.names[0])
        bound = [stmt for stmt in bindings_of(source.tree.body, name) if not is_type_checking(stmt)]
        for stmt in bound:
            if not _imports_same(stmt, wanted):
                raise EditError(
                    f"{self.path}:{stmt.lineno}: {name} already means something else here, and the new "
                    f"function needs: {self.statement}",
                    hint="Put the task into another module with --module.",
                )
        return data if bound else self._added(source, wanted)

    def parsed(self) -> ImportStatement:
        """Return the statement's tree."""
        stmt = ast.parse(self.statement).body[0]
        assert isinstance(stmt, (ast.Import, ast.ImportFrom))
        return stmt

    def _added(self, source: SourceText, wanted: ImportStatement) -> bytes:
        alias = wanted.names[0]
        if isinstance(wanted, ast.Import):
            splice = import_splice(
                source, self.statement, level=0, module=alias.name, is_from=False, root=self.root
            )
            return source.splice([splice])
        same = [stmt for stmt in source.tree.body if _is_from_same(stmt, wanted) and takes_names(stmt)]
        if same and isinstance(same[-1], ast.ImportFrom):
            index = names_index([other.name for other in same[-1].names], alias.name)
            return source.splice(
                insert_element(source, same[-1], index, ast.unparse(alias), self.line_length)
            )
        module = wanted.module or ""
        splice = import_splice(
            source,
            self.statement,
            level=wanted.level,
            module=module,
            is_from=True,
            root=self.root,
            name=alias.name,
        )
        return source.splice([splice])


def single_imports(stmt: ImportStatement) -> list[str]:
    """Return one statement for each name that a statement imports."""
    if isinstance(stmt, ast.Import):
        return [ast.unparse(ast.Import([alias])) for alias in stmt.names]
    return [ast.unparse(ast.ImportFrom(stmt.module, [alias], stmt.level)) for alias in stmt.names]


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]


def _is_from_same(stmt: ast.stmt, wanted: ast.ImportFrom) -> bool:
    if not isinstance(stmt, ast.ImportFrom) or stmt.names[0].name == "*":
        return False
    return (stmt.module, stmt.level) == (wanted.module, wanted.level)


def _imports_same(stmt: ast.stmt, wanted: ImportStatement) -> bool:
    if type(stmt) is not type(wanted) or not isinstance(stmt, (ast.Import, ast.ImportFrom)):
        return False
    if isinstance(wanted, ast.ImportFrom) and not _is_from_same(stmt, wanted):
        return False
    alias = wanted.names[0]
    return any((other.name, other.asname) == (alias.name, alias.asname) for other in stmt.names)

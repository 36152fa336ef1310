"""The inverse of importing a task into its package."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.name_removal import iter_blocks, name_removals
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.source_text import SourceText, open_source
from automappa_scaffold.editing.undoing import without
from automappa_scaffold.errors import EditError

__all__ = ["RemoveReexport"]

_Found = tuple[ast.ImportFrom, int, list[ast.stmt]]


@dataclass(frozen=True, slots=True)
class RemoveReexport:
    """No import of that task into its package; ``reexport`` says which task, and where.

    Attributes:
        with_module: the module itself goes too, so imports of all its names (``*``) and of itself go with it.
    """

    reexport: AddReexport
    with_module: bool = False

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.reexport.path

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f"Remove the import of {self.reexport.name} from {self.path} by hand."

    def apply(self, data: bytes) -> bytes:
        """Return the file without the import. Raises EditError when it is imported under another name."""
        source = open_source(self.path, data, self.by_hand)
        for stmt, index, siblings in self._found(source):
            removals = name_removals(source, stmt, index, siblings)
            joins_lines = len(stmt.names) > 1
            return self.apply(without(source, removals, self.reexport, joins_lines=joins_lines))
        return data

    def _found(self, source: SourceText) -> Iterator[_Found]:
        name, module = self.reexport.name, self.reexport.module
        for siblings in iter_blocks(source.tree.body):
            for stmt in siblings:
                if not isinstance(stmt, ast.ImportFrom):
                    continue
                is_of_module = self.reexport.is_from_module(stmt)
                for index, alias in enumerate(stmt.names):
                    if is_of_module and alias.name == name and alias.asname not in (None, name):
                        raise EditError(
                            f"{self.path}:{stmt.lineno}: {name} is imported as {alias.asname} here.",
                            hint=f"Remove that import, and what uses {alias.asname}, by hand.",
                        )
                    is_module = stmt.level == 1 and not stmt.module and alias.name == module
                    goes_along = is_module or (is_of_module and alias.name == "*")
                    if (is_of_module and alias.name == name) or (self.with_module and goes_along):
                        yield stmt, index, siblings

"""The inverse of adding an entry to the setting that lists the modules a worker imports."""

import ast
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.sequence import display_strings
from automappa_scaffold.editing.source_text import open_source
from automappa_scaffold.editing.string_removal import holds_string, without_string
from automappa_scaffold.errors import EditError

__all__ = ["RemoveImportsEntry"]


@dataclass(frozen=True, slots=True)
class RemoveImportsEntry:
    """No entry of that module in the setting; ``entry`` says which module, and where."""

    entry: AddImportsEntry

    @property
    def path(self) -> PurePosixPath:
        """The file of the setting."""
        return self.entry.path

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f'Remove "{self.entry.module}" by hand from the modules that the worker imports.'

    def apply(self, data: bytes) -> bytes:
        """Return the file without the entry. Raises EditError when it stands in no plain list."""
        source = open_source(self.path, data, self.by_hand)
        module = self.entry.module
        if not holds_string(source.tree, module):
            return data
        lists = [part for part in self.entry.lists(source) if module in display_strings(part)]
        if not lists:
            return data
        adding = _FromAnyLine(self.entry, _first_line(source.tree, lists[-1]), data)
        return self.apply(without_string(source, lists[-1], module, adding))


@dataclass(frozen=True, slots=True)
class _FromAnyLine:
    """Adding the entry, on whichever line of its statement the list stood before its brackets were broken.

    Attributes:
        first: the line on which the statement starts.
        wanted: the file as adding is hoped to leave it.
    """

    entry: AddImportsEntry
    first: int
    wanted: bytes

    @property
    def path(self) -> PurePosixPath:
        """The file of the setting."""
        return self.entry.path

    def apply(self, data: bytes) -> bytes:
        """Return the file with the entry in it, as ``wanted`` if any line leads there."""
        if self.entry.line is not None:
            for line in range(self.first, self.entry.line):
                try:
                    if replace(self.entry, line=line).apply(data) == self.wanted:
                        return self.wanted
                except EditError:
                    continue
        return self.entry.apply(data)


def _first_line(tree: ast.Module, value: ast.expr) -> int:
    """Return the line on which the statement that holds a value starts."""
    statements = (node for node in ast.walk(tree) if isinstance(node, ast.stmt))
    return max(
        (s.lineno for s in statements if s.lineno <= value.lineno <= (s.end_lineno or 0)),
        default=value.lineno,
    )

"""The inverse of adding an entry to the setting that lists the modules a worker imports."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.sequence import display_strings
from automappa_scaffold.editing.source_text import open_source
from automappa_scaffold.editing.string_removal import holds_string, without_string

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
        return self.apply(without_string(source, lists[-1], module, self.entry))

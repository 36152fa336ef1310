"""The inverse of naming a task in ``__all__``."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.made_export import removals_of_made_list
from automappa_scaffold.editing.sequence import display_strings
from automappa_scaffold.editing.source_text import open_source
from automappa_scaffold.editing.string_removal import holds_string, without_string
from automappa_scaffold.editing.undoing import leads_back

__all__ = ["UnexportName"]


@dataclass(frozen=True, slots=True)
class UnexportName:
    """A name that is not in ``__all__``; ``export`` says which, and where."""

    export: ExportName

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.export.path

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f'Remove "{self.export.name}" from __all__ of {self.path} by hand.'

    def apply(self, data: bytes) -> bytes:
        """Return the file without the name in ``__all__``. Raises EditError when it is not a plain list."""
        source = open_source(self.path, data, self.by_hand)
        name = self.export.name
        if not holds_string(source.tree, name):
            return data
        lists = [part for part in self.export.lists(source) if name in display_strings(part)]
        if not lists:
            return data
        for removal in removals_of_made_list(source, lists[-1], name):
            if leads_back(self.export, source, removal):
                return source.splice(removal)
        return self.apply(without_string(source, lists[-1], name, self.export))

"""The inverse of giving an app the setting that lists the modules a worker imports."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.app_setting import AddAppImports
from automappa_scaffold.editing.source_text import open_source
from automappa_scaffold.editing.statement_removal import statement_removals
from automappa_scaffold.editing.undoing import leads_back

__all__ = ["RemoveAppImports"]


@dataclass(frozen=True, slots=True)
class RemoveAppImports:
    """No statement that ``setting`` would write; any other that lists modules stays as it is."""

    setting: AddAppImports

    @property
    def path(self) -> PurePosixPath:
        """The app's file."""
        return self.setting.path

    def apply(self, data: bytes) -> bytes:
        """Return the file without the statement, as it was before."""
        source = open_source(self.path, data)
        for stmt in source.tree.body:
            for splice in statement_removals(source, stmt, source.tree.body):
                if leads_back(self.setting, source, (splice,)):
                    return source.splice((splice,))
        return data

"""Giving an app without a list of task modules its first one."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.sequence import quote_like
from automappa_scaffold.editing.source_text import Splice, open_source
from automappa_scaffold.errors import EditError

__all__ = ["AddAppImports"]


@dataclass(frozen=True, slots=True)
class AddAppImports:
    """``app.conf.imports = (module,)`` below the statements that make and configure the app.

    Attributes:
        app: the name of the app in the file.
    """

    path: PurePosixPath
    app: str
    module: str

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f'Add by hand, where the app is ready: {self.app}.conf.imports = ("{self.module}",)'

    def apply(self, data: bytes) -> bytes:
        """Return the file with the setting in it. Raises EditError when nothing here makes the app."""
        source = open_source(self.path, data, self.by_hand)
        entry = quote_like(source, None, self.module)
        statement = f"{self.app}.conf.imports = ({entry},)"
        wanted = ast.dump(ast.parse(statement).body[0])
        if any(ast.dump(stmt) == wanted for stmt in source.tree.body):
            return data
        places = [stmt for stmt in source.tree.body if self._concerns_app(stmt)]
        if not places or not isinstance(places[0], (ast.Assign, ast.AnnAssign)):
            raise EditError(
                f"{self.path}: {self.app} is not made by an assignment here.",
                hint=self.by_hand,
            )
        end = source.logical_end(places[-1])
        has_break = source.text[:end].endswith("\n")
        text = f"{statement}\n" if has_break else f"\n{statement}"
        return source.splice([Splice(end, end, text)])

    def _concerns_app(self, stmt: ast.stmt) -> bool:
        """Return whether a statement makes the app, or sets or calls something of it."""
        targets: list[ast.expr] = []
        if isinstance(stmt, ast.Assign):
            targets = stmt.targets
        elif isinstance(stmt, ast.AnnAssign):
            targets = [stmt.target]
        elif isinstance(stmt, ast.Expr) and isinstance(stmt.value, ast.Call):
            targets = [stmt.value.func]
        return any(_first_name(target) == self.app for target in targets)


def _first_name(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""

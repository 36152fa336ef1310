"""Whether a new page has what the app would take from it."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.source.bindings import bindings_of, iter_bindings

__all__ = ["missing_part"]


def missing_part(
    workspace: Workspace,
    changes: ChangeSet,
    folder: PurePosixPath,
    sibling: PurePosixPath,
    texts: tuple[str, ...],
) -> str:
    """Return the first name that imports or expressions take from a page and that is not there, or nothing.

    Args:
        changes: what makes the page.
        folder: the page's folder.
        sibling: the folder of a page of which the same is taken; its modules are modules here too.
    """
    for text in texts:
        is_import = text.startswith(("from ", "import "))
        for inner, name in _taken(ast.parse(text), folder.name):
            place = folder.joinpath(*inner)
            is_module = is_import and _read(workspace, changes, place / f"{name}.py") is not None
            is_module = is_module and not _defines(workspace, changes, sibling.joinpath(*inner), name)
            if not is_module and not _offers(workspace, changes, place, name):
                return ".".join([folder.name, *inner, name])
    return ""


def _taken(tree: ast.AST, page: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the names taken from a page, each after the modules inside the page that it is in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".")
            if page in parts:
                inner = tuple(parts[parts.index(page) + 1 :])
                yield from ((inner, alias.name) for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == page:
            yield (), node.attr


def _offers(workspace: Workspace, changes: ChangeSet, place: PurePosixPath, name: str) -> bool:
    """Return whether a module binds a name; what it imports of a star or makes on demand may be any name."""
    for path in (place / "__init__.py", place.with_name(f"{place.name}.py")):
        data = _read(workspace, changes, path)
        if data is not None:
            names = {bound for stmt in parse_source(path, data).body for bound in iter_bindings(stmt)}
            return bool(names & {name, "*", "__getattr__"})
    return False


def _defines(workspace: Workspace, changes: ChangeSet, place: PurePosixPath, name: str) -> bool:
    """Return whether a package itself makes a name, which is then no module of it."""
    path = place / "__init__.py"
    body = parse_source(path, _read(workspace, changes, path) or b"").body
    return any(not _imports_module(stmt) for stmt in bindings_of(body, name))


def _imports_module(stmt: ast.stmt) -> bool:
    return isinstance(stmt, ast.ImportFrom) and stmt.level == 1 and not stmt.module


def _read(workspace: Workspace, changes: ChangeSet, path: PurePosixPath) -> bytes | None:
    planned = changes.after
    return planned[path] if path in planned else workspace.tree.read(workspace.tree.absolute(path))

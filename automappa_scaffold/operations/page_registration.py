"""Where an app names its pages one by one, and a new page has to be named too.

Only what is evident is edited: a list, or a block of imports, in which every other page stands in the same
way. Where that leaves a doubt, the user is told which place to look at.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.add_import import bound_name, single_imports
from automappa_scaffold.editing.add_sibling import AddElement, AddParallelImport, iter_displays
from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.operations.page_parts import missing_part
from automappa_scaffold.operations.page_words import names_page, same_for_all, text_for
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import find_pages, iter_source_files

__all__ = ["with_registration"]


@dataclass(frozen=True, slots=True)
class _Parallel:
    """A place in which each of several pages stands in the same way: their texts, and that of a new page."""

    texts: tuple[str, ...]
    new: str


def with_registration(
    workspace: Workspace, page: str, changes: ChangeSet
) -> tuple[ChangeSet, tuple[str, ...]]:
    """Return the changes that make a page, with those that name it where the app names its pages.

    The second value is what the user should do or know.
    """
    siblings = _siblings(workspace, page)
    notes: list[str] = []
    for path in _candidates(workspace, siblings):
        tree = parse_source(path, workspace.tree.read(workspace.tree.absolute(path)) or b"")
        edits = tuple(_edits(workspace, path, tree, page, siblings))
        try:
            planned = changes
            _refuse_missing(workspace, changes, page, siblings[0], edits)
            for edit in edits:
                planned = planned.with_edit(edit, workspace.project.root)
            if planned != changes:
                _refuse_harm(workspace, planned)
            changes = planned
        except EditError as error:
            notes.append(f"{path} was left as it is: {error.message} {error.hint}".rstrip())
            continue
        line = None if edits else _first_mention(tree, page, siblings)
        if line is not None:
            notes.append(f"{path}:{line} speaks of the other pages; see whether {page} belongs there too.")
    return changes, tuple(notes)


def _siblings(workspace: Workspace, page: str) -> tuple[str, ...]:
    """Return the other pages that show something."""
    pages = workspace.layout.pages
    if pages is None:
        return ()
    found = find_pages(workspace.project, workspace.layout)
    return tuple(other for other in found if other != page and _shows_something(workspace, pages / other))


def _shows_something(workspace: Workspace, folder: PurePosixPath) -> bool:
    names = workspace.tree.listing(workspace.tree.absolute(folder)) or ()
    if any(name.endswith(".py") and name != "__init__.py" for name in names):
        return True
    path = folder / "__init__.py"
    try:
        body = parse_source(path, workspace.tree.read(workspace.tree.absolute(path)) or b"").body
    except EditError:
        return False
    return any(not isinstance(stmt, ast.Expr) for stmt in body)


def _candidates(workspace: Workspace, siblings: Sequence[str]) -> Iterator[PurePosixPath]:
    """Yield the files that may name every page: those of the app besides the pages' own and the settings."""
    pages = workspace.layout.pages
    if not siblings or pages is None:
        return
    for path in iter_source_files(workspace.project):
        is_of_page = path.is_relative_to(pages) and path.parent != pages
        if is_of_page or path == workspace.layout.config or "tests" in path.parts:
            continue
        data = workspace.tree.read(workspace.tree.absolute(path)) or b""
        if all(_may_name(data, page) for page in siblings):
            try:
                parse_source(path, data)
            except EditError:
                continue
            yield path


def _may_name(data: bytes, page: str) -> bool:
    folded = data.decode("utf-8", "replace").casefold()
    return page.split("_")[0].casefold() in folded


def _edits(
    workspace: Workspace, path: PurePosixPath, tree: ast.Module, page: str, siblings: Sequence[str]
) -> Iterator[AddElement | AddParallelImport]:
    length = project_line_length(workspace.project.root, path)
    root = workspace.layout.app.partition(":")[0].partition(".")[0]
    statements = [stmt for stmt in tree.body if isinstance(stmt, (ast.Import, ast.ImportFrom))]
    singles = [text for stmt in statements for text in single_imports(stmt) if "*" not in text]
    imports = list(_parallels(singles, page, siblings))
    importing = {_bound(text): parallel for parallel in imports for text in parallel.texts}
    wanted: dict[_Parallel, None] = {}
    displays = [[ast.unparse(element) for element in display.elts] for display in iter_displays(tree)]
    lists = [parallel for texts in displays for parallel in _parallels(texts, page, siblings)]
    for parallel in lists:
        # Elements that are names of their own for each page want an import each.
        names = [name for name in _names_in(parallel.texts[0]) if _is_of_a_page(name, siblings)]
        if all(name in importing for name in names):
            wanted.update((importing[name], None) for name in names)
            yield AddElement(path, parallel.texts, parallel.new, length)
    if len(siblings) > 1 and not lists:
        # An import alone would be no use where something is done with each page.
        spoken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used = {name for name in spoken if _is_of_a_page(name, siblings)}
        alone = (each for each in imports if not any(_bound(text) in used for text in each.texts))
        wanted.update((parallel, None) for parallel in alone)
    for parallel in wanted:
        yield AddParallelImport(path, parallel.texts, parallel.new, root, length)


def _parallels(texts: Sequence[str], page: str, siblings: Sequence[str]) -> Iterator[_Parallel]:
    """Yield the way in which every page is spoken of by just one text, alike but for the page's name."""
    about: dict[str, list[str]] = {other: [] for other in siblings}
    for text in texts:
        # The modules of tasks have a command of their own.
        named = [other for other in siblings if names_page(text, other) and ".tasks" not in text]
        if len(named) == 1:
            about[named[0]].append(text)
    for first in about[siblings[0]]:
        found = {siblings[0]: first}
        for other in siblings[1:]:
            alike = [text for text in about[other] if same_for_all({siblings[0]: first, other: text})]
            if len(alike) == 1:
                found[other] = alike[0]
        is_listed = len(siblings) > 1 or _is_page_itself(first, siblings[0])
        if len(found) == len(siblings) and is_listed:
            ordered = sorted(found.values(), key=list(texts).index)
            yield _Parallel(tuple(ordered), text_for(page, found))


def _is_page_itself(text: str, page: str) -> bool:
    """Return whether a text is a page's bare name, which says enough where there is no second page."""
    return text.strip("'\"") == page


def _names_in(expression: str) -> list[str]:
    nodes = ast.walk(ast.parse(expression, mode="eval"))
    return sorted({node.id for node in nodes if isinstance(node, ast.Name)})


def _is_of_a_page(text: str, siblings: Sequence[str]) -> bool:
    return any(names_page(text, page) for page in siblings)


def _bound(statement: str) -> str:
    stmt = ast.parse(statement).body[0]
    assert isinstance(stmt, (ast.Import, ast.ImportFrom))
    return bound_name(stmt.names[0])


def _first_mention(tree: ast.Module, page: str, siblings: Sequence[str]) -> int | None:
    """Return the line of the first statement that speaks of a page; None unless some speak of each other."""
    lines: dict[str, list[int]] = {other: [] for other in (*siblings, page)}
    for stmt in sorted(tree.body, key=lambda stmt: isinstance(stmt, (ast.Import, ast.ImportFrom))):
        text = re.sub(r"[\w.]+\.tasks\b", "", ast.unparse(stmt))
        for other, found in lines.items():
            if names_page(text, other):
                found.append(stmt.lineno)
    if len(siblings) < 2 or lines.pop(page) or not all(lines.values()):
        return None
    return min(found[0] for found in lines.values())


def _refuse_missing(
    workspace: Workspace,
    changes: ChangeSet,
    page: str,
    sibling: str,
    edits: Sequence[AddElement | AddParallelImport],
) -> None:
    """Refuse to take from the new page what it has not, or what is something else in its sibling."""
    pages = workspace.layout.pages
    texts = tuple(edit.element if isinstance(edit, AddElement) else edit.statement for edit in edits)
    missing = (
        missing_part(workspace, changes, pages / page, pages / sibling, texts) if pages is not None else ""
    )
    if missing:
        raise EditError(f"the new page has no {missing} yet.", hint="Write it, and name the page by hand.")


def _refuse_harm(workspace: Workspace, changes: ChangeSet) -> None:
    """Refuse what would keep the worker from starting, or take a task from it."""
    before, after = workspace.predict().registry, workspace.predict(changes.after).registry
    if before.names - after.names or (after.error is not None and before.error is None):
        raise EditError("the worker would not start with the new page in it.", hint="Name the page by hand.")

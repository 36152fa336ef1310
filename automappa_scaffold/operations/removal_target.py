"""Which task ``remove-task`` is asked to remove, and where it lives."""

import ast
import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.errors import EditError, ProjectError
from automappa_scaffold.operations.task_target import TaskTarget, dotted_name
from automappa_scaffold.operations.wanted_task import WantedTask, read_wanted
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import find_pages
from automappa_scaffold.registry.start import Prediction

__all__ = ["RemovalTarget", "find_removal_target"]


@dataclass(frozen=True, slots=True)
class RemovalTarget:
    """A task that a page's tasks package defines.

    Attributes:
        task: the name under which the worker registers it, or would.
        function: the name of its function.
        where: its page, package and module.
    """

    task: str
    function: str
    page: str
    where: TaskTarget

    @property
    def module(self) -> str:
        """The dotted name of the module that defines it."""
        name = self.where.module
        return self.where.package if name == "__init__" else f"{self.where.package}.{name}"


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    task: str
    path: PurePosixPath
    line: int
    function: str


def find_removal_target(workspace: Workspace, prediction: Prediction, wanted: str) -> RemovalTarget:
    """Return the one task that is meant by a task's name, a function's name or ``path:line``.

    Args:
        prediction: made with what the worker does not reach.
    Raises:
        ProjectError: no task is meant, or several are, or it is not in a page's tasks package.
    """
    known = sorted(_without_links(workspace, _known_tasks(workspace, prediction)))
    meant = read_wanted(workspace.tree, wanted)
    meant = meant.narrowed({(found.path, found.line) for found in known})
    found = [task for task in known if _is_meant(meant, task)]
    exact = [task for task in found if task.task == wanted]
    found = exact or found
    if not found:
        raise _not_found(wanted, known)
    if len(found) > 1:
        listed = ", ".join(f"{task.task} ({task.path}:{task.line})" for task in found)
        raise ProjectError(
            f"{wanted} may mean {len(found)} tasks: {listed}.", hint="Give the task's whole name."
        )
    return _locate(workspace, found[0])


def _without_links(workspace: Workspace, tasks: Iterator[_Found]) -> Iterator[_Found]:
    """Yield each definition once, however many paths lead to its file: as what the worker registers it."""
    seen: set[tuple[str, int]] = set()
    for task in tasks:
        key = (os.path.realpath(workspace.tree.absolute(task.path)), task.line)
        if key not in seen:
            seen.add(key)
            yield task


def _known_tasks(workspace: Workspace, prediction: Prediction) -> Iterator[_Found]:
    """Yield what the worker registers, then what it does not reach."""
    for task in prediction.registry.tasks:
        if task.path is not None and task.line is not None:
            function = _function_at(workspace, task.path, task.line)
            yield _Found(task.name, task.path, task.line, function)
    for module in prediction.unreached:
        for lost in module.tasks:
            yield _Found(lost.name, lost.place.path, lost.place.line, lost.function)


def _is_meant(meant: WantedTask, task: _Found) -> bool:
    return meant.means(task.task, task.path, task.line) or (
        meant.path is None and bool(task.function) and meant.text == task.function
    )


def _function_at(workspace: Workspace, path: PurePosixPath, line: int) -> str:
    """Return the name of the module's own function whose ``def`` is on a line, or an empty string."""
    data = workspace.tree.read(workspace.tree.absolute(path))
    try:
        body = parse_source(path, data or b"").body
    except EditError:
        return ""
    functions = (stmt for stmt in body if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return next((stmt.name for stmt in functions if stmt.lineno == line), "")


def _locate(workspace: Workspace, found: _Found) -> RemovalTarget:
    layout, path = workspace.layout, found.path
    pages = find_pages(workspace.project, layout)
    folder = path.parent
    is_page = folder.name == "tasks" and folder.parent.parent == layout.pages and folder.parent.name in pages
    if layout.pages is None or not is_page:
        raise ProjectError(
            f"{found.task} ({path}:{found.line}) is not in the tasks package of a page.",
            hint="remove-task undoes what add-task made; remove this task by hand.",
        )
    if not found.function:
        raise ProjectError(
            f"{path}:{found.line}: {found.task} is not made by a function of its module.",
            hint="Remove it by hand.",
        )
    package = dotted_name(layout, folder / "__init__.py")
    pages_package = dotted_name(layout, layout.pages / "__init__.py")
    where = TaskTarget(package, pages_package, folder, path.name.removesuffix(".py"), None)
    return RemovalTarget(found.task, found.function, folder.parent.name, where)


def _not_found(wanted: str, known: list[_Found]) -> ProjectError:
    names = {name: task.task for task in known for name in (task.task, task.function) if name}
    close = difflib.get_close_matches(wanted, names, n=1)
    hint = (
        f"Did you mean {names[close[0]]}?" if close else "automappa-scaffold tasks lists all that are known."
    )
    return ProjectError(f"No task {wanted!r} is defined in this project.", hint=hint)

"""Where a task belongs: its page, package, module and registered name, and what of it exists already."""

import ast
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.errors import EditError, ProjectError
from automappa_scaffold.operations.task_request import AddTaskRequest, require_name
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import Layout, find_pages
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.source.bindings import bindings_of

__all__ = ["Definition", "TaskTarget", "app_names", "dotted_name", "lines_by_hand", "resolve_target"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A function of the wanted name that exists; ``line`` is that of its ``def``."""

    line: int
    parameters: str
    returns: str
    is_decorated: bool


@dataclass(frozen=True, slots=True)
class TaskTarget:
    """Where the task goes. ``definition`` is None when it has still to be written."""

    package: str
    pages: str
    folder: PurePosixPath
    module: str
    definition: Definition | None

    @property
    def init(self) -> PurePosixPath:
        """The ``__init__.py`` of the page's tasks package."""
        return self.folder / "__init__.py"

    @property
    def path(self) -> PurePosixPath:
        """The task's module."""
        return self.folder / f"{self.module}.py"


def lines_by_hand(folder: PurePosixPath, module: str, task: str) -> str:
    """Return what a person does where the task's module cannot be edited."""
    return f"By hand: define {task} there, and add to {folder}/__init__.py: from .{module} import {task}"


def resolve_target(workspace: Workspace, request: AddTaskRequest) -> TaskTarget:
    """Return where the task belongs.

    Raises:
        ProjectError: a name cannot be used, the page does not exist, or the task is elsewhere already.
    """
    layout = workspace.layout
    require_name(request.page, "page")
    require_name(request.task, "task")
    if request.module:
        require_name(request.module, "module")
    if layout.pages is None:
        raise ProjectError(
            "This project has no folder of pages.",
            hint='Name it: pages = "PATH" in [tool.automappa-scaffold] of pyproject.toml.',
        )
    _require_page(workspace, request.page)
    folder = layout.pages / request.page / "tasks"
    if workspace.tree.is_file(workspace.tree.absolute(folder.with_suffix(".py"))):
        raise ProjectError(
            f"{folder.with_suffix('.py')} is a module, and a page's tasks live in a package.",
            hint=f"Move it to {folder}/ first, for example as {folder}/__init__.py.",
        )
    package = dotted_name(layout, folder / "__init__.py")
    module, definition = _find_definition(workspace, request, folder)
    return TaskTarget(package, dotted_name(layout, layout.pages / "__init__.py"), folder, module, definition)


def dotted_name(layout: Layout, path: PurePosixPath) -> str:
    """Return the dotted name by which the worker imports a file.

    Raises:
        ProjectError: the file is not below the folder that the app is imported from.
    """
    if not path.is_relative_to(layout.import_root):
        raise ProjectError(
            f"{path} is not below {layout.import_root}, the folder that the app is imported from.",
            hint="Move the pages there, or say where the worker starts with --workdir.",
        )
    return module_name_of(path.relative_to(layout.import_root).parts)


def app_names(workspace: Workspace) -> tuple[str, str]:
    """Return the module and the name of the Celery app, for an import.

    Raises:
        ProjectError: the app's name cannot be told from how it is given.
    """
    layout = workspace.layout
    module, _, attribute = layout.app.partition(":")
    if not attribute and layout.app_path is not None:
        real = dotted_name(layout, layout.app_path)
        if module.startswith(f"{real}."):
            module, attribute = real, module[len(real) + 1 :]
        elif module == real:
            attribute = _app_in(workspace, layout.app_path)
    if not attribute.isidentifier():
        raise ProjectError(
            f"{layout.app!r} does not say what the Celery app is called.",
            hint="Give it as -A MODULE:ATTR, for example automappa.tasks:queue.",
        )
    return module, attribute


def _app_in(workspace: Workspace, path: PurePosixPath) -> str:
    """Return the app that Celery takes in a module: ``app``, ``celery``, else the first."""
    data = workspace.tree.read(workspace.tree.absolute(path)) or b""
    names = [
        stmt.targets[0].id
        for stmt in parse_source(path, data).body
        if isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name)
        if isinstance(stmt.value, ast.Call) and ast.unparse(stmt.value.func).endswith("Celery")
    ]
    return next((name for name in ("app", "celery") if name in names), names[0] if names else "")


def _require_page(workspace: Workspace, page: str) -> None:
    pages = find_pages(workspace.project, workspace.layout)
    if page not in pages:
        known = f"There are: {', '.join(pages)}." if pages else "There is none yet."
        raise ProjectError(
            f"There is no page {page!r} in {workspace.layout.pages}. {known}",
            hint=f"Make it with: automappa-scaffold add-page {page}",
        )


def _find_definition(
    workspace: Workspace, request: AddTaskRequest, folder: PurePosixPath
) -> tuple[str, Definition | None]:
    names = _modules_in(workspace, folder)
    wanted = [request.module] if request.module else names
    found = {name: d for name in wanted if (d := _definition_in(workspace, folder, name, request.task))}
    if len(found) > 1 and request.task in found:
        found = {request.task: found[request.task]}
    if len(found) > 1:
        raise ProjectError(
            f"{request.task} is defined in several modules of {folder}: {', '.join(found)}.",
            hint="Say which one with --module.",
        )
    for name, definition in found.items():
        return name, definition
    if request.module not in ("", request.task) and request.task in names:
        raise ProjectError(
            f"{folder}/{request.task}.py is there, and importing it would hide a task {request.task} of the "
            f"module {request.module}.",
            hint="Choose another task name, or put the task into that module.",
        )
    return request.module or request.task, None


def _modules_in(workspace: Workspace, folder: PurePosixPath) -> list[str]:
    entries = workspace.tree.listing(workspace.tree.absolute(folder)) or {}
    return sorted(
        name.removesuffix(".py")
        for name, is_folder in entries.items()
        if name.endswith(".py") and not is_folder and name.removesuffix(".py").isidentifier()
    )


def _definition_in(workspace: Workspace, folder: PurePosixPath, module: str, task: str) -> Definition | None:
    path = folder / f"{module}.py"
    data = workspace.tree.read(workspace.tree.absolute(path))
    if data is None or task.encode() not in data:
        return None
    bound = bindings_of(parse_source(path, data, lines_by_hand(folder, module, task)).body, task)
    functions = [stmt for stmt in bound if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not functions:
        return None
    if len(bound) > 1:
        raise EditError(f"{path}:{bound[-1].lineno}: {task} is bound more than once.", hint="Keep one.")
    return _describe(functions[0])


def _describe(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Definition:
    decorators = [ast.unparse(decorator) for decorator in function.decorator_list]
    is_task = any(".task" in text or "shared_task" in text or text.startswith("task") for text in decorators)
    is_bound = any("bind=True" in text for text in decorators)
    arguments = function.args
    if is_bound and arguments.posonlyargs:
        arguments.posonlyargs = arguments.posonlyargs[1:]
    elif is_bound and arguments.args:
        arguments.args = arguments.args[1:]
    returns = ast.unparse(function.returns) if function.returns else ""
    return Definition(function.lineno, ast.unparse(arguments), returns, is_task)

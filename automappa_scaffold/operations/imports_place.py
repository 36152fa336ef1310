"""Which file and setting an entry goes into, so that the worker imports a page's tasks package."""

import ast
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.imports_setting import AddImportsEntry
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.task_target import TaskTarget
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.start import ImportsSetting, Prediction

__all__ = ["add_imports_entry"]


def add_imports_entry(
    workspace: Workspace, changes: ChangeSet, before: Prediction, target: TaskTarget, line_length: int
) -> ChangeSet:
    """Return the change set with the page's tasks package listed where the worker looks.

    Raises:
        EditError: there is no such place, or it cannot be edited safely.
    """
    path, line, scope = _place(workspace, before, target)
    edit = AddImportsEntry(
        path,
        target.package,
        app_module=workspace.layout.app.partition(":")[0],
        pages=target.pages,
        scope=scope,
        line=line,
        line_length=line_length,
    )
    return changes.with_edit(edit, workspace.project.root)


def _place(
    workspace: Workspace, before: Prediction, target: TaskTarget
) -> tuple[PurePosixPath, int | None, str]:
    """Return the file, the line of the statement (None: found by name), and the class of the settings."""
    config = workspace.layout.config
    settings = [setting for setting in before.settings if _is_in_project(setting)]
    settings.sort(key=lambda setting: (not _lists_pages(setting, target), not _is_imports(setting)))
    for setting in settings:
        place = setting.place
        if place is not None and not (place.path == config and _is_imports(setting)):
            return place.path, place.line, ""
        break
    if config is not None:
        return config, None, _settings_class(workspace)
    raise EditError(
        "No place was found that lists the modules which the worker imports.",
        hint=f"Add by hand, below the app: {workspace.layout.app.partition(':')[2] or 'app'}.conf.imports = "
        f'("{target.package}",)',
    )


def _is_in_project(setting: ImportsSetting) -> bool:
    return setting.place is not None and not setting.place.path.is_absolute()


def _is_imports(setting: ImportsSetting) -> bool:
    return setting.key.lower().endswith("imports")


def _lists_pages(setting: ImportsSetting, target: TaskTarget) -> bool:
    return any(entry.module.startswith(f"{target.pages}.") for entry in setting.entries)


def _settings_class(workspace: Workspace) -> str:
    """Return the class that ``config_from_object("module:Class")`` names, or an empty string."""
    path = workspace.layout.app_path
    data = workspace.tree.read(workspace.tree.absolute(path)) if path else None
    if path is None or data is None:
        return ""
    for node in ast.walk(parse_source(path, data)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr == "config_from_object" and isinstance(first, ast.Constant):
                return str(first.value).partition(":")[2]
    return ""

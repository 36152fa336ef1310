"""Which setting gets the entry by which the worker imports a page's tasks package.

Several places can list task modules: ``imports`` of the settings module, ``include`` of the app, and so on.
The places are tried in the order in which a person would think of them; which one holds is decided by
predicting what the worker then registers, so a setting that something else overrules is never taken.
"""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.editing.app_setting import AddAppImports
from automappa_scaffold.editing.bindings import iter_bindings
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.imports_setting import AddImportsEntry, setting_lines
from automappa_scaffold.editing.remove_app_imports import RemoveAppImports
from automappa_scaffold.editing.remove_entry import RemoveImportsEntry
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.operations.task_target import TaskTarget, app_names
from automappa_scaffold.operations.workspace import Workspace

__all__ = ["imports_edits", "removal_edits"]


def imports_edits(workspace: Workspace, target: TaskTarget, line_length: int) -> Iterator[Edit]:
    """Yield the edits that may make the worker import the page's tasks package, the likeliest first."""
    module, app = app_names(workspace)
    config, app_path = workspace.layout.config, workspace.layout.app_path

    def entry(path: PurePosixPath, line: int | None = None, scope: str = "") -> AddImportsEntry:
        pages = target.pages
        return AddImportsEntry(path, target.package, module, pages, scope, line, line_length)

    scope = _settings_class(workspace)
    data = _read(workspace, config)
    has_own = config is not None and data is not None and _sets_imports(config, data, scope)
    if has_own and config is not None:
        yield entry(config, scope=scope)
    app_data = _read(workspace, app_path)
    if app_path is not None and app_data is not None:
        for line in setting_lines(app_path, app_data):
            yield entry(app_path, line=line)
    if config is not None and data is not None and not has_own:
        yield entry(config, scope=scope)
    elif app_path is not None and config is None:
        yield AddAppImports(app_path, app, target.package)


def removal_edits(workspace: Workspace, target: TaskTarget, module: str, line_length: int) -> Iterator[Edit]:
    """Yield the edits after which no setting names a module any more."""
    app_module, app = app_names(workspace)
    config, app_path = workspace.layout.config, workspace.layout.app_path
    app_data, data = _read(workspace, app_path), _read(workspace, config)
    if app_path is not None and app_data is not None and module.encode() in app_data:
        yield RemoveAppImports(AddAppImports(app_path, app, module))
        for line in reversed(setting_lines(app_path, app_data)):  # what stands above keeps its line
            entry = AddImportsEntry(app_path, module, app_module, target.pages, "", line, line_length)
            yield RemoveImportsEntry(entry)
    if config is not None and data is not None and module.encode() in data:
        scope = _settings_class(workspace)
        entry = AddImportsEntry(config, module, app_module, target.pages, scope, None, line_length)
        yield RemoveImportsEntry(entry)


def _sets_imports(config: PurePosixPath, data: bytes, scope: str) -> bool:
    names = {name for stmt in parse_source(config, data).body for name in iter_bindings(stmt)}
    return bool(scope) or bool(names & {"imports", "CELERY_IMPORTS"})


def _settings_class(workspace: Workspace) -> str:
    """Return the class that ``config_from_object("module:Class")`` names, or an empty string."""
    path = workspace.layout.app_path
    data = _read(workspace, path)
    if path is None or data is None:
        return ""
    for node in ast.walk(parse_source(path, data)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr == "config_from_object" and isinstance(first, ast.Constant):
                return str(first.value).partition(":")[2]
    return ""


def _read(workspace: Workspace, path: PurePosixPath | None) -> bytes | None:
    return workspace.tree.read(workspace.tree.absolute(path)) if path is not None else None

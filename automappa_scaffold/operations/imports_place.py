"""Which setting gets the entry by which the worker imports a page's tasks package.

Several places can list task modules: ``imports`` of the settings module, ``include`` of the app, and so on.
The places are tried in the order in which a person would think of them; which one holds is decided by
predicting what the worker then registers, so a setting that something else overrules is never taken.
"""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.editing.app_setting import AddAppImports
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.imports_setting import AddImportsEntry, setting_lines
from automappa_scaffold.editing.remove_app_imports import RemoveAppImports
from automappa_scaffold.editing.remove_entry import RemoveImportsEntry
from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.operations.task_target import TaskTarget, app_names
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.source.bindings import iter_bindings

__all__ = ["imports_edits", "removal_edits"]


def imports_edits(workspace: Workspace, target: TaskTarget, line_length: int) -> Iterator[Edit]:
    """Yield the edits that may make the worker import the page's tasks package, the likeliest first."""
    _, app = app_names(workspace)
    config, app_path = workspace.layout.config, workspace.layout.app_path
    data = _read(workspace, config)
    whole = _config_entry(workspace, target, target.package, line_length)
    has_own = whole is not None and data is not None and _sets_imports(whole, data)
    if has_own and whole is not None:
        yield whole
    yield from _line_entries(workspace, target, target.package, line_length)
    if data is not None and whole is not None and not has_own:
        yield whole
    elif app_path is not None and config is None:
        yield AddAppImports(app_path, app, target.package)


def removal_edits(workspace: Workspace, target: TaskTarget, module: str, line_length: int) -> Iterator[Edit]:
    """Yield the edits after which no setting names a module any more."""
    _, app = app_names(workspace)
    config, app_path = workspace.layout.config, workspace.layout.app_path
    app_data, data = _read(workspace, app_path), _read(workspace, config)
    if app_path is not None and app_data is not None and module.encode() in app_data:
        yield RemoveAppImports(AddAppImports(app_path, app, module))
    # What stands above keeps its line when what stands below goes first.
    for entry in reversed(tuple(_line_entries(workspace, target, module, line_length))):
        if module.encode() in (_read(workspace, entry.path) or b""):
            yield RemoveImportsEntry(entry)
    whole = _config_entry(workspace, target, module, line_length)
    if whole is not None and data is not None and module.encode() in data:
        yield RemoveImportsEntry(whole)


def _config_entry(
    workspace: Workspace, target: TaskTarget, module: str, line_length: int
) -> AddImportsEntry | None:
    """Return the edit of ``imports`` in the settings module, where there is one."""
    config = workspace.layout.config
    if config is None:
        return None
    app_module, _ = app_names(workspace)
    scope, namespace = _settings_class(workspace)
    return AddImportsEntry(
        config, module, app_module, target.pages, scope, None, line_length, namespace=namespace
    )


def _line_entries(
    workspace: Workspace, target: TaskTarget, module: str, line_length: int
) -> Iterator[AddImportsEntry]:
    """Yield the edits of the lists in the app's module, then in the modules that it names."""
    app_module, _ = app_names(workspace)
    for path in dict.fromkeys((workspace.layout.app_path, *_named_files(workspace))):
        data = _read(workspace, path)
        if path is not None and data is not None:
            for line in setting_lines(path, data):
                yield AddImportsEntry(path, module, app_module, target.pages, "", line, line_length)


def _named_files(workspace: Workspace) -> Iterator[PurePosixPath]:
    """Yield the project's modules that the app's module imports, or names in a text."""
    layout = workspace.layout
    data = _read(workspace, layout.app_path)
    if layout.app_path is None or data is None:
        return
    for node in ast.walk(parse_source(layout.app_path, data)):
        for name in _module_names(node, app_names(workspace)[0], layout.app_path):
            path = layout.import_root / f"{name.replace('.', '/')}.py"
            is_dotted = all(part.isidentifier() for part in name.split("."))
            if is_dotted and path != layout.config and workspace.tree.is_file(workspace.tree.absolute(path)):
                yield path


def _module_names(node: ast.AST, app_module: str, app_path: PurePosixPath) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        parts = app_module.split(".")
        package = parts if app_path.name == "__init__.py" else parts[:-1]
        above = package[: len(package) - node.level + 1] if node.level else []
        module = ".".join([*above, *([node.module] if node.module else [])])
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value.replace(":", ".")
        return [text, text.rpartition(".")[0]]
    return []


def _sets_imports(entry: AddImportsEntry, data: bytes) -> bool:
    body = parse_source(entry.path, data, entry.by_hand).body
    names = {name for stmt in body for name in iter_bindings(stmt)}
    return bool(entry.scope) or bool(names & {"imports", "CELERY_IMPORTS", f"{entry.namespace}_IMPORTS"})


def _settings_class(workspace: Workspace) -> tuple[str, str]:
    """Return the class and the namespace that ``config_from_object("module:Class", namespace=...)`` names."""
    path = workspace.layout.app_path
    data = _read(workspace, path)
    if path is None or data is None:
        return "", ""
    for node in ast.walk(parse_source(path, data)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr == "config_from_object" and isinstance(first, ast.Constant):
                return _class_in(str(first.value), workspace.layout.config), _namespace(node)
    return "", ""


def _class_in(text: str, config: PurePosixPath | None) -> str:
    """Return what comes after the module: ``module:Class``, or ``module.Class`` where no such module is."""
    module, colon, name = text.partition(":")
    if colon or config is None:
        return name
    stem = config.parent.name if config.name == "__init__.py" else config.stem
    last = module.rpartition(".")[2]
    return "" if last == stem else last


def _namespace(call: ast.Call) -> str:
    values = [k.value for k in call.keywords if k.arg == "namespace"]
    return next((str(v.value) for v in values if isinstance(v, ast.Constant) and v.value), "")


def _read(workspace: Workspace, path: PurePosixPath | None) -> bytes | None:
    return workspace.tree.read(workspace.tree.absolute(path)) if path is not None else None

"""Where a project's files still use a task: imports, names, and its name as text."""

import ast
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.editing.source_text import parse_source
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.callers import find_callers
from automappa_scaffold.operations.removal_target import RemovalTarget
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import iter_source_files
from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.registry.start import Prediction

__all__ = ["TaskUse", "find_uses"]


@dataclass(frozen=True, slots=True, order=True)
class TaskUse:
    """A place that uses the task, and how: ``imports it``."""

    path: PurePosixPath
    line: int
    how: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.how}"


def find_uses(
    workspace: Workspace,
    target: RemovalTarget,
    prediction: Prediction,
    removed: Mapping[PurePosixPath, bytes | None],
) -> tuple[TaskUse, ...]:
    """Return what uses a task, sorted, tests included, as the files will be.

    Args:
        prediction: of the worker as it is.
        removed: the planned content of files: what goes with the task does not use it.
    """
    module_goes = removed.get(target.where.path, b"") is None
    words = {target.function.encode(), target.task.encode()}
    if module_goes:
        words.add(target.where.module.encode())
    # Excluded files are not judged, tests for instance, but they break all the same.
    settings = replace(workspace.project.settings, exclude=())
    paths = set(iter_source_files(replace(workspace.project, settings=settings)))
    uses = set(_computed_uses(workspace, target, prediction))
    own = {_real(workspace, path) for path in removed}
    for path in paths:
        data = removed[path] if path in removed else workspace.tree.read(workspace.tree.absolute(path))
        if data is not None and any(word in data for word in words):
            if path not in removed and _real(workspace, path) in own:
                continue  # a link leads to what is removed
            uses |= set(_uses_in(workspace, target, path, data, module_goes=module_goes))
    return tuple(sorted(uses))


def _real(workspace: Workspace, path: PurePosixPath) -> str:
    return os.path.realpath(workspace.tree.absolute(path))


def _computed_uses(workspace: Workspace, target: RemovalTarget, prediction: Prediction) -> Iterator[TaskUse]:
    """Yield what names the task in a way that the text does not show as such."""
    for named in find_callers(workspace, prediction).named:
        if named.name == target.task:
            yield TaskUse(named.place.path, named.place.line, "names it")
    config = prediction.config or prediction.app_path
    for setting in prediction.setting_names:
        if setting.name == target.task and config is not None and not setting.is_pattern:
            data = workspace.tree.read(workspace.tree.absolute(config)) or b""
            if target.task.encode() not in data:
                yield TaskUse(config, 1, f"names it in {setting.setting}")


def _uses_in(
    workspace: Workspace, target: RemovalTarget, path: PurePosixPath, data: bytes, *, module_goes: bool
) -> Iterator[TaskUse]:
    try:
        tree = parse_source(path, data)
    except EditError:
        return  # it cannot be imported either
    root = workspace.layout.import_root
    below = path.relative_to(root) if path.is_relative_to(root) else path
    names = _Names(target, module_name_of(below.parts), path.name == "__init__.py", module_goes)
    for node in ast.walk(tree):
        how = names.look_at(node)
        if how:
            yield TaskUse(path, node.lineno, how)  # type: ignore[attr-defined]  # what is looked at has a line
    for node in ast.walk(tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and names.means_task(node):
            yield TaskUse(path, node.lineno, "uses it")


class _Names:
    """What the names of one file stand for, as far as its imports say."""

    def __init__(self, target: RemovalTarget, importer: str, is_package: bool, module_goes: bool) -> None:
        package = target.where.package
        self._importer, self._is_package, self._function = importer, is_package, target.function
        self._meanings: dict[str, str] = {}
        self._task = {f"{target.module}.{target.function}", f"{package}.{target.function}", target.task}
        self._module = {target.module} if module_goes else set()
        if importer in (target.module, package):
            self._meanings[target.function] = f"{importer}.{target.function}"

    def look_at(self, node: ast.AST) -> str:
        """Return how a node uses the task, or an empty string; remember what imports bind."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self._of_text(node.value)
        if isinstance(node, ast.ImportFrom):
            module = absolute_module(self._importer, self._is_package, node.level, node.module or "")
            hows = [self._of_import(module, alias) for alias in node.names] if module is not None else []
            return next((how for how in hows if how), "")
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                self._meanings[alias.asname or top] = alias.name if alias.asname else top
            is_gone = any(alias.name in self._module for alias in node.names)
            return "imports its module" if is_gone else ""
        return ""

    def _of_import(self, module: str, alias: ast.alias) -> str:
        if alias.name == "*" and f"{module}.{self._function}" in self._task:
            self._meanings[self._function] = f"{module}.{self._function}"
            return ""
        full = f"{module}.{alias.name}"
        self._meanings[alias.asname or alias.name] = full
        if full in self._module and full not in self._task:
            return "imports its module"
        if module in self._module and full not in self._task:
            return "imports from its module"
        return "imports it" if full in self._task else ""

    def _of_text(self, text: str) -> str:
        names = self._task | self._module
        return "names it" if any(text == name or text.startswith(f"{name}.") for name in names) else ""

    def means_task(self, node: ast.Name | ast.Attribute) -> bool:
        """Return whether an expression is the task: ``tasks.count``, or the name in its own module."""
        parts: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            parts.insert(0, inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or inner.id not in self._meanings:
            return False
        return ".".join([self._meanings[inner.id], *parts]) in self._task

"""From what a fix intends to the edits that do it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.decorators import AddBind, AddSelf, AddWraps, MoveDecoratorUp
from automappa_scaffold.editing.drop_suppression import DropSuppressedRule
from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.editing.reexport import AddReexport
from automappa_scaffold.editing.replace_text import AddCommas, ReplaceText, WrapText
from automappa_scaffold.editing.unexport_name import UnexportName
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.imports_place import imports_edits
from automappa_scaffold.operations.line_length import project_line_length
from automappa_scaffold.operations.task_target import TaskTarget, dotted_name
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.rules.fix import (
    BindTask,
    Change,
    DropExport,
    DropSuppression,
    ExportTask,
    Fix,
    KeepName,
    ListModule,
    MakeSequence,
    NewFile,
    RaiseDecorator,
    ReexportTask,
    Replace,
    SplitTexts,
    TakeSelf,
)

__all__ = ["fixed_variants"]


def fixed_variants(workspace: Workspace, changes: ChangeSet, fix: Fix) -> Iterator[ChangeSet]:
    """Yield the planned changes with a fix added: each way in which it can be done, the likeliest first.

    Raises:
        EditError: it cannot be done safely.
    """
    listed = [change for change in fix.changes if isinstance(change, ListModule)]
    for change in fix.changes:
        if isinstance(change, NewFile):
            changes = changes.with_content(change.path, change.text.encode(), workspace.project.root)
        elif not isinstance(change, ListModule):
            for edit in _edits(workspace, change):
                changes = changes.with_edit(edit, workspace.project.root)
    if listed:
        yield from _list_module(workspace, changes, listed[0].module)
    else:
        yield changes


def _list_module(workspace: Workspace, changes: ChangeSet, module: str) -> Iterator[ChangeSet]:
    planned = replace(workspace, tree=workspace.tree.with_overlay(changes.after))
    layout = workspace.layout
    pages = dotted_name(layout, layout.pages / "__init__.py") if layout.pages is not None else ""
    target = TaskTarget(module, pages, PurePosixPath(), "", None)
    length = _line_length(workspace, layout.config or layout.app_path or PurePosixPath())
    refused: EditError | None = None
    is_done = False
    for edit in imports_edits(planned, target, length):
        try:
            variant = changes.with_edit(edit, workspace.project.root)
        except EditError as error:
            refused = refused or error
            continue
        is_done = True
        yield variant
    if not is_done:
        raise refused or EditError(f"There is no place that lists modules for {module}.")


def _edits(workspace: Workspace, change: Change) -> Iterator[Edit]:
    if isinstance(change, ReexportTask):
        length = _line_length(workspace, change.path)
        yield AddReexport(change.path, change.module, change.name, change.package, line_length=length)
        yield ExportName(change.path, change.name, line_length=length)
    elif isinstance(change, ExportTask):
        yield ExportName(change.path, change.name, line_length=_line_length(workspace, change.path))
    elif isinstance(change, Replace):
        yield ReplaceText(change.path, change.place.line, change.place.column, change.old, change.new)
    elif isinstance(change, SplitTexts):
        yield AddCommas(change.path, change.place.line, change.place.column)
    elif isinstance(change, MakeSequence):
        yield WrapText(change.path, change.place.line, change.place.column, change.is_list)
    elif isinstance(change, KeepName):
        yield AddWraps(change.path, change.line, _own_package(workspace, change.path))
    elif isinstance(change, BindTask):
        yield AddBind(change.path, change.place.line, change.place.column)
    elif isinstance(change, TakeSelf):
        yield AddSelf(change.path, change.place.line)
    elif isinstance(change, RaiseDecorator):
        yield MoveDecoratorUp(change.path, change.place.line, change.place.column)
    elif isinstance(change, DropSuppression):
        yield DropSuppressedRule(change.path, change.place.line, change.rule)
    elif isinstance(change, DropExport):
        yield UnexportName(ExportName(change.path, change.name))
    else:
        raise EditError(f"There is no edit for {type(change).__name__}.")


def _line_length(workspace: Workspace, path: PurePosixPath) -> int:
    return project_line_length(workspace.project.root, path, workspace.project.disk)


def _own_package(workspace: Workspace, path: PurePosixPath) -> str:
    root = workspace.layout.import_root
    return path.relative_to(root).parts[0] if path.is_relative_to(root) else ""

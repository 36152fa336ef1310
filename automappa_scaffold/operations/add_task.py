"""``add-task``: ensures that a task of a page exists and that the worker will register it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from automappa_scaffold.editing.lock import project_lock
from automappa_scaffold.editing.writing import remove_leftovers, write_changes
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.task_plan import AddTaskOutcome, TaskPlan
from automappa_scaffold.operations.task_request import AddTaskRequest, TaskBody
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.source.tree import SourceTree

__all__ = ["AddTaskOutcome", "AddTaskRequest", "TaskBody", "add_task"]


def add_task(workspace: Workspace, request: AddTaskRequest, *, dry_run: bool = False) -> AddTaskOutcome:
    """Ensure that the task exists and will register; with ``dry_run`` only plan it.

    Raises:
        ProjectError: a name, page or parameter cannot be used, or the worker would not register the task.
        EditError: a file cannot be edited safely, or could not be written; the files are as before.
        TemplateError: the template cannot be rendered.
    """
    if dry_run:
        return TaskPlan(workspace, request).outcome()
    root = workspace.project.root
    # Planned under the lock and on files read after it, so that commands run at once see each other's work.
    with project_lock(root, workspace.project.settings.cache_dir):
        plan = TaskPlan(_reread(workspace), request)
        outcome = plan.outcome()
        if outcome.up_to_date:
            remove_leftovers(root, (plan.target.path, plan.target.init, *_config(workspace)))
        else:
            confirm = partial(_confirm, workspace, outcome, plan.before)
            write_changes(outcome.changeset, root, confirm)
    return outcome


def _confirm(workspace: Workspace, outcome: AddTaskOutcome, before: Prediction) -> None:
    written = _reread(workspace).predict()
    missing = sorted((before.registry.names | {outcome.task}) - written.registry.names)
    if missing:
        raise EditError(f"The written files do not register {', '.join(missing)}; they were put back.")


def _reread(workspace: Workspace) -> Workspace:
    return replace(workspace, tree=SourceTree(workspace.project.root))


def _config(workspace: Workspace) -> Iterator[PurePosixPath]:
    if workspace.layout.config is not None:
        yield workspace.layout.config

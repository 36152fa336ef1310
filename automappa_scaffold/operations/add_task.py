"""``add-task``: ensures that a task of a page exists and that the worker will register it."""

from functools import partial

from automappa_scaffold.editing.writing import write_changes
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.task_plan import AddTaskOutcome, TaskPlan
from automappa_scaffold.operations.task_request import AddTaskRequest, TaskBody
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.operations.writer import only_writer, reread
from automappa_scaffold.registry.start import Prediction

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
    with only_writer(workspace) as current:
        plan = TaskPlan(current, request)
        outcome = plan.outcome()
        if not outcome.up_to_date:
            confirm = partial(_confirm, workspace, outcome, plan.before)
            write_changes(outcome.changeset, workspace.project.root, confirm)
    return outcome


def _confirm(workspace: Workspace, outcome: AddTaskOutcome, before: Prediction) -> None:
    written = reread(workspace).predict()
    missing = sorted((before.registry.names | {outcome.task}) - written.registry.names)
    if missing:
        raise EditError(
            f"The written files do not register {', '.join(missing)}; they were put back.",
            hint="Run it again, when nobody else changes these files.",
        )

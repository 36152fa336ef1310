"""``remove-task``: undoes all that ``add-task`` made."""

from functools import partial

from automappa_scaffold.editing.writing import write_changes
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.removal_plan import RemovalPlan, RemoveTaskOutcome
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.operations.writer import only_writer, reread
from automappa_scaffold.registry.start import Prediction

__all__ = ["RemoveTaskOutcome", "remove_task"]


def remove_task(
    workspace: Workspace, wanted: str, *, is_forced: bool = False, dry_run: bool = False
) -> RemoveTaskOutcome:
    """Take a task away: definition, export, import, and the package and its entry when it was the last one.

    Args:
        wanted: the task's name, its function's name, or ``path:line``.
        is_forced: remove it though something still uses it.
        dry_run: only plan it.
    Raises:
        ProjectError: no task or several are meant, it is still used, or the worker would lose another.
        EditError: a file cannot be edited safely, or could not be written; the files are as before.
    """
    if dry_run:
        return RemovalPlan(workspace, wanted, is_forced=is_forced).outcome()
    with only_writer(workspace) as current:
        plan = RemovalPlan(current, wanted, is_forced=is_forced)
        outcome = plan.outcome()
        confirm = None if is_forced else partial(_confirm, workspace, outcome, plan.before)
        write_changes(outcome.changeset, workspace.project.root, confirm)
    return outcome


def _confirm(workspace: Workspace, outcome: RemoveTaskOutcome, before: Prediction) -> None:
    written = reread(workspace).predict().registry.names
    wrong = sorted((before.registry.names - {outcome.task}) ^ written)
    if wrong:
        raise EditError(
            f"What was written is wrong about {', '.join(wrong)}; it was put back.",
            hint="Run it again, when nobody else changes these files.",
        )

"""``add-task``: ensure that a page's task exists and that the worker will register it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from automappa_scaffold.cli.changes import print_changes
from automappa_scaffold.cli.options import (
    App,
    Check,
    Color,
    DryRun,
    ProjectFolder,
    Quiet,
    Template,
    TextOrJson,
    Trust,
    Workdir,
    WritingFormat,
)
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.cli.task_options import (
    Bind,
    Body,
    Doc,
    Module,
    Name,
    Page,
    Params,
    QueueOptions,
    Returns,
    Task,
    WithTest,
)
from automappa_scaffold.operations.task_request import AddTaskRequest, TaskBody
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.add_task import AddTaskOutcome

__all__ = ["add_task"]


def add_task(
    page: Page,
    task: Task,
    module: Module = "",
    param: Params = None,
    returns: Returns = "",
    bind: Bind = True,
    name: Name = "",
    queue_option: QueueOptions = None,
    doc: Doc = "",
    body: Body = TaskBody.STUB,
    template: Template = "",
    trust: Trust = False,
    test: WithTest = False,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    dry_run: DryRun = False,
    check: Check = False,
    output_format: WritingFormat = TextOrJson.TEXT,
    quiet: Quiet = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Add a task to a page, with every step that makes the worker register it; add only what is missing."""
    from automappa_scaffold.operations.add_task import add_task as add_task_to
    from automappa_scaffold.operations.workspace import open_workspace

    output = open_output(color, is_quiet=quiet)
    workspace = open_workspace(project, app=app, workdir=workdir)
    request = AddTaskRequest(
        page=page,
        task=task,
        module=module,
        params=tuple(param or ()),
        returns=returns,
        bind=bind,
        name=name,
        queue_options=tuple(queue_option or ()),
        doc=doc,
        body=body.value,
        template=template,
        trust=trust,
        with_test=test,
    )
    outcome = add_task_to(workspace, request, dry_run=dry_run or check)
    code = print_changes(
        outcome.changeset,
        output,
        workspace.project.root,
        wanted=output_format,
        is_dry_run=dry_run,
        is_check=check,
        task=outcome.task,
        notes=(_verdict(outcome, is_planned=dry_run or check), *outcome.notes),
    )
    raise typer.Exit(code)


def _verdict(outcome: AddTaskOutcome, *, is_planned: bool) -> str:
    if outcome.up_to_date:
        return f"All is in place: the worker registers {outcome.task}."
    return f"The worker {'would' if is_planned else 'will'} register {outcome.task}."

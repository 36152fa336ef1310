"""``add-task``: ensure that a page's task exists and that the worker will register it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from automappa_scaffold.cli.changes import print_changes
from automappa_scaffold.cli.completion import complete_page
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
from automappa_scaffold.operations.task_request import AddTaskRequest, TaskBody
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.add_task import AddTaskOutcome

__all__ = ["add_task"]


def add_task(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="The page's name.", autocompletion=complete_page)
    ],
    task: Annotated[str, typer.Argument(metavar="TASK", help="The task's name: the function.")],
    module: Annotated[
        str, typer.Option("--module", metavar="NAME", help="The task module [default: the task's name].")
    ] = "",
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="'NAME: TYPE = DEFAULT'", help="A parameter; may be repeated."),
    ] = None,
    returns: Annotated[str, typer.Option("--returns", metavar="TYPE", help="The return annotation.")] = "",
    bind: Annotated[
        bool, typer.Option("--bind/--no-bind", help="Whether the task receives itself as its first argument.")
    ] = True,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="An explicit registered name.")] = "",
    queue_option: Annotated[
        list[str] | None,
        typer.Option(
            "--queue-option", metavar="KEY=VALUE", help="An option of the decorator; may be repeated."
        ),
    ] = None,
    doc: Annotated[str, typer.Option("--doc", metavar="TEXT", help="The docstring.")] = "",
    body: Annotated[
        TaskBody,
        typer.Option(
            "--body", help="Raise NotImplementedError, or sleep briefly and return the first argument."
        ),
    ] = TaskBody.STUB,
    template: Template = "",
    trust: Trust = False,
    test: Annotated[
        bool, typer.Option("--test/--no-test", help="Whether to write a test of the task too.")
    ] = False,
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

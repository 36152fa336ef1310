"""``remove-task``: undo what ``add-task`` made."""

from typing import Annotated

import typer

from automappa_scaffold.cli.changes import print_changes
from automappa_scaffold.cli.completion import complete_task
from automappa_scaffold.cli.options import (
    App,
    Check,
    Color,
    DryRun,
    ProjectFolder,
    Quiet,
    TextOrJson,
    Workdir,
    WritingFormat,
)
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["remove_task"]


def remove_task(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A task's name, a function's name, or PATH:LINE.",
            autocompletion=complete_task,
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Remove it though something still uses it.")] = False,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    dry_run: DryRun = False,
    check: Check = False,
    output_format: WritingFormat = TextOrJson.TEXT,
    quiet: Quiet = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Remove a task of a page with everything that add-task made for it, unless it is still used."""
    from automappa_scaffold.operations.remove_task import remove_task as remove_task_from
    from automappa_scaffold.operations.workspace import open_workspace

    output = open_output(color, is_quiet=quiet)
    workspace = open_workspace(project, app=app, workdir=workdir)
    is_planned = dry_run or check
    outcome = remove_task_from(workspace, name, is_forced=force, dry_run=is_planned)
    verdict = f"The worker {'would' if is_planned else 'will'} no longer register {outcome.task}."
    code = print_changes(
        outcome.changeset,
        output,
        workspace.project.root,
        wanted=output_format,
        is_dry_run=dry_run,
        is_check=check,
        task=outcome.task,
        notes=(verdict, *outcome.notes),
    )
    raise typer.Exit(code)

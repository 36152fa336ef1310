"""``why NAME``: how the worker reaches a task, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from automappa_scaffold.cli.completion import complete_task
from automappa_scaffold.cli.options import (
    App,
    Color,
    Include,
    NoCache,
    ProjectFolder,
    TextOrJson,
    Workdir,
)
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.explanation import Explanation

__all__ = ["why"]


def why(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A task's name, a function's name, or PATH:LINE.",
            autocompletion=complete_task,
        ),
    ],
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the answer.")
    ] = TextOrJson.TEXT,
    no_cache: NoCache = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Say how the worker reaches a task, or which link is missing and what mends it."""
    from automappa_scaffold.cli.ending import end_command
    from automappa_scaffold.operations.explanation import Verdict
    from automappa_scaffold.operations.why import explain_task
    from automappa_scaffold.operations.workspace import open_workspace
    from automappa_scaffold.reporting.explanations import render_explanation, render_explanations_json

    output = open_output(color)
    workspace = open_workspace(
        project, app=app, workdir=workdir, include=include or (), use_cache=not no_cache, is_command=True
    )
    found = explain_task(workspace, name)
    if output_format is TextOrJson.JSON:
        output.result(render_explanations_json([_document(explanation) for explanation in found]))
    else:
        for entry in found:
            place = (entry.path, entry.line)
            output.result(
                render_explanation(
                    entry.name,
                    entry.verdict.value,
                    place,
                    entry.chain,
                    entry.reason,
                    entry.command,
                    output.out,
                    is_definition=entry.is_definition,
                )
            )
    code = 0 if all(entry.verdict is Verdict.REGISTERED for entry in found) else 1
    raise typer.Exit(end_command(context.obj or (), output, workspace, code))


def _document(entry: Explanation) -> dict[str, object]:
    return {
        "name": entry.name,
        "verdict": entry.verdict.value,
        "path": entry.path.as_posix() if entry.path else None,
        "line": entry.line,
        "via": list(entry.chain),
        "reason": entry.reason or None,
        "command": entry.command or None,
    }

"""``config``: every setting, its value and where it came from."""

from typing import Annotated

import typer

from automappa_scaffold.cli.options import App, Color, ProjectFolder, Quiet, TextOrJson, Workdir
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["config"]


def config(
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the settings.")
    ] = TextOrJson.TEXT,
    quiet: Quiet = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Show every setting, its value and where it came from."""
    from automappa_scaffold.operations.config import describe_settings
    from automappa_scaffold.reporting.settings import render_settings, render_settings_json

    output = open_output(color, is_quiet=quiet)
    description = describe_settings(project, app=app, workdir=workdir)
    if output_format is TextOrJson.JSON:
        output.result(render_settings_json(description.entries))
    else:
        output.result(render_settings(description.entries, output.out))
    output.note(f"note: {description.problem}" if description.problem else "")

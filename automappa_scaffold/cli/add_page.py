"""``add-page``: a new page package from the template."""

from typing import Annotated

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
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["add_page"]


def add_page(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="The page's name.")],
    template: Template = "",
    trust: Trust = False,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    dry_run: DryRun = False,
    check: Check = False,
    output_format: WritingFormat = TextOrJson.TEXT,
    quiet: Quiet = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Add a page: a package with its layout."""
    from automappa_scaffold.operations.add_page import add_page as add_page_to
    from automappa_scaffold.operations.workspace import open_workspace

    output = open_output(color, is_quiet=quiet)
    workspace = open_workspace(project, app=app, workdir=workdir)
    outcome = add_page_to(workspace, page, dry_run=dry_run or check, template=template, trust=trust)
    verdict = f"All is in place: the page {page} is there." if outcome.up_to_date else ""
    code = print_changes(
        outcome.changeset,
        output,
        workspace.project.root,
        wanted=output_format,
        is_dry_run=dry_run,
        is_check=check,
        notes=tuple(filter(None, (verdict, *outcome.notes))),
    )
    raise typer.Exit(code)

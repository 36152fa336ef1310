"""``check``: static findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from automappa_scaffold.cli.options import (
    App,
    Color,
    Include,
    NoCache,
    ProjectFolder,
    Quiet,
    Verbose,
    Workdir,
)
from automappa_scaffold.cli.output import Output, open_output
from automappa_scaffold.reporting.formats import FindingsFormat
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from automappa_scaffold.operations.workspace import Workspace
    from automappa_scaffold.registry.values import Registry
    from automappa_scaffold.rules.finding import Finding

__all__ = ["check"]


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATHS]...", help="Show findings below these files and folders alone."),
    ] = None,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    output_format: Annotated[
        FindingsFormat | None,
        typer.Option(
            "--format", help="How to print findings [default: full on a terminal, concise elsewhere]."
        ),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_cache: NoCache = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Find tasks that the worker will not register, without running anything of the project."""
    from automappa_scaffold.cli.ending import end_command
    from automappa_scaffold.cli.paths import is_below, relative_paths
    from automappa_scaffold.operations.check import check as check_workspace
    from automappa_scaffold.operations.workspace import open_workspace
    from automappa_scaffold.reporting.check_report import is_blocking

    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    workspace = open_workspace(
        project, app=app, workdir=workdir, include=include or (), use_cache=not no_cache, is_command=True
    )
    folders = relative_paths(workspace.project, paths or [])
    result = check_workspace(workspace)
    shown = [found for found in result.findings if not folders or is_below(found.place.path, folders)]
    registry = result.prediction.registry
    usual = FindingsFormat.FULL if output.out.is_terminal else FindingsFormat.CONCISE
    hidden = len([f for f in result.suppressed if not folders or is_below(f.place.path, folders)])
    _print(workspace, shown, registry, output_format or usual, output, suppressed=hidden)
    if len(shown) < len(result.findings):
        output.note(f"note: {len(result.findings) - len(shown)} more outside of the given paths")
    code = 1 if registry.error is not None or any(map(is_blocking, shown)) else 0
    raise end_command(context, output, workspace, code)


def _print(
    workspace: Workspace,
    findings: Sequence[Finding],
    registry: Registry,
    wanted: FindingsFormat,
    output: Output,
    *,
    suppressed: int,
) -> None:
    from automappa_scaffold.cli.paths import show_paths_of
    from automappa_scaffold.reporting.check_report import is_blocking, render_check_json, summary_line
    from automappa_scaffold.reporting.findings import render_findings, render_github
    from automappa_scaffold.reporting.registries import render_start_error

    if registry.error is not None and not any(map(is_blocking, findings)):
        output.problem(render_start_error(registry.error, output.err))
    if wanted is FindingsFormat.JSON:
        output.result(render_check_json(findings, registry, suppressed=suppressed))
        return
    show_path = show_paths_of(workspace.project)
    if wanted is FindingsFormat.GITHUB:
        output.result(render_github(findings, show_path=show_path))
    else:
        tree = workspace.tree
        read = (lambda path: tree.read(tree.absolute(path))) if wanted is FindingsFormat.FULL else None
        output.result(render_findings(findings, output.out, show_path=show_path, read_source=read))
    _print_remarks(findings, registry, output)
    if not output.is_quiet:
        output.result(summary_line(findings, registry, output.out, suppressed=suppressed))


def _print_remarks(findings: Sequence[Finding], registry: Registry, output: Output) -> None:
    from automappa_scaffold.reporting.registries import assumption_lines, undecided_lines

    told = {(found.place.path, found.place.line) for found in findings}
    untold = [entry for entry in registry.unknown if (entry.path, entry.line) not in told]
    output.result("\n".join(undecided_lines(untold, output.out)))
    if output.is_verbose:
        output.note("\n".join(assumption_lines(registry.assumptions, output.err)))

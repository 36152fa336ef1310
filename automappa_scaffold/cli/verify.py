"""``verify``: what the worker registers, held against what the source promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from automappa_scaffold.cli.options import (
    App,
    Color,
    Include,
    LogFile,
    ProjectFolder,
    Quiet,
    TextOrJson,
    Timeout,
    Verbose,
    Workdir,
)
from automappa_scaffold.cli.output import Output, open_output
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.verify import Verification

__all__ = ["verify"]


def verify(
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    log: LogFile = None,
    timeout: Timeout = 60.0,
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the result.")
    ] = TextOrJson.TEXT,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Start the app's real worker (no broker needed) and hold what it registers against the source."""
    from automappa_scaffold.cli.logs import read_log
    from automappa_scaffold.operations.verify import verify_log, verify_worker
    from automappa_scaffold.operations.workspace import open_workspace

    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    workspace = open_workspace(project, app=app, workdir=workdir, include=include or ())
    if log is None:
        verification = verify_worker(workspace, timeout_s=timeout)
    else:
        verification = verify_log(workspace, read_log(log))
    _print(verification, output_format, output)
    raise typer.Exit(_exit_code(verification))


def _exit_code(verification: Verification) -> int:
    if verification.reported.error is not None:
        return 2
    return 0 if verification.comparison.agree else 1


def _print(verification: Verification, wanted: TextOrJson, output: Output) -> None:
    from automappa_scaffold.reporting.registries import assumption_lines, render_start_error
    from automappa_scaffold.reporting.verification import render_verification, render_verification_json

    reported, comparison = verification.reported, verification.comparison
    if reported.error is not None:
        output.problem(render_start_error(reported.error, output.err))
    if wanted is TextOrJson.JSON:
        output.result(render_verification_json(comparison, reported, verification.nodes))
        return
    output.result(render_verification(comparison, reported, output.out, verification.celery))
    if output.is_verbose:
        output.note("\n".join(assumption_lines(verification.predicted.assumptions, output.err)))

"""``verify``: what workers register, held against what the source promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.cli.verify_options import Launch, Live, Nodes, ResultFormat, Wait, Watch
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from pathlib import Path

    from automappa_scaffold.cli.output import Output
    from automappa_scaffold.operations.verify import Verification
    from automappa_scaffold.operations.workspace import Workspace

__all__ = ["verify"]


def verify(
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    log: LogFile = None,
    launch: Launch = "",
    live: Live = False,
    nodes: Nodes = 0,
    wait: Wait = False,
    watch: Watch = False,
    timeout: Timeout = None,
    output_format: ResultFormat = TextOrJson.TEXT,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Start the app's real worker (no broker needed) and hold what it registers against the source."""
    _refuse_contradictions(live, bool(nodes or wait or watch), log, launch, app or workdir or include)
    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    if launch:
        workspace = _open_launch(project, launch, output)
    else:
        from automappa_scaffold.operations.workspace import open_workspace

        workspace = open_workspace(project, app=app, workdir=workdir, include=include or ())
    if live:
        from automappa_scaffold.cli.live import verify_live
        from automappa_scaffold.operations.live import FleetQuestion

        question = FleetQuestion(nodes, timeout, wait, watch)
        raise typer.Exit(verify_live(workspace, question, output_format, output))
    from automappa_scaffold.cli.verification import exit_code_of, print_verification

    verification = _verify_start(workspace, timeout) if log is None else _verify_log(workspace, log)
    print_verification(verification, output_format, output)
    raise typer.Exit(exit_code_of(verification))


def _refuse_contradictions(live: bool, of_live: bool, log: str | None, launch: str, of_start: object) -> None:
    if of_live and not live:
        raise typer.BadParameter("--nodes, --wait and --watch ask running workers: add --live.")
    if log is not None and live:
        raise typer.BadParameter("--log and --live are two different questions: give one of them.")
    if launch and (of_start or log is not None):
        raise typer.BadParameter(
            "--launch says how the worker starts: leave out -A, -I, --workdir and --log."
        )


def _open_launch(project: Path | None, launch: str, output: Output) -> Workspace:
    from automappa_scaffold.operations.launching import open_launch

    workspace, remark = open_launch(project, launch)
    output.note(remark)
    return workspace


def _verify_start(workspace: Workspace, timeout_s: float | None) -> Verification:
    from automappa_scaffold.operations.start_up import started_worker

    with started_worker(workspace, timeout_s=timeout_s) as probe:
        # All the rest is imported while the worker starts, on another core.
        import automappa_scaffold.reporting.verification  # noqa: F401 - for print_verification
        from automappa_scaffold.operations.verify import verify_started

        return verify_started(workspace, probe)


def _verify_log(workspace: Workspace, log: str) -> Verification:
    from automappa_scaffold.cli.logs import read_blocks
    from automappa_scaffold.operations.verify import verify_log

    return verify_log(workspace, read_blocks(log))

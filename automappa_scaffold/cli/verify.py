"""``verify``: what workers register, held against what the source promises."""

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
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.verify import Verification
    from automappa_scaffold.operations.workspace import Workspace

__all__ = ["verify"]


def verify(
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    log: LogFile = None,
    launch: Annotated[
        str,
        typer.Option(
            "--launch",
            metavar="NAME",
            help="Start the worker as a service, process, target or script of this name does: with its -A, "
            "-I, -Q, folder and environment.",
            show_default=False,
        ),
    ] = "",
    live: Annotated[
        bool, typer.Option("--live", help="Ask the running workers, over the app's broker, instead.")
    ] = False,
    nodes: Annotated[
        int,
        typer.Option(
            "--nodes",
            min=0,
            metavar="N",
            help="With --live: how many nodes have to answer [default: those that do within 2 seconds].",
            show_default=False,
        ),
    ] = 0,
    wait: Annotated[
        bool, typer.Option("--wait", help="With --live: ask again until all agree or the time is up.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="With --live: ask again and again, and tell each change.")
    ] = False,
    timeout: Timeout = None,
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the result.")
    ] = TextOrJson.TEXT,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Start the app's real worker (no broker needed) and hold what it registers against the source."""
    from automappa_scaffold.operations.workspace import open_workspace

    if not live and (nodes or wait or watch):
        raise typer.BadParameter("--nodes, --wait and --watch ask running workers: add --live.")
    if log is not None and live:
        raise typer.BadParameter("--log and --live are two different questions: give one of them.")
    if launch and (app or workdir or include or log is not None):
        raise typer.BadParameter(
            "--launch says how the worker starts: leave out -A, -I, --workdir and --log."
        )
    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    if launch:
        from automappa_scaffold.operations.launching import open_launch

        workspace, remark = open_launch(project, launch)
        output.note(remark)
    else:
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

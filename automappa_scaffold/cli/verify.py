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
from automappa_scaffold.cli.output import Output, open_output
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

    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    if not live and (nodes or wait or watch):
        raise typer.BadParameter("--nodes, --wait and --watch ask running workers: add --live.")
    if log is not None and live:
        raise typer.BadParameter("--log and --live are two different questions: give one of them.")
    if launch and (app or workdir or include or log is not None):
        raise typer.BadParameter(
            "--launch says how the worker starts: leave out -A, -I, --workdir and --log."
        )
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


def exit_code_of(verification: Verification) -> int:
    """Return 0 where all is as predicted, 1 where something differs, 2 where nothing is known."""
    if verification.comparison.reported_error is not None:
        return 2
    if verification.unknown and not verification.findings:
        return 2
    return 0 if verification.agree else 1


def print_verification(verification: Verification, wanted: TextOrJson, output: Output) -> None:
    """Write what was found."""
    from automappa_scaffold.cli.output import complain
    from automappa_scaffold.errors import WorkerError
    from automappa_scaffold.registry.values import Source
    from automappa_scaffold.reporting.registries import assumption_lines
    from automappa_scaffold.reporting.verification import (
        render_tasks,
        render_verification,
        render_verification_json,
    )

    fleet = verification.fleet
    _print_failure(verification, output)
    if verification.unknown:
        complain(WorkerError(verification.unknown, hint=verification.hint), output.err)
    if wanted is TextOrJson.JSON:
        output.result(
            render_verification_json(
                fleet,
                agree=verification.agree,
                unknown=verification.unknown,
                failure=_failure_document(verification),
            )
        )
        return
    if fleet.source is Source.LIVE:
        from automappa_scaffold.reporting.fleets import render_fleet

        routes = verification.routes
        output.result(render_fleet(fleet, output.out, routes=routes, is_verbose=output.is_verbose))
    elif output.is_verbose:
        output.result(render_tasks(fleet.nodes, output.out))
    text = render_verification(
        fleet,
        verification.findings,
        output.out,
        unregistered=verification.unregistered,
        is_complete=verification.is_complete,
        celery=verification.celery,
    )
    if verification.unknown:  # there is nothing to have a verdict on
        text = text.rpartition("\n")[0]
    output.result(text)
    if output.is_verbose:
        output.note("\n".join(assumption_lines(verification.predicted.assumptions, output.err)))


def _print_failure(verification: Verification, output: Output) -> None:
    from automappa_scaffold.reporting.registries import assumption_lines, render_start_error
    from automappa_scaffold.reporting.terminal import printable

    error, failure = verification.comparison.reported_error, verification.failure
    if error is None:
        return
    output.problem(render_start_error(error, output.err))
    if failure is None:
        return
    if failure.path is not None and failure.path.suffix == ".py":
        output.problem(f"  in the module {printable(_module_of(verification))}")
    if verification.missing_distribution:
        text = f"  {failure.missing} is not installed for the app's Python: "
        text += f"install {verification.missing_distribution}"
        if not verification.is_declared:
            text += ", or what else has it; no dependency of the project does by its name"
        output.problem(printable(text))
    output.problem("\n".join(assumption_lines(_broken_assumptions(verification), output.err)))
    ended = f"signal {-failure.exit_code}" if failure.exit_code < 0 else f"exit code {failure.exit_code}"
    output.problem(f"  the worker ends with {ended}")


def _broken_assumptions(verification: Verification) -> list[str]:
    """Return what the prediction took for granted of the place or the module that the worker fails for."""
    failure = verification.failure
    if failure is None:
        return []
    place = f"{failure.path}:{failure.line}:"
    module = (failure.missing or "").partition(".")[0]
    return [
        text
        for text in verification.predicted.assumptions
        if text.startswith(place) or (module and text.startswith(f"{module} "))
    ]


def _module_of(verification: Verification) -> str:
    failure = verification.failure
    if failure is None or failure.path is None:
        return ""
    parts = [*failure.path.parent.parts, failure.path.stem]
    if parts[0] == "src":
        del parts[0]
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _failure_document(verification: Verification) -> dict[str, object] | None:
    failure = verification.failure
    if failure is None:
        return None
    return {
        "code": "AMS503",
        "exit_code": failure.exit_code,
        "module": _module_of(verification) or None,
        "missing": failure.missing,
        "distribution": verification.missing_distribution or None,
    }

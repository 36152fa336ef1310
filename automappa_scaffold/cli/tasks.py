"""``tasks``: the registry, from source, from a worker start-up, or from a start-up log."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from automappa_scaffold.cli.options import (
    App,
    Color,
    Include,
    LogFile,
    NoCache,
    ProjectFolder,
    Quiet,
    Timeout,
    Verbose,
    Workdir,
)
from automappa_scaffold.cli.output import Output, open_output
from automappa_scaffold.reporting.formats import TasksFormat
from automappa_scaffold.reporting.terminal import ColorChoice

if TYPE_CHECKING:
    from automappa_scaffold.operations.workspace import Workspace
    from automappa_scaffold.registry.values import Registry

__all__ = ["TaskSource", "tasks"]


class TaskSource(str, Enum):
    """Where ``tasks`` takes the registry from."""

    STATIC = "static"
    WORKER = "worker"
    LIVE = "live"
    LOG = "log"


def tasks(
    context: typer.Context,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    source: Annotated[
        TaskSource | None,
        typer.Option(
            "--from",
            help="The source, a worker's start, running workers, or a log [default: static, log with --log].",
        ),
    ] = None,
    log: LogFile = None,
    timeout: Timeout = None,
    output_format: Annotated[
        TasksFormat, typer.Option("--format", help="How to print the tasks.")
    ] = TasksFormat.TABLE,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_cache: NoCache = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """List the tasks that the worker registers."""
    from automappa_scaffold.cli.ending import end_command
    from automappa_scaffold.operations.workspace import open_workspace

    chosen = _chosen_source(source, log)
    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    workspace = open_workspace(
        project, app=app, workdir=workdir, include=include or (), use_cache=not no_cache, is_command=True
    )
    registry = _read_registry(workspace, chosen, log, timeout)
    _print(workspace, registry, output_format, output)
    code = 1 if registry.error is not None else 0
    if chosen is not TaskSource.STATIC:  # what a worker or a log says may change without any file
        raise typer.Exit(code)
    raise typer.Exit(end_command(context.obj or (), output, workspace, code))


def _chosen_source(source: TaskSource | None, log: str | None) -> TaskSource:
    if source is TaskSource.LOG and log is None:
        raise typer.BadParameter("log needs the log too: --log FILE, or --log - for standard input.")
    if log is not None and source not in (None, TaskSource.LOG):
        raise typer.BadParameter(f"--log cannot be combined with --from {source.value if source else ''}.")
    return source or (TaskSource.LOG if log is not None else TaskSource.STATIC)


def _read_registry(
    workspace: Workspace, source: TaskSource, log: str | None, timeout_s: float | None
) -> Registry:
    if source is TaskSource.STATIC:
        from automappa_scaffold.operations.tasks import list_tasks

        return list_tasks(workspace)
    from automappa_scaffold.cli.logs import read_blocks
    from automappa_scaffold.operations.verify import report_log, report_worker

    if source is TaskSource.LIVE:
        from automappa_scaffold.operations.live import FleetQuestion, report_live

        return report_live(workspace, FleetQuestion(timeout_s=timeout_s))
    if source is TaskSource.WORKER:
        return report_worker(workspace, timeout_s=timeout_s)
    return report_log(workspace, read_blocks(log or "-"))


def _print(workspace: Workspace, registry: Registry, wanted: TasksFormat, output: Output) -> None:
    from automappa_scaffold.reporting import registries, task_lists

    if registry.error is not None:
        output.problem(registries.render_start_error(registry.error, output.err))
    if wanted is TasksFormat.JSON:
        output.result(registries.render_registry_json(registry))
    elif wanted is TasksFormat.NAMES:
        output.result(registries.render_names(registry))
        output.note("\n".join(f"note: {caveat}" for caveat in registries.registry_caveats(registry)))
    else:
        if wanted is TasksFormat.TABLE:
            output.result(task_lists.render_task_table(registry, output.out))
        else:
            output.result(task_lists.render_task_tree(registry, _page_packages(workspace), output.out))
        output.result(registries.render_remarks(registry, output.out))


def _page_packages(workspace: Workspace) -> dict[str, str]:
    from automappa_scaffold.project.layout import find_pages

    layout = workspace.layout
    if layout.pages is None:
        return {}
    prefix = ".".join(layout.pages.relative_to(layout.import_root).parts)
    return {f"{prefix}.{page}": page for page in find_pages(workspace.project, layout)}

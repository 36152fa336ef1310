"""``check``: static findings, and the mending of them."""

from __future__ import annotations

import typer

from automappa_scaffold.cli.check_options import (
    Baseline,
    Diff,
    ExitZero,
    ExtendSelect,
    Fix,
    HowToPrint,
    Ignore,
    Paths,
    Select,
    Statistics,
    StdinFilename,
    Strict,
    UnsafeFixes,
    WriteBaseline,
)
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
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["check"]


def check(
    context: typer.Context,
    paths: Paths = None,
    fix: Fix = False,
    unsafe_fixes: UnsafeFixes = False,
    diff: Diff = False,
    select: Select = None,
    extend_select: ExtendSelect = None,
    ignore: Ignore = None,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = False,
    strict: Strict = False,
    exit_zero: ExitZero = False,
    statistics: Statistics = False,
    stdin_filename: StdinFilename = None,
    project: ProjectFolder = None,
    app: App = "",
    workdir: Workdir = None,
    include: Include = None,
    output_format: HowToPrint = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    no_cache: NoCache = False,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Find tasks that the worker will not register, without running anything of the project."""
    from automappa_scaffold.cli.check_run import CheckOptions, run_check

    options = CheckOptions(
        paths=tuple(paths or ()),
        is_fixing=fix,
        is_diff=diff,
        with_unsafe=unsafe_fixes,
        baseline=baseline,
        is_writing_baseline=write_baseline,
        is_strict=strict,
        is_exit_zero=exit_zero,
        with_statistics=statistics,
        stdin_path=stdin_filename,
        output_format=output_format,
    )
    flags = {
        "select": _split(select),
        "extend_select": _split(extend_select),
        "ignore": _split(ignore),
        "baseline": str(baseline.absolute()) if baseline is not None and not write_baseline else "",
    }
    places = {
        "app": app,
        "workdir": workdir,
        "include": tuple(include or ()),
        "use_cache": not no_cache,
        "is_command": True,
    }
    output = open_output(color, is_quiet=quiet, is_verbose=verbose)
    raise typer.Exit(run_check(context.obj or (), options, output, project=project, flags=flags, **places))


def _split(given: list[str] | None) -> tuple[str, ...]:
    return tuple(part.strip() for text in given or () for part in text.split(",") if part.strip())

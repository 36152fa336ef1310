"""``check``: static findings, and the mending of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from automappa_scaffold.cli.completion import complete_rule
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
from automappa_scaffold.reporting.formats import FindingsFormat
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["check"]

_SELECTION = "Selection"
_MENDING = "Mending"


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATHS]...", help="Show findings below these files and folders alone."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is mechanical and safe.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: mend what changes behaviour too.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what --fix would change; exit with 1 if there is something.")
    ] = False,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODES",
            help="Only these rules: codes, starts of codes, or names.",
            autocompletion=complete_rule,
        ),
    ] = None,
    extend_select: Annotated[
        list[str] | None,
        typer.Option(
            "--extend-select",
            metavar="CODES",
            help="These rules besides the selected ones.",
            autocompletion=complete_rule,
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODES", help="All but these rules.", autocompletion=complete_rule),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Leave out the findings in this file.")
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write today's findings into the baseline.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Exit with 1 for notes, for what is unknown, and for what is stale."),
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print how many findings each rule has.")
    ] = False,
    stdin_filename: Annotated[
        Path | None,
        typer.Option(
            "--stdin-filename",
            metavar="PATH",
            help="Take this file's text from standard input; show findings in it alone.",
        ),
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

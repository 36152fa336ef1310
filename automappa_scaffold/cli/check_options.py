"""The options of ``check`` that say what is looked for, and what becomes of it."""

from pathlib import Path
from typing import Annotated

import typer

from automappa_scaffold.cli.completion import complete_rule
from automappa_scaffold.reporting.formats import FindingsFormat

__all__ = [
    "Baseline",
    "Diff",
    "ExitZero",
    "ExtendSelect",
    "Fix",
    "HowToPrint",
    "Ignore",
    "Paths",
    "Select",
    "Statistics",
    "StdinFilename",
    "Strict",
    "UnsafeFixes",
    "WriteBaseline",
]

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATHS]...", help="Show findings below these files and folders alone."),
]
Fix = Annotated[bool, typer.Option("--fix", help="Mend what is mechanical and safe.")]
UnsafeFixes = Annotated[
    bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: mend what changes behaviour too.")
]
Diff = Annotated[
    bool, typer.Option("--diff", help="Print what --fix would change; exit with 1 if there is something.")
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="CODES",
        help="Only these rules: codes, starts of codes, or names.",
        autocompletion=complete_rule,
    ),
]
ExtendSelect = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="CODES",
        help="These rules besides the selected ones.",
        autocompletion=complete_rule,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="CODES", help="All but these rules.", autocompletion=complete_rule),
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Leave out the findings in this file.")
]
WriteBaseline = Annotated[
    bool, typer.Option("--write-baseline", help="Write today's findings into the baseline.")
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit with 1 for notes, for what is unknown, and for what is stale."),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")]
Statistics = Annotated[bool, typer.Option("--statistics", help="Print how many findings each rule has.")]
StdinFilename = Annotated[
    Path | None,
    typer.Option(
        "--stdin-filename",
        metavar="PATH",
        help="Take this file's text from standard input; show findings in it alone.",
    ),
]
HowToPrint = Annotated[
    FindingsFormat | None,
    typer.Option("--format", help="How to print findings [default: full on a terminal, concise elsewhere]."),
]

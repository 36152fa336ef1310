"""The options that commands share."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = [
    "App",
    "Check",
    "Color",
    "DryRun",
    "Include",
    "LogFile",
    "NoCache",
    "ProjectFolder",
    "Quiet",
    "Template",
    "TextOrJson",
    "Timeout",
    "Trust",
    "Verbose",
    "Workdir",
    "WritingFormat",
]

ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The project's folder [default: found upwards from here]."),
]
App = Annotated[
    str,
    typer.Option(
        "-A", "--app", metavar="MODULE[:ATTR]", show_default=False, help="The Celery app, as for celery -A."
    ),
]
Workdir = Annotated[
    Path | None,
    typer.Option(
        "--workdir", metavar="DIR", help="The folder the worker starts in, as for celery --workdir."
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "-I",
        "--include",
        metavar="MODULES",
        help="More modules to import, with commas between them, as for celery worker -I.",
    ),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print results and errors alone.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Print more: what was assumed, for instance.")]
Color = Annotated[ColorChoice, typer.Option("--color", help="When to colour.")]
DryRun = Annotated[bool, typer.Option("-n", "--dry-run", help="Write nothing; print the unified diff.")]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit with 1 if something would be changed.")
]
LogFile = Annotated[
    str | None,
    typer.Option("--log", metavar="FILE", help="A log of the worker's start; - is standard input."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache.")]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        min=0.1,
        metavar="SECONDS",
        help="How long a worker may take to start, or workers to answer [default: 30].",
        show_default=False,
    ),
]


Template = Annotated[
    str,
    typer.Option("--template", metavar="PATH|URL", help="A copier template of your own.", show_default=False),
]
Trust = Annotated[
    bool, typer.Option("--trust", help="Let the template run code of its own: tasks, Jinja extensions.")
]


class TextOrJson(str, Enum):
    """How a command prints what has one text form."""

    TEXT = "text"
    JSON = "json"


WritingFormat = Annotated[TextOrJson, typer.Option("--format", help="How to print what was done.")]

"""The typer app: every command under its name."""

from importlib import import_module
from typing import Annotated

import typer

from automappa_scaffold import __version__
from automappa_scaffold.cli.coercion import LightCommand, LightGroup

__all__ = ["COMMANDS", "build_app"]

# In the order in which --help lists them. Each stands in the module and the function of its name.
COMMANDS = (
    "add-task",
    "remove-task",
    "add-page",
    "check",
    "verify",
    "tasks",
    "why",
    "rules",
    "rule",
    "config",
)


def build_app(only: str = "") -> typer.Typer:
    """Return the typer app with all its commands, or with that one alone which is going to run."""
    app = typer.Typer(
        cls=LightGroup,
        help="Scaffold Celery tasks for the pages of a Dash app, and prove that the worker registers them.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_common)
    for name in (only,) if only in COMMANDS else COMMANDS:
        function = name.replace("-", "_")
        module = import_module(f"automappa_scaffold.cli.{function}")
        app.command(name, cls=LightCommand)(getattr(module, function))
    return app


def _answer_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"automappa-scaffold {__version__}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_answer_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""

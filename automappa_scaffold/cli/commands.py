"""The typer app: every command under its name."""

from typing import Annotated

import typer

from automappa_scaffold import __version__
from automappa_scaffold.cli import add_page, add_task, check, config, rule, rules, tasks, verify
from automappa_scaffold.cli.coercion import LightCommand, LightGroup

__all__ = ["build_app"]


def build_app() -> typer.Typer:
    """Return the typer app with all its commands."""
    app = typer.Typer(
        cls=LightGroup,
        help="Scaffold Celery tasks for the pages of a Dash app, and prove that the worker registers them.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_common)
    app.command("add-task", cls=LightCommand)(add_task.add_task)
    app.command("add-page", cls=LightCommand)(add_page.add_page)
    app.command("check", cls=LightCommand)(check.check)
    app.command("verify", cls=LightCommand)(verify.verify)
    app.command("tasks", cls=LightCommand)(tasks.tasks)
    app.command("rules", cls=LightCommand)(rules.rules)
    app.command("rule", cls=LightCommand)(rule.rule)
    app.command("config", cls=LightCommand)(config.config)
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

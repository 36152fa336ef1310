"""The typer app: every command under its name."""

from typing import Annotated

import typer

from automappa_scaffold import __version__
from automappa_scaffold.cli import add_page, add_task, check, config, rule, rules, tasks, verify

__all__ = ["build_app"]


def build_app() -> typer.Typer:
    """Return the typer app with all its commands."""
    app = typer.Typer(
        help="Scaffold Celery tasks for the pages of a Dash app, and prove that the worker registers them.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_common)
    app.command("add-task")(add_task.add_task)
    app.command("add-page")(add_page.add_page)
    app.command("check")(check.check)
    app.command("verify")(verify.verify)
    app.command("tasks")(tasks.tasks)
    app.command("rules")(rules.rules)
    app.command("rule")(rule.rule)
    app.command("config")(config.config)
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

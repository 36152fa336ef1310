"""How a command ends whose answer may be remembered."""

import typer

from automappa_scaffold.cli.memory import remember_answer
from automappa_scaffold.cli.output import Output
from automappa_scaffold.files.environ import SeenEnviron
from automappa_scaffold.operations.workspace import Workspace

__all__ = ["end_command"]


def end_command(context: typer.Context, output: Output, workspace: Workspace, code: int) -> typer.Exit:
    """Remember what a command printed, and return the exit to be raised.

    Args:
        context: holds the words of the command line, put there by ``cli.app``.
    """
    environ = workspace.start.environ
    if workspace.cache is not None and isinstance(environ, SeenEnviron):
        workspace.keep()
        disk = workspace.project.disk
        remember_answer(context.obj or (), workspace.cache, disk, environ, output.written, code)
    return typer.Exit(code)

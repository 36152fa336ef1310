"""How a command ends whose answer may be remembered."""

from collections.abc import Sequence

from automappa_scaffold.cli.memory import Earlier, remember_answer
from automappa_scaffold.cli.output import Output
from automappa_scaffold.files.environ import SeenEnviron
from automappa_scaffold.operations.workspace import Workspace

__all__ = ["end_command"]


def end_command(
    arguments: Sequence[str],
    output: Output,
    workspace: Workspace,
    code: int,
    start: Sequence[bytes] | None = None,
    earlier: Earlier | None = None,
) -> int:
    """Remember what a command printed under the words of its command line, and return the exit code.

    Args:
        start: the record of the worker's start, in pieces, where a later run can use it.
        earlier: the answer that this one rests on too.
    """
    environ = workspace.start.environ
    if workspace.cache is not None and isinstance(environ, SeenEnviron):
        workspace.keep()
        disk = workspace.project.disk
        remember_answer(arguments, workspace.cache, disk, environ, output.written, code, start, earlier)
    return code

"""Running a command line: the only place that turns errors into exit codes.

0 done · 1 findings, a mismatch, or ``--check`` would change · 2 the command could not do its job ·
70 a defect of ours · 130 interrupted. ``--version`` and a plain ``check`` answer without
typer.
"""

import gc
import os
import sys
from collections.abc import Sequence

from automappa_scaffold import __version__
from automappa_scaffold.cli.output import complain
from automappa_scaffold.cli.streams import flush_streams, prepare_streams, write
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.reporting.terminal import ColorChoice, detect_terminal, printable

__all__ = ["main"]

PROGRAM = "automappa-scaffold"
_DEFECT = 70
_INTERRUPTED = 130
_SHOWN_FRAMES = 4
_SHOWN_CHARACTERS = 300


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    prepare_streams()
    try:
        code = _answer_version() if arguments == ["--version"] else _run(arguments)
        flush_streams()
    except ScaffoldError as error:
        complain(error, detect_terminal(sys.stderr, os.environ, _wanted_color(arguments)))
        return 2
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except Exception as error:  # the one defect boundary: left alone, typer would end with 1, as findings do
        return _report_defect(error)
    if code == _INTERRUPTED:
        write(sys.stderr, "interrupted\n")
    return code


def _run(arguments: list[str]) -> int:
    from automappa_scaffold.cli.plain_check import run_plain_check

    was_enabled = gc.isenabled()
    gc.disable()  # for those who call this in a process of theirs; see ``__main__``
    try:
        code = run_plain_check(arguments)
        if code is not None:
            return code
        from typer.main import get_command

        from automappa_scaffold.cli.commands import build_app

        get_command(build_app(*arguments[:1])).main(args=arguments, prog_name=PROGRAM, obj=tuple(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    finally:
        if was_enabled:
            gc.enable()
    return 0


def _answer_version() -> int:
    write(sys.stdout, f"{PROGRAM} {__version__}\n")
    return 0


def _wanted_color(arguments: Sequence[str]) -> ColorChoice:
    """Return the value of ``--color`` for messages that are written outside every command."""
    for given, following in zip(arguments, [*arguments[1:], ""], strict=True):
        value = following if given == "--color" else given.removeprefix("--color=")
        if value != given and value in ("always", "never"):
            return ColorChoice(value)
    return ColorChoice.AUTO


def _report_defect(error: Exception) -> int:
    import traceback

    if os.environ.get("AUTOMAPPA_SCAFFOLD_DEBUG"):
        trace = "".join(traceback.format_exception(error))
    else:
        frames = traceback.extract_tb(error.__traceback__)[-_SHOWN_FRAMES:]
        trace = "".join(f"  {os.path.basename(f.filename)}:{f.lineno} in {f.name}\n" for f in frames)
        what = " ".join(traceback.format_exception_only(error)[-1].split())
        trace += f"  {printable(what[:_SHOWN_CHARACTERS])}\n"
    write(
        sys.stderr,
        f"error: {PROGRAM} {__version__} failed. This is a defect of the tool, not of your project:\n{trace}"
        "Please report it with the command you ran and these lines (AUTOMAPPA_SCAFFOLD_DEBUG=1 shows the\n"
        "whole trace) to the people who maintain automappa-scaffold.\n",
    )
    return _DEFECT

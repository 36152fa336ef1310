"""Where a command writes: results to standard output, everything else to standard error."""

import os
import sys
from dataclasses import dataclass, field

from automappa_scaffold.cli.streams import write
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.reporting.terminal import ColorChoice, Terminal, detect_terminal, printable

__all__ = ["Output", "complain", "open_output"]


@dataclass(frozen=True, slots=True)
class Output:
    """The two streams of a command, how much the user wants to hear, and what was written."""

    out: Terminal
    err: Terminal
    is_quiet: bool = False
    is_verbose: bool = False
    written: list[tuple[str, str]] = field(default_factory=list)  # stream's name and text

    def result(self, text: str) -> None:
        """Write a result, with a final newline; nothing when it is empty."""
        if text:
            self._write("stdout", text)

    def note(self, text: str) -> None:
        """Write a remark to standard error, unless the user wants quiet."""
        if text and not self.is_quiet:
            self._write("stderr", text)

    def problem(self, text: str) -> None:
        """Write to standard error what the user has to hear even when quiet."""
        if text:
            self._write("stderr", text)

    def result_bytes(self, data: bytes) -> None:
        """Write a result that is bytes, a diff for instance, as they are."""
        write(sys.stdout, data)

    def _write(self, stream: str, text: str) -> None:
        self.written.append((stream, text))
        write(getattr(sys, stream), text + "\n")


def open_output(color: ColorChoice, *, is_quiet: bool = False, is_verbose: bool = False) -> Output:
    """Return the output of a command on the process's own streams."""
    out = detect_terminal(sys.stdout, os.environ, color)
    err = detect_terminal(sys.stderr, os.environ, color)
    return Output(out, err, is_quiet, is_verbose)


def complain(error: ScaffoldError, terminal: Terminal) -> None:
    """Write a user's problem and what to do about it to standard error."""
    lines = [f"{terminal.paint('error:', 'bold', 'red')} {printable(error.message, keep=chr(10))}"]
    if error.hint:
        lines.append(f"{terminal.paint('hint:', 'cyan')} {printable(error.hint, keep=chr(10))}")
    write(sys.stderr, "\n".join(lines) + "\n")

"""Where a command writes: results to standard output, everything else to standard error."""

import os
import sys
from dataclasses import dataclass
from typing import TextIO

from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.reporting.terminal import ColorChoice, Terminal, detect_terminal, printable

__all__ = ["Output", "complain", "flush_streams", "open_output", "prepare_streams", "write"]


@dataclass(frozen=True, slots=True)
class Output:
    """The two streams of a command, and how much the user wants to hear."""

    out: Terminal
    err: Terminal
    is_quiet: bool = False
    is_verbose: bool = False

    def result(self, text: str) -> None:
        """Write a result, with a final newline; nothing when it is empty."""
        if text:
            write(sys.stdout, text + "\n")

    def note(self, text: str) -> None:
        """Write a remark to standard error, unless the user wants quiet."""
        if text and not self.is_quiet:
            write(sys.stderr, text + "\n")

    def problem(self, text: str) -> None:
        """Write to standard error what the user has to hear even when quiet."""
        if text:
            write(sys.stderr, text + "\n")

    def result_bytes(self, data: bytes) -> None:
        """Write a result that is bytes, a diff for instance, as they are."""
        write(sys.stdout, data)


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


def prepare_streams() -> None:
    """Let no character of a file name or a message fail in the encoding of the user's terminal."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def flush_streams() -> None:
    """Flush both streams, so that a reader that went away is noticed here and not at interpreter exit."""
    write(sys.stdout, "")
    write(sys.stderr, "")


def write(stream: TextIO, text: str | bytes) -> None:
    """Write and flush; a reader that has gone (``| head``) is no error, the exit code still tells the result.

    Raises:
        ScaffoldError: the stream cannot be written to, a full disk for instance.
    """
    try:
        if isinstance(text, bytes):
            stream.buffer.write(text)
        else:
            stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        raise ScaffoldError(f"The output cannot be written: {error.strerror or error}.") from error


def _discard(stream: TextIO) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)

"""The two streams of the process. Nothing heavy is imported here: a remembered answer needs no more."""

import os
import sys

from automappa_scaffold.errors import ScaffoldError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["flush_streams", "prepare_streams", "write"]


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


def write(stream: "TextIO", text: str | bytes) -> None:
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


def _discard(stream: "TextIO") -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)

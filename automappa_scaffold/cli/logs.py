"""Reading a worker's log, from a file or from standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path

from automappa_scaffold.errors import ScaffoldError

__all__ = ["read_log"]


def read_log(name: str) -> Iterator[bytes]:
    """Yield the lines of a log; ``-`` is standard input.

    Raises:
        ScaffoldError: the log cannot be read.
    """
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as log:
            yield from log
    except OSError as error:
        raise ScaffoldError(f"The log {name} cannot be read: {error.strerror or error}.") from error

"""Reading a worker's log, from a file or from standard input."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from automappa_scaffold.errors import ScaffoldError

__all__ = ["read_blocks"]

# Small enough for the caches of a processor, which search it three times.
_BLOCK = 64 * 1024


def read_blocks(name: str) -> Iterator[bytes]:
    """Yield the bytes of a log in blocks; ``-`` is standard input.

    Raises:
        ScaffoldError: the log cannot be read.
    """
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb", buffering=0) as log:
            # A pipe gives what there is: a log may be followed.
            while block := log.read1(_BLOCK) if isinstance(log, io.BufferedReader) else log.read(_BLOCK):
                yield block
    except OSError as error:
        raise ScaffoldError(f"The log {name} cannot be read: {error.strerror or error}.") from error

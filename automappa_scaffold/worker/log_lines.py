"""The few lines of a log that matter, found in blocks.

A log may have gigabytes. Blocks are searched for three texts; a line is looked at only near one of them.
"""

from collections.abc import Iterable
from typing import Protocol

from automappa_scaffold.worker.log_records import Origin, read_records
from automappa_scaffold.worker.long_search import holds

__all__ = ["LineReader", "scan_blocks"]

# The head of the list, the line that names the node, and a message for a task that nobody has. The blank at
# the end of the last one halves the time of its search: ``memmem`` hashes two bytes, and "of" is common.
_MARKERS = (b"[tasks]", b"-------------- ", b"Received unregistered task of ")
_LONGEST_LINE = 256 * 1024


class LineReader(Protocol):
    """What the lines are given to."""

    @property
    def is_inside(self) -> bool:
        """Whether the next lines matter whatever they hold."""

    def read(self, origin: Origin, text: str) -> None:
        """Take one line, without its prefixes."""


def scan_blocks(blocks: Iterable[bytes], reader: LineReader) -> bool:
    """Give a reader the lines that may matter; return whether the log holds anything but blanks.

    A line counts as far as its first 256 KB; what goes on for longer is none of Celery's.
    """
    carry = b""
    has_text = False
    for block in blocks:
        has_text = has_text or bool(block.strip())
        begin, end = block.find(b"\n") + 1, block.rfind(b"\n") + 1
        if begin:
            # The line across the border goes by itself, so that the block need not be copied.
            _scan(_cut(carry, block[: begin - 1]) + b"\n", reader)
            carry = b""
            if reader.is_inside or any(holds(block, marker) for marker in _MARKERS):
                _scan(block[begin:end], reader)
        carry = _cut(carry, block[end:])
    if carry:
        _scan(carry + b"\n", reader)
    return has_text


def _cut(carry: bytes, more: bytes) -> bytes:
    return carry + more[: _LONGEST_LINE - len(carry)] if len(carry) < _LONGEST_LINE else carry


def _scan(data: bytes, reader: LineReader) -> None:
    """Give a reader those of some whole lines that may matter."""
    found = [data.find(marker) for marker in _MARKERS]
    position, end = 0, len(data)
    while position < end:
        if not reader.is_inside:
            for index, marker in enumerate(_MARKERS):
                if -1 < found[index] < position:
                    found[index] = data.find(marker, position)
            ahead = [at for at in found if at >= 0]
            if not ahead:
                return
            position = data.rfind(b"\n", position, min(ahead)) + 1 or position
        stop = data.index(b"\n", position) + 1
        line = data[position : min(stop, position + _LONGEST_LINE)].decode("utf-8", "replace")
        for origin, text in read_records(line):
            reader.read(origin, text)
        position = stop

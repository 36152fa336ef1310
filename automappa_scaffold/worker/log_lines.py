"""The few lines of a log that matter, found in blocks, and who wrote each.

A log may have gigabytes. Blocks are searched for three texts; a line is looked at only near one of them.
"""

import json
import re
from collections.abc import Iterable
from typing import Protocol

from automappa_scaffold.worker.long_search import holds

__all__ = ["LineReader", "Origin", "scan_blocks", "split_prefix"]

# The head of the list, the line that names the node, and a message for a task that nobody has.
_MARKERS = (b"[tasks]", b"-------------- ", b"Received unregistered task of")
_LONGEST_LINE = 256 * 1024

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# What docker compose, honcho, kubectl, container runtimes, journald and CI services put in front of a line;
# several may stand in a row.
_PREFIXES = (
    re.compile(r"(?:\d\d:\d\d:\d\d )?(?P<source>[\w.-]+)\s+\|(?: |$)"),
    re.compile(r"\[(?P<source>pod/[\w./-]+)\](?: |$)"),
    re.compile(
        r"(?:[A-Z][a-z]{2} [ \d]\d [\d:.]{8,15}|\d{4}-\d\d-\d\dT[\d:.,+Z-]+) "
        r"(?P<process>[\w.-]+ [\w@./-]+\[\d+\]):(?: |$)"
    ),
    re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.,]*(?:Z|[+-]\d\d:?\d\d))(?: |$)"),
    re.compile(r"(?:stdout|stderr) [FP](?: |$)"),
    re.compile(r"app\[(?P<source>[\w.]+)\]:(?: |$)"),
)


class Origin(str):
    """Who wrote a line, as far as its prefixes tell; empty: nobody says.

    ``is_process``: it names a process, which is another one after a restart.
    """

    is_process: bool = False


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
        reader.read(*split_prefix(_ANSI.sub("", _message(line)).rstrip("\r\n")))
        position = stop


def _message(line: str) -> str:
    """Return what was logged, also from the files in which Docker keeps it as JSON."""
    if not line.startswith('{"log":'):
        return line
    try:
        return str(json.loads(line)["log"])
    except (ValueError, KeyError):
        return line


def split_prefix(line: str) -> tuple[Origin, str]:
    """Return who wrote a line, and the line without what tells it."""
    source, position, is_process, matched = "", 0, False, True
    while matched:
        matched = False
        for prefix in _PREFIXES:
            if found := prefix.match(line, position):
                groups = found.groupdict()
                source += groups.get("source") or groups.get("process") or ""
                is_process = is_process or groups.get("process") is not None
                position, matched = found.end(), True
                break
    origin = Origin(source)
    origin.is_process = is_process
    return origin, line[position:]

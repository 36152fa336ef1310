"""The few lines of a log that matter, found in blocks, and who wrote each.

A log may have gigabytes. Blocks are searched for three texts; a line is looked at only near one of them.
"""

import json
import re
from collections.abc import Iterable
from typing import Protocol

__all__ = ["LineReader", "Origin", "scan_blocks", "split_prefix"]

# The head of the list, the line that names the node, and a message for a task that nobody has.
_MARKERS = (b"[tasks]", b"-------------- ", b"eceived unregistered task of type ")
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
    """Give a reader the lines that may matter; return whether the log holds anything but blanks."""
    carry = b""
    has_text = False
    for block in blocks:
        has_text = has_text or bool(block.strip())
        data = carry + block if carry else block
        end = data.rfind(b"\n") + 1
        _scan(data, end, reader)
        # What goes on for so long is not a line of Celery's.
        carry = data[end:] if len(data) - end <= _LONGEST_LINE else b""
    if carry:
        carry += b"\n"
        _scan(carry, len(carry), reader)
    return has_text


def _scan(data: bytes, end: int, reader: LineReader) -> None:
    found = [data.find(marker, 0, end) for marker in _MARKERS]
    position = 0
    while position < end:
        if not reader.is_inside:
            for index, marker in enumerate(_MARKERS):
                if -1 < found[index] < position:
                    found[index] = data.find(marker, position, end)
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

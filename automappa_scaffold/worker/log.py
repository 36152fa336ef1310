"""The ``[tasks]`` list in a worker's start-up log."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from automappa_scaffold.errors import WorkerError

__all__ = ["LogBanner", "read_banner"]

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# What docker compose, kubectl, journald and CI services put in front of a line; several may stand in a row.
_PREFIXES = (
    re.compile(r"(?P<source>[\w.-]+)\s+\|(?: |$)"),
    re.compile(r"\[(?P<source>pod/[\w./-]+)\](?: |$)"),
    re.compile(
        r"(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.,+Z-]+) "
        r"(?P<source>[\w.-]+ [\w@./-]+\[\d+\]):(?: |$)"
    ),
    re.compile(r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.,]*(?:Z|[+-]\d\d:?\d\d))(?: |$)"),
)
_ITEM = re.compile(r"\s*\. (\S.*?)\s*$")
_RECORD = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}: [A-Z]+/")
_NODE = re.compile(r"^\s*-+ (?P<node>\S+@\S+) v(?P<version>\d[\w.]*)")
_HIDDEN = "celery."
_MAX_SOURCES = 256


@dataclass(frozen=True, slots=True)
class LogBanner:
    """The last start in a log: the names it lists (built-ins left out), and who said so, as far as told."""

    names: tuple[str, ...]
    node: str = ""
    celery: str = ""


def read_banner(lines: Iterable[bytes | str]) -> LogBanner:
    """Return the last complete start in a log, in constant memory.

    Lines of several containers may interleave, each with its prefix.

    Raises:
        WorkerError: there is no ``[tasks]`` list, which is not the same as an empty one.
    """
    reader = _Reader()
    for line in lines:
        reader.read(line.decode("utf-8", "replace") if isinstance(line, bytes) else line)
    return reader.result()


@dataclass(slots=True)
class _Start:
    """A start under way: one source's banner, from its node line to the end of its list."""

    number: int
    node: str = ""
    celery: str = ""
    names: list[str] | None = None


class _Reader:
    def __init__(self) -> None:
        # One entry for each source inside its banner, so that a log of any length stays small.
        self._starts: dict[str, _Start] = {}
        self._count = 0
        self._last: tuple[int, LogBanner] | None = None
        self._seen_node = ""
        self._is_empty = True

    def read(self, raw: str) -> None:
        source, text = _split_prefix(_ANSI.sub("", raw).rstrip("\r\n"))
        stripped = text.strip()
        self._is_empty = self._is_empty and not stripped
        start = self._starts.get(source)
        if stripped == "[tasks]":
            is_named = start is not None and start.names is None
            start = start if start is not None and is_named else self._begin(source)
            start.names = []
        elif node := _NODE.match(text):
            start = self._begin(source)
            start.node, start.celery = node["node"], node["version"]
            self._seen_node = start.node
        elif start is not None and start.names is not None:
            self._read_item(source, start.names, text)

    def _begin(self, source: str) -> _Start:
        self._finish(source)
        self._count += 1
        if len(self._starts) >= _MAX_SOURCES:
            self._finish(next(iter(self._starts)))
        self._starts[source] = _Start(self._count)
        return self._starts[source]

    def _read_item(self, source: str, names: list[str], text: str) -> None:
        if _RECORD.match(text):
            return  # the banner goes to stdout and log records to stderr: a collector may mix their lines
        if item := _ITEM.match(text):
            names.append(item[1])
        else:
            self._finish(source, is_ended=True)

    def _finish(self, source: str, *, is_ended: bool = False) -> None:
        start = self._starts.pop(source, None)
        # A list without names counts when something follows it; else the log may have been cut there.
        if start is None or start.names is None or not (start.names or is_ended):
            return
        names = {name for name in start.names if not name.startswith(_HIDDEN)}
        if self._last is None or start.number > self._last[0]:
            self._last = (start.number, LogBanner(tuple(sorted(names)), start.node, start.celery))

    def result(self) -> LogBanner:
        is_cut = any(start.names == [] for start in self._starts.values())
        for source in list(self._starts):
            self._finish(source)
        if self._last is None:
            raise self._no_list(is_cut)
        return self._last[1]

    def _no_list(self, is_cut: bool) -> WorkerError:
        if self._is_empty:
            return WorkerError("The log is empty.", hint="Give the output of the worker from its start on.")
        if is_cut:
            return WorkerError(
                "The log ends inside its [tasks] list.", hint="Give it as far as the worker's start."
            )
        if self._seen_node:
            return WorkerError(
                f"The log holds the start of {self._seen_node} without a [tasks] list: "
                "its log level hides the list.",
                hint="Start the worker with -l INFO (the default level is WARNING).",
            )
        return WorkerError(
            "The log holds no [tasks] list.",
            hint="A worker prints it to stdout when it starts at log level INFO or DEBUG and without -q.",
        )


def _split_prefix(line: str) -> tuple[str, str]:
    """Return who wrote the line, as far as its prefixes tell, and the line without them."""
    source, position, matched = "", 0, True
    while matched:
        matched = False
        for prefix in _PREFIXES:
            if found := prefix.match(line, position):
                source += found.groupdict().get("source") or ""
                position, matched = found.end(), True
                break
    return source, line[position:]

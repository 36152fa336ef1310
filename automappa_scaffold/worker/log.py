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
_NODE = re.compile(r"^\s*-+ (?P<node>\S+@\S+) v(?P<version>\d[\w.]*)")
_HIDDEN = "celery."


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


class _Reader:
    def __init__(self) -> None:
        # Only sources inside their banner have an entry, so a log of any length stays small.
        self._lists: dict[str, list[str]] = {}
        self._nodes: dict[str, tuple[str, str]] = {}
        self._last: LogBanner | None = None
        self._seen_node = ""
        self._is_empty = True

    def read(self, raw: str) -> None:
        source, text = _split_prefix(_ANSI.sub("", raw).rstrip("\r\n"))
        stripped = text.strip()
        self._is_empty = self._is_empty and not stripped
        if stripped == "[tasks]":
            self._lists[source] = []
        elif source in self._lists:
            self._read_item(source, text)
        if node := _NODE.match(text):
            self._nodes = {source: (node["node"], node["version"])}
            self._seen_node = node["node"]

    def _read_item(self, source: str, text: str) -> None:
        if item := _ITEM.match(text):
            self._lists[source].append(item[1])
        elif text.strip() or self._lists[source]:
            self._finish(source)

    def _finish(self, source: str) -> None:
        names = {name for name in self._lists.pop(source) if not name.startswith(_HIDDEN)}
        node, version = self._nodes.pop(source, ("", ""))
        self._last = LogBanner(tuple(sorted(names)), node, version)

    def result(self) -> LogBanner:
        for source in list(self._lists):
            if self._lists[source]:
                self._finish(source)
        if self._last is None:
            raise self._no_list()
        return self._last

    def _no_list(self) -> WorkerError:
        if self._is_empty:
            return WorkerError("The log is empty.", hint="Give the output of the worker from its start on.")
        if self._lists:
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

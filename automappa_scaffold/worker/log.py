"""What a log tells of workers: the tasks of the last start of each, and the messages they refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.registry.fleet import Node, Refused
from automappa_scaffold.registry.values import Task
from automappa_scaffold.worker.broker_errors import without_password
from automappa_scaffold.worker.log_lines import scan_blocks
from automappa_scaffold.worker.log_prefixes import LearnedPrefixes
from automappa_scaffold.worker.log_records import Origin

__all__ = ["LogReport", "read_log"]

_ITEM = re.compile(r"\s*\. (\S.*?)\s*$")
_NODE = re.compile(r"^\s*-{14} (?P<node>\S+@\S+) v(?P<version>\d[\w.]*)")
_REFUSED = re.compile(r"Received unregistered task of type (?P<quote>[\"'])(?P<name>.*?)(?P=quote)\.")
_SENDER = re.compile(r"'origin': '(?P<origin>[^']+)'")
_SERVICE = re.compile(r"(?P<service>[\w.-]*[A-Za-z][\w.]*)[-_]\d+$")
_PROCESS_NUMBER = re.compile(r"\W?\d+\W?$")
_HEAD = "[tasks]"
_HIDDEN = "celery."
_MOST_WORKERS = 1000
_MOST_REFUSED = 1000
_MOST_NAMES = 100_000
_MOST_SHOWN = 60
# A collector may put other lines between those of the list, or drop the empty one at its end.
_MOST_FOREIGN = 30
_PLAIN = (
    "Give the lines as the worker wrote them, one to a line: cut or sed take prefixes off, jq -r takes "
    "messages out of JSON, journalctl has -o short and -o json."
)
# The sender stands among the message's headers, so many lines below the record at most.
_LINES_TO_SENDER = 16


@dataclass(frozen=True, slots=True)
class LogReport:
    """The workers of a log; ``unknown``: why nothing is known of what they register, else empty."""

    nodes: tuple[Node, ...]
    unknown: str = ""
    hint: str = ""


def read_log(blocks: Iterable[bytes]) -> LogReport:
    """Return what a log tells, in constant memory.

    Args:
        blocks: its bytes, in parts of any size.
    Raises:
        WorkerError: the log holds nothing of a worker.
    """
    reader = _Reader()
    has_text = scan_blocks(blocks, reader)
    if not has_text:
        raise WorkerError("The log is empty.", hint="Give the output of the worker from its start on.")
    return reader.result()


@dataclass(slots=True)
class _Worker:
    """One worker: its last start, and what it refused in this start or in an earlier one."""

    number: int
    node: str = ""
    celery: str = ""
    origin: Origin = field(default_factory=Origin)
    names: set[str] | None = None
    is_cut: bool = False
    is_open: bool = False
    foreign: int = 0
    refused: dict[str, Refused] = field(default_factory=dict)
    refused_before: dict[str, Refused] = field(default_factory=dict)
    before: "_Worker | None" = None  # the start that this one replaces without a banner of its own


class _Reader:
    def __init__(self) -> None:
        self._workers: dict[tuple[str, str], _Worker] = {}
        self._latest: dict[str, tuple[str, str]] = {}  # the worker that wrote last, by origin
        self._open: dict[str, _Worker] = {}  # whose list is being read, by origin
        self._sender: tuple[str, _Worker, str, int] | None = None
        self._count = 0
        self._prefixes = LearnedPrefixes()
        self._behind = ""  # what stands before a head that is not read
        self._amid = ""  # a line that holds a head among other text

    @property
    def is_inside(self) -> bool:
        return bool(self._open) or self._sender is not None or self._prefixes.is_open

    def read(self, origin: Origin, text: str) -> None:
        """Take one line."""
        origin, text, is_first_entry = self._prefixes.split(origin, text)
        if is_first_entry:
            self._begin_list(origin)
        if text.strip() == _HEAD:
            self._begin_list(origin)
        elif (node := _NODE.match(text)) is not None:
            self._begin(origin, node["node"], node["version"])
        elif (refused := _REFUSED.search(text)) is not None:
            self._refuse(origin, refused["name"])
        elif text.rstrip().endswith(_HEAD):
            self._behind = without_password(text.rstrip().removesuffix(_HEAD))[:_MOST_SHOWN]
        elif origin in self._open:
            self._read_item(origin, text)
        elif _HEAD in text:
            self._amid = without_password(text.strip())[:_MOST_SHOWN]
        if self._sender is not None:
            self._read_sender(origin, text)

    def _begin(self, origin: Origin, node: str, celery: str = "") -> _Worker:
        """Return the worker that starts, with nothing known of this start."""
        self._open.pop(origin, None)
        key = _identity(origin, node)
        self._count += 1
        old = self._workers.pop(key, None)
        worker = _Worker(self._count, node, celery, origin)
        if old is not None:
            worker.refused_before = {**old.refused_before, **old.refused}
        if len(self._workers) >= _MOST_WORKERS:
            self._forget(next(iter(self._workers)))
        self._workers[key] = worker
        self._latest[origin] = key
        return worker

    def _forget(self, key: tuple[str, str]) -> None:
        gone = self._workers.pop(key)
        self._latest.pop(gone.origin, None)
        self._open.pop(gone.origin, None)

    def _begin_list(self, origin: Origin) -> None:
        worker = self._workers.get(self._latest.get(origin, ("", "?")))
        if worker is None or worker.names is not None:
            before = worker
            worker = self._begin(origin, before.node if before is not None else "")
            if before is not None:
                worker.before = before if before.names else _or_before(before)
                worker.before.before = None
        worker.names, worker.is_cut, worker.is_open = set(), True, True
        self._open[origin] = worker

    def _read_item(self, origin: Origin, text: str) -> None:
        worker = self._open[origin]
        assert worker.names is not None
        if item := _ITEM.match(text):
            worker.is_cut = False
            if not item[1].startswith(_HIDDEN) and len(worker.names) < _MOST_NAMES:
                worker.names.add(item[1])
            return
        worker.foreign += 1
        if not text.strip() or worker.foreign > _MOST_FOREIGN:
            worker.is_cut = worker.is_open = False
            del self._open[origin]
            key = self._latest[origin]
            if not worker.names and self._workers.get(key) is worker:
                self._workers[key] = _or_before(worker)

    def _refuse(self, origin: Origin, name: str) -> None:
        worker = self._workers.get(self._latest.get(origin, ("", "?")))
        if worker is None:
            worker = self._begin(origin, "")
        known = worker.refused.get(name) or Refused(name, 0)
        if known.count or len(worker.refused) < _MOST_REFUSED:
            worker.refused[name] = replace(known, count=known.count + 1)
            self._sender = (origin, worker, name, _LINES_TO_SENDER)

    def _read_sender(self, origin: Origin, text: str) -> None:
        assert self._sender is not None
        source, worker, name, left = self._sender
        found = _SENDER.search(text) if source == origin else None
        if found is not None:
            worker.refused[name] = replace(worker.refused[name], origin=found["origin"])
        self._sender = (source, worker, name, left - 1) if left and found is None else None

    def result(self) -> LogReport:
        """Return what is known at the end of the log."""
        workers = [_or_before(worker) if worker.is_cut else worker for worker in self._workers.values()]
        workers.sort(key=lambda worker: worker.number)
        cut = [worker for worker in workers if worker.is_cut]
        for worker in cut:
            worker.names = None
        nodes = tuple(_as_node(worker) for worker in workers)
        if any(node.tasks is not None for node in nodes):
            return LogReport(_named_apart(nodes))
        if cut:
            return LogReport(
                nodes, "The log ends inside its [tasks] list.", "Give it as far as the worker's start."
            )
        if self._behind:
            text = f"The log holds a [tasks] list behind {self._behind!r}, which is not known as a prefix."
            return LogReport(nodes, text, _PLAIN)
        started = [worker for worker in workers if worker.node]
        if started:
            return LogReport(
                nodes,
                f"The log holds the start of {started[-1].node} without a [tasks] list: its log level hides "
                "the list, or the log ends before it.",
                "Start the worker with -l INFO (the default level is WARNING).",
            )
        if self._amid:
            text = f"The log holds [tasks] only amid other text, as in {self._amid!r}."
            return LogReport(nodes, text, _PLAIN)
        hint = "A worker prints it to stdout when it starts at log level INFO or DEBUG and without -q."
        return LogReport(nodes, "The log holds no [tasks] list.", hint)


def _identity(origin: Origin, node: str) -> tuple[str, str]:
    """Return what tells a worker from others and stays the same when it is started again."""
    if not origin:
        return ("", node)
    if origin.is_process:
        return (_PROCESS_NUMBER.sub("", origin), node or origin)
    # A container that is made anew has another host name.
    return (str(origin), node.partition("@")[0])


def _or_before(worker: _Worker) -> _Worker:
    """Return the start before one that has no banner and no task: its head was a line of the app."""
    before = worker.before
    if before is None:
        return worker
    before.refused |= worker.refused
    return before


def _as_node(worker: _Worker) -> Node:
    tasks = None if worker.names is None else tuple(Task(name) for name in sorted(worker.names))
    names = worker.names or set()
    # What was refused before the last start, and is known since, is mended.
    before = {name: one for name, one in worker.refused_before.items() if name not in names}
    refused = {**before, **worker.refused}
    service = _SERVICE.match(worker.origin) if not worker.origin.is_process else None
    return Node(
        name=worker.node or str(worker.origin) or "worker",
        tasks=tasks,
        celery=worker.celery,
        refused=tuple(refused[name] for name in sorted(refused)),
        service=service["service"] if service else "",
        is_open_ended=worker.is_open and not worker.foreign,
    )


def _named_apart(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return the nodes with a number behind names that several have."""
    seen: dict[str, int] = {}
    found = []
    for node in nodes:
        seen[node.name] = seen.get(node.name, 0) + 1
        number = seen[node.name]
        found.append(node if number == 1 else replace(node, name=f"{node.name}#{number}"))
    return tuple(found)

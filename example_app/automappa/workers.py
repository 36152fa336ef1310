"""Which workers answer, which queues they take, and which tasks they have in their hands."""

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from celery.exceptions import OperationalError

from automappa.broker import HeldTask
from automappa.settings import QUEUES, get_settings
from automappa.tasks import queue

_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers that answered: their names, and the queues that one of them takes (without prefix)."""

    nodes: tuple[str, ...] = ()
    queues: frozenset[str] = frozenset()
    # The broker itself did not answer.
    is_broker_down: bool = False

    @property
    def problem(self) -> str:
        """Return in one sentence what keeps tasks from being done; nothing if all is well."""
        if self.is_broker_down:
            return "the message broker does not answer"
        if not self.nodes:
            return "no worker answers; start one: python -m automappa worker"
        missing = [name for name in QUEUES if name not in self.queues]
        return f"no worker takes the queue {', '.join(missing)}" if missing else ""


@dataclass(slots=True)
class _Look:
    workers: Workers = field(default_factory=Workers)
    at: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


_last = _Look()


def find_workers(*, max_age_s: float = 5.0, timeout_s: float = _TIMEOUT_S) -> Workers:
    """Return the workers that answer.

    To ask may take the whole of `timeout_s`, so an answer that is not older than `max_age_s` is given again.
    """
    with _last.lock:
        if monotonic() - _last.at > max_age_s:
            _last.workers = _ask(_last.workers, timeout_s)
            _last.at = monotonic()
        return _last.workers


def list_held_tasks(workers: Workers, *, timeout_s: float = _TIMEOUT_S) -> list[HeldTask] | None:
    """Return what these workers run, have fetched, or will begin later; None if one of them did not answer.

    Raises:
        OSError: the broker does not answer.
    """
    found: list[HeldTask] = []
    # A task moves from the first of these to the last, so it is missed by none of them.
    for command in ("scheduled", "reserved", "active"):
        # As soon as all of them have answered, nothing more is waited for.
        inspect = queue.control.inspect(destination=list(workers.nodes), timeout=timeout_s)
        try:
            answers = getattr(inspect, command)() or {}
        except OperationalError as error:
            raise ConnectionError("the message broker does not answer") from error
        if not set(workers.nodes) <= set(answers):
            return None
        found += _read_tasks(answers)
    return found


def _read_tasks(answers: Mapping[str, Any]) -> Iterator[HeldTask]:
    for tasks in answers.values():
        for task in tasks:
            request = task.get("request", task)
            yield HeldTask(request["id"], request["name"], json.dumps(request["args"]))


def _ask(before: Workers, timeout_s: float) -> Workers:
    # If those that were there are enough, and answer again, nobody else is waited for.
    if before.nodes and not before.problem:
        found = _ask_nodes(list(before.nodes), timeout_s)
        if not found.problem:
            return found
    return _ask_nodes(None, timeout_s)


def _ask_nodes(nodes: list[str] | None, timeout_s: float) -> Workers:
    """Return those of the nodes, or of all, that answer and take a queue of this app."""
    queues = {get_settings().queue_prefix + name: name for name in QUEUES}
    try:
        answers = queue.control.inspect(destination=nodes, timeout=timeout_s).active_queues() or {}
    except (OperationalError, OSError):
        return Workers(is_broker_down=True)
    # Questions go to every worker on the broker, those of other apps among them.
    taken = {
        node: {queues[one["name"]] for one in found if one["name"] in queues}
        for node, found in answers.items()
    }
    ours = {node: names for node, names in taken.items() if names}
    return Workers(tuple(sorted(ours)), frozenset().union(*ours.values()))

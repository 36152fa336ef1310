"""Which workers answer, which queues they take, and what they are at."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from time import monotonic

from celery.exceptions import OperationalError

from automappa.settings import QUEUES, get_settings
from automappa.tasks import queue

_TIMEOUT_S = 1.0
_ANSWER_HOLDS_S = 3.0


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
# What was answered lately, by what was asked: several pages may watch the same run.
_answers: dict[frozenset[str], tuple[float, set[str]]] = {}


def find_workers(*, max_age_s: float = 5.0, timeout_s: float = _TIMEOUT_S) -> Workers:
    """Return the workers that answer.

    To ask takes the whole of `timeout_s`, so an answer that is not older than `max_age_s` is given again.
    """
    with _last.lock:
        if monotonic() - _last.at > max_age_s:
            _last.workers = _ask(timeout_s)
            _last.at = monotonic()
        return _last.workers


def find_known_tasks(task_ids: Collection[str], *, timeout_s: float = _TIMEOUT_S) -> set[str]:
    """Return those of the tasks that a worker has in its hands.

    Raises:
        OSError: the broker does not answer.
    """
    asked = frozenset(task_ids)
    if not asked:
        return set()
    now = monotonic()
    for old in [key for key, (at, _) in list(_answers.items()) if now - at > _ANSWER_HOLDS_S]:
        _answers.pop(old, None)
    known = _answers[asked][1] if asked in _answers else _ask_for_tasks(asked, timeout_s)
    _answers.setdefault(asked, (now, known))
    return known


def _ask_for_tasks(task_ids: frozenset[str], timeout_s: float) -> set[str]:
    try:
        answers = queue.control.inspect(timeout=timeout_s).query_task(*sorted(task_ids)) or {}
    except OperationalError as error:
        raise ConnectionError("the message broker does not answer") from error
    return {task_id for known in answers.values() for task_id in known}


def _ask(timeout_s: float) -> Workers:
    prefix = get_settings().queue_prefix
    try:
        answers = queue.control.inspect(timeout=timeout_s).active_queues() or {}
    except (OperationalError, OSError):
        return Workers(is_broker_down=True)
    names = {found["name"].removeprefix(prefix) for taken in answers.values() for found in taken}
    return Workers(tuple(sorted(answers)), frozenset(names))

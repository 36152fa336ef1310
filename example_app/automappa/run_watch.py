"""Why a run does not go on: nobody is there, or the worker that had a step is gone.

Workers are asked only about a run in which nothing has changed for a while.
"""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep

from automappa.broker import HeldTask, iter_messages
from automappa.settings import get_settings
from automappa.workers import Workers, find_workers, list_held_tasks

# Most steps of small samples are done by then.
_PATIENCE_S = 3.0
_ASK_EVERY_S = 4.0
# A message on its way from one hand into another is in neither, for some milliseconds.
_SECOND_LOOK_S = 1.0
# Without a store of results that counts, this task waits for a group, and holds what it will send then.
_UNLOCK = "celery.chord_unlock"


@dataclass(frozen=True, slots=True)
class Due:
    """A step that nothing is in the way of: somebody has it, or its message, or it is lost."""

    label: str
    task_id: str
    is_running: bool


@dataclass(slots=True)
class _Sight:
    """What was seen of a run since something about it last changed."""

    progress: object
    since: float
    asked_at: float = float("-inf")
    missing: frozenset[str] = frozenset()
    missing_since: float = 0.0
    problem: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


_sights: dict[str, _Sight] = {}


def find_problem(run: str, progress: object, due: Sequence[Due], *, is_urgent: bool = False) -> str:
    """Return in one sentence why a run does not go on; nothing if it does, or if it is too early to say.

    Args:
        run: something that no other run is called.
        progress: equal as long as nothing about the run has changed.
        due: the steps that should be worked on.
        is_urgent: ask the workers at once.
    """
    now = monotonic()
    sight = _sights.get(run)
    if sight is None or sight.progress != progress:
        sight = _sights[run] = _Sight(progress, now)
    if not is_urgent and now - sight.since < _PATIENCE_S:
        return sight.problem
    # Others need not wait while one asks.
    if not sight.lock.acquire(blocking=is_urgent):
        return sight.problem
    try:
        if is_urgent or now - sight.asked_at >= (_SECOND_LOOK_S if sight.missing else _ASK_EVERY_S):
            _look(sight, due)
    finally:
        sight.lock.release()
    return sight.problem


def wait_for_second_look(run: str) -> bool:
    """Wait until a suspicion may be confirmed; return whether there is one."""
    sight = _sights.get(run)
    if sight is None or not sight.missing:
        return False
    sleep(max(0.0, sight.missing_since + _SECOND_LOOK_S - monotonic()))
    return True


def forget(run: str) -> None:
    """Forget a run that is over."""
    _sights.pop(run, None)


def _look(sight: _Sight, due: Sequence[Due]) -> None:
    try:
        workers = find_workers()
        missing = frozenset() if workers.problem else _find_missing(workers, due)
        problem = workers.problem
    except OSError as error:
        missing, problem = frozenset(), str(error)
    now = monotonic()
    seen_twice = missing & sight.missing if now - sight.missing_since >= _SECOND_LOOK_S else frozenset()
    if not missing & sight.missing:
        sight.missing_since = now
    sight.missing, sight.asked_at = missing, now
    lost = [step for step in due if step.task_id in seen_twice]
    sight.problem = problem or (_describe(lost[0]) if lost else "")


def _describe(step: Due) -> str:
    if get_settings().is_embedded:
        return f"{step.label}: the worker that had it is gone; start it again"
    return f"{step.label}: the worker that had it is gone; another one takes over, or start it again"


def _find_missing(workers: Workers, due: Sequence[Due]) -> frozenset[str]:
    """Return the steps that are neither in the broker nor in the hands of a worker."""
    is_embedded = get_settings().is_embedded
    # A server keeps its messages and gives them to the next worker, so only what had begun can be missing.
    candidates = [step.task_id for step in due if step.is_running or is_embedded]
    waiting = _list_messages() if is_embedded else []
    held = list_held_tasks(workers)
    if held is None:
        return frozenset()
    # Once more, for what a worker gave back meanwhile to be tried again.
    found = [*waiting, *held, *(_list_messages() if is_embedded else [])]
    return frozenset(task_id for task_id in candidates if not _is_held(task_id, found))


def _list_messages() -> list[HeldTask]:
    return list(iter_messages(get_settings().state_dir / "messages"))


def _is_held(task_id: str, found: Collection[HeldTask]) -> bool:
    return any(
        task.task_id == task_id or (task.name == _UNLOCK and task_id in task.arguments) for task in found
    )

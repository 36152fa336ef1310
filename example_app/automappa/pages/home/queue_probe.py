"""One small task through the queue, watched from the outside: does a worker answer, and how far is it."""

from dataclasses import dataclass
from time import time

from celery.exceptions import OperationalError

from automappa.pages.home.tasks import set_badge_color
from automappa.runs import explain_failure
from automappa.tasks import queue
from automappa.workers import find_workers

COLORS = ("green", "blue", "orange", "red", "purple")
_ASK_AFTER_S = 2.5
_GIVE_UP_AFTER_S = 30.0


@dataclass(frozen=True, slots=True)
class Badge:
    """What the status badge shows: a state of the task, or the colour that came back."""

    state: str
    words: str
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Probe:
    """A task on its way: its id, and when it was sent."""

    task_id: str
    sent_at: float


IDLE = Badge("idle", "Click to send a task through it.")
PENDING = Badge("pending", "Sent; waiting for a worker.", is_final=False)
STARTED = Badge("started", "A worker has it.", is_final=False)
_NOBODY = Badge("nobody", "No worker answers. Start one: python -m automappa worker")
_UNREACHABLE = Badge("failed", "The broker cannot be reached, so no task can be sent.")


def send_probe(color: str = "green") -> Probe | Badge:
    """Send the task; return what to watch, or a badge that says why nothing was sent."""
    try:
        # Without an end to it, the message would wait for a worker that is started tomorrow.
        result = set_badge_color.apply_async((color,), expires=_GIVE_UP_AFTER_S, retry=False)
    except (OperationalError, OSError):
        return _UNREACHABLE
    return Probe(result.id, time())


def watch_probe(probe: Probe) -> Badge:
    """Return how far the task is; if that takes long, workers are asked whether they are there."""
    result = queue.AsyncResult(probe.task_id)
    state = result.state
    if state == "SUCCESS":
        return _show_color(result.result)
    if state in {"FAILURE", "REVOKED"}:
        return Badge("failed", f"The task failed: {explain_failure(result.result)}.")
    waited_s = time() - probe.sent_at
    if waited_s > _ASK_AFTER_S and (trouble := _find_trouble()):
        return trouble
    if waited_s > _GIVE_UP_AFTER_S:
        return Badge("failed", "The workers are alive but busy: the task was not done in time.")
    return STARTED if state == "STARTED" else PENDING


def _find_trouble() -> Badge | None:
    workers = find_workers()
    if workers.is_broker_down:
        return _UNREACHABLE
    return None if workers.nodes else _NOBODY


def _show_color(color: object) -> Badge:
    if color in COLORS:
        return Badge(str(color), f"A worker answered: {color}.")
    return Badge("failed", "A worker answered with something that is no colour.")

"""``verify --live``: what running workers registered, held against what was predicted."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.operations.verify import Verification, verify_fleet
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Registry, Source
from automappa_scaffold.worker.broker_errors import BrokerError
from automappa_scaffold.worker.live import Answer, LiveFleet, connect_fleet

__all__ = ["FleetQuestion", "LiveView", "report_live", "view_fleet"]

# Nobody can know how many nodes there are: after this time the answers are taken to be all.
_WINDOW_S = 2.0
_TIMEOUT_S = 30.0
_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class FleetQuestion:
    """How running workers are asked.

    Attributes:
        nodes: how many there have to be; 0: any number.
        timeout_s: how long to wait for answers, or, with ``wait``, for agreement; None: as long as is usual.
        wait: ask again until all is as predicted, or the time is up.
        watch: ask again without end.
    """

    nodes: int = 0
    timeout_s: float | None = None
    wait: bool = False
    watch: bool = False

    @property
    def window_s(self) -> float:
        """How long one round of questions may take."""
        if self.wait or self.watch:
            return _WINDOW_S
        if self.timeout_s is not None:
            return self.timeout_s
        return _TIMEOUT_S if self.nodes else _WINDOW_S

    @property
    def limit_s(self) -> float:
        """How long to ask again for agreement."""
        return _TIMEOUT_S if self.timeout_s is None else self.timeout_s


class LiveView:
    """The running workers of an app beside its prediction."""

    def __init__(self, workspace: Workspace, fleet: LiveFleet, question: FleetQuestion) -> None:
        self._workspace = workspace
        self._fleet = fleet
        self._question = question
        self._prediction: Prediction = workspace.predict(with_unreached=True)

    def ask(self) -> Verification:
        """Return how the workers differ from the prediction now.

        Raises:
            WorkerError: the broker cannot be used, or no worker answers.
        """
        return self._verify(self._answer(self._question.window_s))

    def wait(self) -> Verification:
        """Return the first answer that is as predicted, or the last one when the time is up.

        Raises:
            WorkerError: when the time is up the broker cannot be used, or no worker answers.
        """
        deadline = time.monotonic() + self._question.limit_s
        while True:
            found: Verification | None = None
            try:
                left = deadline - time.monotonic()
                found = self._verify(self._answer(max(0.1, min(self._question.window_s, left))))
            except (BrokerError, _NoAnswer) as error:
                if time.monotonic() + _PAUSE_S >= deadline:
                    if isinstance(error, _NoAnswer):  # that is of the whole wait, not of its last round
                        raise _no_answer(error.broker, self._question.limit_s) from None
                    raise
            if found is not None and (found.agree or time.monotonic() + _PAUSE_S >= deadline):
                return found
            time.sleep(_PAUSE_S)

    def watch(self) -> Iterator[Verification | WorkerError]:
        """Yield the first answer and then each one that is another than the one before."""
        last: object = None
        while True:
            try:
                found: Verification | WorkerError = self.ask()
            except (BrokerError, _NoAnswer) as error:
                found = error
            key = found.fleet if isinstance(found, Verification) else found.message
            if key != last:
                last = key
                yield found
            time.sleep(_PAUSE_S)

    def _answer(self, window_s: float) -> Answer:
        names = [task.name for task in self._prediction.registry.tasks]
        answer = self._fleet.ask(names, nodes=self._question.nodes, timeout_s=window_s)
        if not answer.nodes:
            raise _no_answer(answer.broker, window_s)
        return answer

    def _verify(self, answer: Answer) -> Verification:
        wanted = self._question.nodes
        return verify_fleet(self._workspace, self._prediction, answer.nodes, answer.routes, wanted=wanted)


class _NoAnswer(WorkerError):
    """No worker answered in time."""

    broker = ""


def _no_answer(broker: str, seconds: float) -> _NoAnswer:
    hint = (
        "Do workers of this app run, on this broker and with this control exchange? A worker whose only "
        "process is busy answers late: give more time with --timeout."
    )
    if broker.startswith("memory:"):
        hint = "A broker in memory reaches its own process alone: verify one start-up (without --live)."
    error = _NoAnswer(f"No worker answered within {seconds:g} seconds over {broker}.", hint=hint)
    error.broker = broker
    return error


@contextlib.contextmanager
def view_fleet(workspace: Workspace, question: FleetQuestion) -> Iterator[LiveView]:
    """Hand over a view of the running workers.

    Raises:
        WorkerError: the app or its broker cannot be used.
    """
    with connect_fleet(workspace.project, workspace.start, os.environ) as fleet:
        yield LiveView(workspace, fleet, question)


def report_live(workspace: Workspace, question: FleetQuestion) -> Registry:
    """Return what any of the running workers registered.

    Raises:
        WorkerError: the broker cannot be used, or no worker answers.
    """
    with connect_fleet(workspace.project, workspace.start, os.environ) as fleet:
        answer = fleet.ask((), nodes=question.nodes, timeout_s=question.window_s)
    if not answer.nodes:
        raise _no_answer(answer.broker, question.window_s)
    found = {task.name: task for node in answer.nodes for task in node.tasks or ()}
    return Registry(Source.LIVE, workspace.start.app, tuple(found[name] for name in sorted(found)))

"""``verify``: what workers register, held against what was predicted."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from automappa_scaffold.operations.check import keep_wanted
from automappa_scaffold.operations.differences import explain_differences, explain_unregistered
from automappa_scaffold.operations.start_up import started_worker
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.comparison import Comparison
from automappa_scaffold.registry.fleet import Explained, Fleet, Node, compare_fleet
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Registry, Source, UnregisteredTask
from automappa_scaffold.rules import Finding, ProjectView, load_catalogue
from automappa_scaffold.worker.distributions import meant_module
from automappa_scaffold.worker.environment import worker_environment
from automappa_scaffold.worker.failure import StartFailure
from automappa_scaffold.worker.launch import RunningProbe, WorkerReport
from automappa_scaffold.worker.log import LogReport, read_log

__all__ = [
    "Verification",
    "report_log",
    "report_worker",
    "verify_fleet",
    "verify_log",
    "verify_started",
    "verify_worker",
]


@dataclass(frozen=True, slots=True)
class Verification:
    """A prediction, what workers reported, and how they differ.

    Attributes:
        findings: the differences, as rules AMS501 to AMS505 tell them, without those that settings or
            comments take back.
        unregistered: the definitions that neither side registers, with why.
        unknown: why nothing is known of what the workers register; else empty. ``hint``: what to do about it.
        routes: the queue of each task's messages, None where it cannot be told.
        failure: why the worker does not start, in full; ``missing_distribution``: what to
            install, and ``is_declared``: the project says that it needs that; ``meant``: what else a module
            that it does not speak of may be a misspelling of.
    """

    predicted: Registry
    fleet: Fleet
    findings: tuple[Finding, ...] = ()
    unregistered: tuple[tuple[UnregisteredTask, Explained], ...] = ()
    unknown: str = ""
    hint: str = ""
    failure: StartFailure | None = None
    missing_distribution: str = ""
    is_declared: bool = False
    meant: str = ""
    routes: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def comparison(self) -> Comparison:
        """How all the workers together differ from the prediction."""
        return self.fleet.comparison

    @property
    def celery(self) -> str:
        """The version of Celery, where all workers have the same."""
        versions = {node.celery for node in self.fleet.nodes}
        return versions.pop() if len(versions) == 1 else ""

    @property
    def silent(self) -> tuple[Node, ...]:
        """The workers that do not say what they register."""
        return tuple(node for node in self.fleet.nodes if node.tasks is None)

    @property
    def is_complete(self) -> bool:
        """Whether as many nodes answered as there should be, and each says what it registers."""
        return not self.unknown and not self.silent and len(self.fleet.nodes) >= self.fleet.wanted

    @property
    def agree(self) -> bool:
        """Whether everything that had to be known is known, and is as predicted."""
        both_end = self.comparison.predicted_error is not None and self.comparison.reported_error is not None
        starts_alike = both_end or (
            self.comparison.predicted_error is None and self.comparison.reported_error is None
        )
        told = [finding for finding in self.findings if finding.code != "AMS503"]
        return self.is_complete and starts_alike and not told

    @property
    def reported(self) -> Registry:
        """What any of the workers registers."""
        found = {task.name: task for node in self.fleet.nodes for task in node.tasks or ()}
        tasks = tuple(found[name] for name in sorted(found))
        return Registry(self.fleet.source, self.fleet.app, tasks, error=self.comparison.reported_error)


def verify_worker(workspace: Workspace, *, timeout_s: float | None = None) -> Verification:
    """Return how the app's real worker differs from the prediction.

    A worker that does not start is an answer, in ``comparison.reported_error``.

    Raises:
        WorkerError: the worker cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    with started_worker(workspace, timeout_s=timeout_s) as probe:
        return verify_started(workspace, probe)


def verify_started(workspace: Workspace, probe: RunningProbe) -> Verification:
    """Return how a worker that is starting differs from the prediction, which is made meanwhile.

    Raises:
        WorkerError: the worker cannot be asked: no Celery there, no answer in time.
    """
    start = workspace.start
    # The worker sees the environment that is given here as well.
    environ = {**worker_environment(workspace.project, os.environ), **start.given}
    judged = replace(workspace, start=replace(start, environ=environ))
    prediction = judged.predict(with_unreached=True)
    load_catalogue()
    report = probe.wait()
    return _verify(judged, prediction, _nodes_of(report), Source.WORKER, report=report)


def verify_log(workspace: Workspace, blocks: Iterable[bytes]) -> Verification:
    """Return how the last start of each worker in a log differs from the prediction.

    A log without a list of tasks is an answer too: ``unknown`` says why.

    Raises:
        WorkerError: the log is empty.
    """
    log = read_log(blocks)
    prediction = workspace.predict(with_unreached=True)
    log = _without_cut_lists(log, prediction.registry)
    return _verify(workspace, prediction, log.nodes, Source.LOG, log=log)


def verify_fleet(
    workspace: Workspace,
    prediction: Prediction,
    nodes: Sequence[Node],
    routes: Mapping[str, str | None],
    *,
    wanted: int = 0,
) -> Verification:
    """Return how running workers differ from the prediction.

    Args:
        routes: the queue of each task, None where it is not known.
        wanted: how many nodes there should be.
    """
    return _verify(workspace, prediction, nodes, Source.LIVE, routes=routes, wanted=wanted)


def report_worker(workspace: Workspace, *, timeout_s: float | None = None) -> Registry:
    """Return what the app's real worker registers, or why it does not start.

    Raises:
        WorkerError: the worker cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    with started_worker(workspace, timeout_s=timeout_s) as probe:
        return probe.wait().registry


def report_log(workspace: Workspace, blocks: Iterable[bytes]) -> Registry:
    """Return what the last starts in a log list.

    Raises:
        WorkerError: the log holds no list of tasks, or none but one that may have been cut.
    """
    from automappa_scaffold.errors import WorkerError

    log = read_log(blocks)
    if any(node.is_open_ended for node in log.nodes):
        log = _without_cut_lists(log, workspace.predict().registry)
    if log.unknown:
        raise WorkerError(log.unknown, hint=log.hint)
    found = {task.name: task for node in log.nodes for task in node.tasks or ()}
    tasks = tuple(found[name] for name in sorted(found))
    cut = [node.name for node in log.nodes if node.is_open_ended and node.tasks is None]
    left_out = tuple(
        f"the log ends with the list of {name}, which may have been cut: left out" for name in cut
    )
    return Registry(Source.LOG, workspace.start.app, tasks, assumptions=left_out)


def _without_cut_lists(log: LogReport, predicted: Registry) -> LogReport:
    """Return a log without the lists that may go on behind its end with what is missing; they are sorted."""
    nodes = tuple(
        replace(node, tasks=None) if node.is_open_ended and _may_go_on(node, predicted) else node
        for node in log.nodes
    )
    if log.unknown or nodes == log.nodes or any(node.tasks is not None for node in nodes):
        return replace(log, nodes=nodes)
    text = (
        "The log ends with the last line of a [tasks] list that lacks tasks behind it: it may have been cut."
    )
    return LogReport(nodes, text, "Give it as far as the line behind the list.")


def _may_go_on(node: Node, predicted: Registry) -> bool:
    last = max(node.names, default="")
    return any(name > last for name in predicted.names - node.names)


def _nodes_of(report: WorkerReport) -> tuple[Node, ...]:
    if report.registry.error is not None:
        return ()
    name, queues = next(iter(report.nodes.items()), ("worker", None))
    lacking = report.missing_libraries
    return (Node(name, report.registry.tasks, queues, report.celery, missing_libraries=lacking),)


def _verify(
    workspace: Workspace,
    prediction: Prediction,
    nodes: Sequence[Node],
    source: Source,
    *,
    report: WorkerReport | None = None,
    log: LogReport | None = None,
    routes: Mapping[str, str | None] | None = None,
    wanted: int = 0,
) -> Verification:
    predicted = _without_late(prediction, nodes)
    fleet = compare_fleet(
        predicted,
        nodes,
        source=source,
        routes=routes,
        ignore_registered=workspace.project.settings.ignore_registered,
        wanted=wanted,
    )
    error = report.registry.error if report is not None else None
    if error is not None:
        fleet = replace(fleet, comparison=replace(fleet.comparison, reported_error=error, missing=()))
    fleet = replace(fleet, explained=explain_differences(workspace, fleet))
    return Verification(
        predicted=predicted,
        fleet=fleet,
        findings=_find(workspace, prediction, fleet),
        unregistered=_unregistered(workspace, predicted, nodes, error is not None),
        unknown=log.unknown if log is not None else "",
        hint=log.hint if log is not None else "",
        failure=report.failure if report is not None else None,
        missing_distribution=report.missing_distribution if report is not None else "",
        is_declared=report is not None and _is_declared(report, workspace.start.declared),
        meant=_meant(report, workspace.start.declared) if report is not None else "",
        routes=routes or {},
    )


def _is_declared(report: WorkerReport, declared: Collection[str]) -> bool:
    return report.missing_distribution.lower().replace("-", "_") in declared


def _meant(report: WorkerReport, declared: Collection[str]) -> str:
    missing = report.failure.missing if report.failure is not None else None
    if not missing or not report.missing_distribution or _is_declared(report, declared):
        return ""
    return meant_module(missing, declared)


def _without_late(prediction: Prediction, nodes: Sequence[Node]) -> Registry:
    """Return what a worker lists: a task that is declared after its start stands in no start's list."""
    late = {task.name for task in prediction.observed.late}
    reported = {task.name for node in nodes for task in node.tasks or ()}
    registry = prediction.registry
    tasks = tuple(task for task in registry.tasks if task.name not in late or task.name in reported)
    return replace(registry, tasks=tasks)


def _find(workspace: Workspace, prediction: Prediction, fleet: Fleet) -> tuple[Finding, ...]:
    view = ProjectView(prediction=prediction, fleet=fleet)
    rules = [rule for rule in load_catalogue() if rule.needs_report]
    return keep_wanted(workspace, [finding for rule in rules for finding in rule.check(view)])


def _unregistered(
    workspace: Workspace, predicted: Registry, nodes: Sequence[Node], is_failed: bool
) -> tuple[tuple[UnregisteredTask, Explained], ...]:
    if is_failed or predicted.error is not None:
        return ()
    reported = {task.name for node in nodes for task in node.tasks or ()}
    tasks = [task for task in predicted.unregistered if task.name not in reported]
    reasons = explain_unregistered(workspace, (task.name for task in tasks))
    return tuple((task, reasons.get(task.name, Explained())) for task in tasks)

"""``verify``: what a worker registers, held against what was predicted."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.comparison import Comparison, compare
from automappa_scaffold.registry.values import Registry, Source, Task
from automappa_scaffold.worker.environment import worker_environment
from automappa_scaffold.worker.launch import DEFAULT_TIMEOUT_S, report_from_worker, start_probe
from automappa_scaffold.worker.log import LogBanner, read_banner

__all__ = ["Verification", "report_log", "report_worker", "verify_log", "verify_worker"]


@dataclass(frozen=True, slots=True)
class Verification:
    """A prediction, a report, and how they differ.

    Attributes:
        nodes: the queues of the worker that reported, by its node name; empty where that is not known.
        celery: the version of Celery that reported, or empty.
    """

    predicted: Registry
    reported: Registry
    comparison: Comparison
    nodes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    celery: str = ""


def verify_worker(workspace: Workspace, *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Verification:
    """Return how the app's real worker differs from the prediction.

    A worker that does not start is an answer, in ``reported.error``.

    Raises:
        WorkerError: the worker cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    project, start = workspace.project, workspace.start
    with start_probe(project, start, os.environ, timeout_s=timeout_s) as probe:
        # The worker starts on another core meanwhile, with the environment that is given here as well.
        judged = replace(start, environ=worker_environment(project, os.environ))
        predicted = replace(workspace, start=judged).predict().registry
        report = probe.wait(timeout_s)
    comparison = _compare(workspace, predicted, report.registry)
    return Verification(predicted, report.registry, comparison, report.nodes, report.celery)


def verify_log(workspace: Workspace, lines: Iterable[bytes | str]) -> Verification:
    """Return how the last start in a worker's log differs from the prediction.

    Raises:
        WorkerError: the log holds no list of tasks.
    """
    banner = read_banner(lines)
    reported = _log_registry(workspace, banner)
    predicted = workspace.predict().registry
    nodes: dict[str, tuple[str, ...]] = {banner.node: ()} if banner.node else {}
    comparison = _compare(workspace, predicted, reported)
    return Verification(predicted, reported, comparison, nodes, banner.celery)


def report_worker(workspace: Workspace, *, timeout_s: float = DEFAULT_TIMEOUT_S) -> Registry:
    """Return what the app's real worker registers, or why it does not start.

    Raises:
        WorkerError: the worker cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    return report_from_worker(workspace.project, workspace.start, os.environ, timeout_s=timeout_s).registry


def report_log(workspace: Workspace, lines: Iterable[bytes | str]) -> Registry:
    """Return what the last start in a worker's log lists.

    Raises:
        WorkerError: the log holds no list of tasks.
    """
    return _log_registry(workspace, read_banner(lines))


def _log_registry(workspace: Workspace, banner: LogBanner) -> Registry:
    return Registry(Source.LOG, workspace.start.app, tuple(Task(name) for name in banner.names))


def _compare(workspace: Workspace, predicted: Registry, reported: Registry) -> Comparison:
    return compare(predicted, reported, ignore_registered=workspace.project.settings.ignore_registered)

"""A pytest plugin: one test item per Celery task, passed when the worker will register it.

Off until ``--celery-tasks`` or the ini setting ``celery_tasks``. Every pytest run of an environment that has
this package imports this module, so it imports nothing but pytest, and the rest when the items are collected.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from automappa_scaffold.operations.check import CheckResult
    from automappa_scaffold.registry.values import Registry, UnregisteredTask
    from automappa_scaffold.rules.finding import Finding

__all__ = ["pytest_addoption", "pytest_configure"]

COLLECTOR = "celery-tasks"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, each with its twin for the settings file."""
    group = parser.getgroup("celery-tasks", "Celery tasks (automappa-scaffold)")
    group.addoption(
        "--celery-tasks",
        action="store_true",
        default=False,
        help="add one test per Celery task: does the worker register it?",
    )
    group.addoption(
        "--celery-tasks-project",
        metavar="DIR",
        default=None,
        help="the folder of the project that holds the Celery app (default: rootdir)",
    )
    parser.addini("celery_tasks", "the same as --celery-tasks", type="bool", default=False)
    parser.addini("celery_tasks_project", "the same as --celery-tasks-project", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker, and start to work only when asked to."""
    config.addinivalue_line("markers", "celery_tasks: checks that the Celery worker registers a task")
    if config.getoption("--celery-tasks") or config.getini("celery_tasks"):
        config.pluginmanager.register(_CeleryTasksPlugin(), "automappa-scaffold-celery-tasks")


class _CeleryTasksPlugin:
    """Hangs the collector below the session, where no ``conftest.py`` and no package can break it."""

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if isinstance(collector, pytest.Session) and report.result is not None:
            tasks = _CeleryTasks.from_parent(collector, name=COLLECTOR, nodeid=COLLECTOR)
            report.result = [*report.result, tasks]
        return report


class _CeleryTasks(pytest.Collector):
    """Collects one item per task, one per thing that cannot be decided, and one for all other findings."""

    def collect(self) -> Iterator[pytest.Item]:
        from automappa_scaffold.errors import ScaffoldError
        from automappa_scaffold.operations.check import check
        from automappa_scaffold.operations.workspace import open_workspace

        root = _project_folder(self.config)
        try:
            verdicts = _verdicts(check(open_workspace(root)))
        except ScaffoldError as error:
            verdicts = [_Verdict("check", failure=f"{error.message} {error.hint}".strip())]
        for verdict in verdicts:
            item: pytest.Item = _TaskItem.from_parent(self, name=verdict.name, verdict=verdict, root=root)
            yield item


class _Verdict(NamedTuple):
    """What an item will say; it passes with neither ``failure`` nor ``unknown``."""

    name: str
    failure: str = ""
    unknown: str = ""
    path: str = ""
    line: int = 1


class _TaskItem(pytest.Item):
    """One verdict as a test. The work was done when it was collected."""

    def __init__(self, *, verdict: _Verdict, root: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.add_marker("celery_tasks")
        self._verdict = verdict
        self._root = root

    def runtest(self) -> None:
        if self._verdict.failure:
            pytest.fail(self._verdict.failure, pytrace=False)
        if self._verdict.unknown:
            pytest.skip(self._verdict.unknown)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self._root / self._verdict.path, max(0, self._verdict.line - 1), self.name


def _project_folder(config: pytest.Config) -> Path:
    given = config.getoption("--celery-tasks-project")
    if given:
        return config.invocation_params.dir / str(given)
    return config.rootpath / str(config.getini("celery_tasks_project"))


def _verdicts(result: CheckResult) -> list[_Verdict]:
    """Return the verdicts in the same order every time: tasks by name, unknowns by place, then the rest."""
    from automappa_scaffold.reporting.check_report import is_blocking
    from automappa_scaffold.reporting.terminal import printable

    registry = result.prediction.registry
    places = {task.name: (task.path, task.line) for task in registry.tasks}
    refused = {task.name: task for task in registry.unregistered if task.name not in places}
    places |= {name: (task.path, task.line) for name, task in refused.items()}
    blocking = [found for found in result.findings if is_blocking(found)]
    verdicts = []
    for name, (path, line) in sorted(places.items()):
        own = [found for found in blocking if found.task == name]
        said = _told(own) or (_told_refusal(refused[name]) if name in refused else "")
        verdicts.append(_Verdict(printable(name), said, path=str(path or ""), line=line or 1))
    return [*verdicts, *_unknowns(registry), _rest(registry, blocking, places)]


def _unknowns(registry: Registry) -> list[_Verdict]:
    from automappa_scaffold.reporting.terminal import printable

    verdicts: dict[str, _Verdict] = {}
    for entry in registry.unknown:
        where = printable(f"{entry.path}:{entry.line}")
        told = printable(f"cannot be decided from source: {entry.expression}: {entry.reason}")
        before = verdicts.get(where)
        told = f"{before.unknown}; {told}" if before else told
        verdicts[where] = _Verdict(f"unknown[{where}]", unknown=told, path=str(entry.path), line=entry.line)
    return [verdicts[where] for where in sorted(verdicts)]


def _rest(registry: Registry, blocking: Sequence[Finding], told: Container[str]) -> _Verdict:
    from automappa_scaffold.reporting.registries import render_start_error
    from automappa_scaffold.reporting.terminal import PLAIN

    said = _told([found for found in blocking if found.task not in told])
    if registry.error is not None:
        said = "\n".join(filter(None, [render_start_error(registry.error, PLAIN), said]))
    return _Verdict("check", said)


def _told(findings: Sequence[Finding]) -> str:
    from automappa_scaffold.reporting.findings import render_findings
    from automappa_scaffold.reporting.terminal import PLAIN

    return render_findings(findings, PLAIN, show_path=str)


def _told_refusal(task: UnregisteredTask) -> str:
    from automappa_scaffold.reporting.terminal import printable

    return printable(f"{task.path}:{task.line}:1 {task.reason} the worker does not register {task.name}.")

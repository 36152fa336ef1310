"""A pytest plugin: one test item per Celery task and per group of rules, and one for a real worker's start.

Off until ``--celery-tasks`` or the ini setting ``celery_tasks``. Every pytest run of an environment that has
this package imports this module, so it imports nothing but pytest, and the rest when it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from automappa_scaffold.operations.item_verdicts import ItemVerdict
    from automappa_scaffold.registry.values import Registry

__all__ = ["assert_task_registered", "celery_task_registry", "pytest_addoption", "pytest_configure"]

COLLECTOR = "celery-tasks"
_WORKER = f"{COLLECTOR}::verify"
_SHARED = "automappa_scaffold_verdicts"
_CHOSEN = "automappa_scaffold_chosen"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, each with its twin for the settings file."""
    group = parser.getgroup("celery-tasks", "Celery tasks (automappa-scaffold)")
    group.addoption(
        "--celery-tasks",
        action="store_true",
        default=False,
        help="add one test per Celery task (does the worker register it?) and one per group of rules",
    )
    group.addoption(
        "--celery-tasks-verify",
        action="store_true",
        default=False,
        help="add these tests, and one that starts the app's real worker and compares",
    )
    group.addoption(
        "--celery-tasks-project",
        metavar="DIR",
        default=None,
        help="the folder of the project that holds the Celery app (default: rootdir, or that of the working "
        "directory where no project begins at rootdir)",
    )
    parser.addini("celery_tasks", "the same as --celery-tasks", type="bool", default=False)
    parser.addini("celery_tasks_verify", "the same as --celery-tasks-verify", type="bool", default=False)
    parser.addini("celery_tasks_project", "the same as --celery-tasks-project", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker, and start to work only when asked to."""
    config.addinivalue_line("markers", "celery_tasks: checks that the Celery worker registers a task")
    with_worker = config.getoption("--celery-tasks-verify") or config.getini("celery_tasks_verify")
    chosen = _take_chosen(config)
    if with_worker or chosen or config.getoption("--celery-tasks") or config.getini("celery_tasks"):
        with_worker = with_worker or _WORKER in chosen
        plugin = _CeleryTasksPlugin(config, with_worker=bool(with_worker), chosen=chosen)
        config.pluginmanager.register(plugin, "automappa-scaffold-celery-tasks")


def _take_chosen(config: pytest.Config) -> frozenset[str]:
    """Return the ids of these tests, and take them off the command line: pytest would look for files."""
    shared = getattr(config, "workerinput", {}).get(_CHOSEN)
    if shared is not None:
        chosen = frozenset(shared[0])
    elif (config.invocation_params.dir / COLLECTOR).exists():
        return frozenset()
    else:
        chosen = frozenset(argument for argument in config.args if argument.partition("::")[0] == COLLECTOR)
    if chosen:
        # A process of xdist that is given no file takes all there are.
        is_alone = shared is not None and not shared[1]
        config.args = [] if is_alone else [argument for argument in config.args if argument not in chosen]
    return chosen


@pytest.fixture(scope="session")
def celery_task_registry(pytestconfig: pytest.Config) -> Registry:
    """The tasks that the project's worker registers, as its source says; ``names`` holds their names.

    Nothing of the project is imported. A worker that would not start has ``error`` and no tasks.
    """
    from automappa_scaffold.operations.workspace import open_workspace

    return open_workspace(_project_folder(pytestconfig)).predict().registry


@pytest.fixture
def assert_task_registered(
    celery_task_registry: Registry, pytestconfig: pytest.Config
) -> Callable[[str], None]:
    """A function that fails, with the reason and what mends it, unless the worker registers a task."""

    def check_name(name: str) -> None:
        __tracebackhide__ = True
        if name not in celery_task_registry.names:
            from automappa_scaffold.operations.item_verdicts import explain_absence

            pytest.fail(explain_absence(_project_folder(pytestconfig), name), pytrace=False)

    return check_name


class _CeleryTasksPlugin:
    """Hangs the collector below the session, where no ``conftest.py`` and no package can break it."""

    def __init__(self, config: pytest.Config, *, with_worker: bool, chosen: frozenset[str]) -> None:
        self.config = config
        self.with_worker = with_worker
        self.chosen = chosen
        self._verdicts: list[ItemVerdict] | None = None

    def verdicts(self) -> list[ItemVerdict]:
        """Return the verdicts, found once; under xdist by the process that starts the others."""
        if self._verdicts is None:
            from automappa_scaffold.operations.item_verdicts import ItemVerdict, find_verdicts

            shared = getattr(self.config, "workerinput", {}).get(_SHARED)
            if shared is None:
                self._verdicts = find_verdicts(_project_folder(self.config))
            else:
                self._verdicts = [ItemVerdict(*verdict) for verdict in shared]
        return self._verdicts

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand the verdicts to a process of xdist."""
        node.workerinput[_SHARED] = [list(verdict) for verdict in self.verdicts()]
        if self.chosen:
            node.workerinput[_CHOSEN] = [sorted(self.chosen), bool(self.config.args)]

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        if isinstance(collector, pytest.Session) and report.result is not None:
            tasks = _CeleryTasks.from_parent(collector, name=COLLECTOR, nodeid=COLLECTOR, plugin=self)
            report.result = [*report.result, tasks]
        return report


class _CeleryTasks(pytest.Collector):
    """Collects one item per verdict, and one for a real worker's start where that is asked for."""

    def __init__(self, *, plugin: _CeleryTasksPlugin, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._plugin = plugin

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the items, those alone that the command line names where it names some."""
        items = {item.nodeid: item for item in self._items()}
        chosen = self._plugin.chosen - {COLLECTOR}
        if unknown := sorted(chosen - items.keys()):
            raise self.CollectError(f"There is no test {unknown[0]}: pytest --celery-tasks --co lists them.")
        is_whole = not chosen or COLLECTOR in self._plugin.chosen
        yield from (item for nodeid, item in items.items() if is_whole or nodeid in chosen)

    def _items(self) -> Iterator[pytest.Item]:
        root = _project_folder(self.config)
        for verdict in self._plugin.verdicts():
            item: pytest.Item = _VerdictItem.from_parent(self, name=verdict.name, verdict=verdict, root=root)
            yield item
        if self._plugin.with_worker:
            name = _WORKER.rpartition("::")[2]
            worker: pytest.Item = _WorkerItem.from_parent(self, name=name, root=root)
            yield worker


class _Item(pytest.Item):
    """An item about the project in a folder."""

    def __init__(self, *, root: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.add_marker("celery_tasks")
        self._root = root

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self._root, None, self.name


class _VerdictItem(_Item):
    """One verdict as a test. The work was done when it was collected."""

    def __init__(self, *, verdict: ItemVerdict, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._verdict = verdict

    def runtest(self) -> None:
        if self._verdict.failure:
            pytest.fail(self._verdict.failure, pytrace=False)
        if self._verdict.unknown:
            pytest.skip(self._verdict.unknown)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self._root / self._verdict.path, max(0, self._verdict.line - 1), self.name


class _WorkerItem(_Item):
    """A real start of the app's worker, held against the source."""

    def runtest(self) -> None:
        from automappa_scaffold.operations.item_verdicts import judge_worker

        failure = judge_worker(self._root)
        if failure:
            pytest.fail(failure, pytrace=False)


def _project_folder(config: pytest.Config) -> Path:
    given = config.getoption("--celery-tasks-project")
    if given:
        return config.invocation_params.dir / str(given)
    below = str(config.getini("celery_tasks_project"))
    return config.rootpath / below if below else _nearest_project(config)


def _nearest_project(config: pytest.Config) -> Path:
    """Return the rootdir, or where it only holds projects, the one of the working directory."""
    from automappa_scaffold.errors import ScaffoldError
    from automappa_scaffold.project.finding import find_project, is_marked

    if is_marked(config.rootpath):
        return config.rootpath
    try:
        found = find_project(None).root
    except ScaffoldError:
        return config.rootpath  # the settings that are wrong are told where they are used
    return found if config.rootpath in found.parents else config.rootpath

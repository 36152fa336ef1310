"""A bootstep that keeps a worker from starting without its tasks.

    from automappa_scaffold.celery import RegistryGuard

    queue.steps["worker"].add(RegistryGuard.configured(strict=True))

Needs the extra ``celery``. Importing this module imports Celery and nothing else; all the rest is imported
when a worker starts. A guard looks once, before the pool and the broker, and never at a task's run.
"""

import logging
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from celery import bootsteps, signals

if TYPE_CHECKING:
    from automappa_scaffold.operations.workspace import Workspace

__all__ = ["RegistryGuard"]

logger = logging.getLogger(__name__)

# Set by the start-up check of ``verify``, which tells the differences itself.
_CHECKED = "AUTOMAPPA_SCAFFOLD_START_UP_CHECK"
_EXIT_CODE = 1


class RegistryGuard(bootsteps.Step):  # type: ignore[misc] # Celery is not typed
    """Compares what the worker registers with what is expected, logs the difference and why.

    Attributes:
        strict: whether a worker that lacks a task ends, with exit code 1, before it takes any message. One of
            which nothing can be expected, since neither file nor source can be read, ends as well.
        expected: a file of names, one a line or as ``tasks --format json`` writes it; relative to the project
            or, without one, to the folder the worker starts in. None: the prediction from source.
        project: the project's folder; None: found upwards from the folder the worker starts in.
        app_name: the app as for ``celery -A``; empty: found in the project.
    """

    strict: ClassVar[bool] = False
    expected: ClassVar[str | os.PathLike[str] | None] = None
    project: ClassVar[str | os.PathLike[str] | None] = None
    app_name: ClassVar[str] = ""

    @classmethod
    def configured(
        cls,
        *,
        strict: bool = False,
        expected: str | os.PathLike[str] | None = None,
        project: str | os.PathLike[str] | None = None,
        app: str = "",
    ) -> type["RegistryGuard"]:
        """Return a guard with other settings."""
        settings = {"strict": strict, "expected": expected, "project": project, "app_name": app}
        return type("RegistryGuard", (cls,), {**settings, "__module__": cls.__module__})

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        # Connected now, it comes after the handlers that the app's modules connect, which may register tasks.
        if os.environ.get(_CHECKED) != "1":
            signals.celeryd_after_setup.connect(self._check, weak=False)

    def _check(self, instance: Any = None, **_: Any) -> None:
        """Compare, and end a worker that lacks a task where that is wanted."""
        registered = frozenset(name for name in map(str, instance.app.tasks) if not _is_hidden(name))
        try:
            # Celery adds modules of its own.
            include = (str(name) for name in instance.app.conf.include or ())
            is_sound = self._compare(registered, tuple(name for name in include if not _is_hidden(name)))
        except Exception as error:  # a worker that is not guarded strictly goes on whatever happens here
            logger.error(
                "RegistryGuard does not know which tasks to expect: %s", error, exc_info=_is_defect(error)
            )
            is_sound = False
        if self.strict and not is_sound:
            logger.critical("RegistryGuard is strict: this worker does not start.")
            raise SystemExit(_EXIT_CODE)

    def _compare(self, registered: frozenset[str], include: tuple[str, ...]) -> bool:
        """Log how the registry differs from what is expected; return whether no task is missing."""
        workspace = None if self.expected is not None else self._open(include)
        if workspace is None:
            path = self._expected_file()
            expected, source, undecided = read_expected(path), f"in {path}", False
        else:
            expected, undecided, unregistered = _predict(workspace)
            source = "predicted from source"
            if left := sorted(name for name in unregistered - registered if not _is_hidden(name)):
                names = ", ".join(left)
                logger.warning("Defined and not registered (automappa-scaffold check says why): %s", names)
        ignored = workspace.project.settings.ignore_registered if workspace is not None else ()
        missing = sorted(expected - registered)
        reasons = self._reasons(missing, include) if missing else {}
        for name in missing:
            logger.error("Task %s is %s and not registered%s", name, source, reasons.get(name, "."))
        extra = sorted(name for name in registered - expected if not _is_ignored(name, ignored))
        if extra and not undecided:
            logger.warning("Registered and not %s: %s", source, ", ".join(extra))
        if not missing:
            logger.info("RegistryGuard: all %d expected tasks are registered.", len(expected))
        return not missing

    def _expected_file(self) -> Path:
        assert self.expected is not None
        return Path(self.project or "", self.expected)

    def _open(self, include: tuple[str, ...]) -> "Workspace":
        from automappa_scaffold.operations.workspace import open_workspace

        folder = Path(self.project) if self.project is not None else None
        return open_workspace(folder, app=self.app_name, include=include, use_cache=False)

    def _reasons(self, names: Iterable[str], include: tuple[str, ...]) -> Mapping[str, str]:
        """Return why tasks are not registered, as far as source tells."""
        from automappa_scaffold.errors import ScaffoldError
        from automappa_scaffold.operations.differences import explain_unregistered

        try:
            found = explain_unregistered(self._open(include), names, tries_commands=False)
        except ScaffoldError:
            return {}
        told = {name: entry.reason.rstrip(".") for name, entry in found.items() if entry.reason}
        # Which command mends it is tried by `why`, and not in a worker.
        asked = {name: f" What mends it: automappa-scaffold why {name}" for name in found}
        return {name: f": {reason}.{asked[name]}" for name, reason in told.items()}


def read_expected(path: Path) -> frozenset[str]:
    """Return the names of a file: lines, or the document that ``tasks --format json`` writes.

    Raises:
        ScaffoldError: the file cannot be read.
    """
    import json

    from automappa_scaffold.errors import ScaffoldError

    try:
        text = path.read_text(encoding="utf-8-sig")
        if text.lstrip().startswith("{"):
            return frozenset(task["name"] for task in json.loads(text)["tasks"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScaffoldError(f"{path} holds no names of tasks that can be read: {error!r}") from error
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line for line in lines if line)


def _predict(workspace: "Workspace") -> tuple[frozenset[str], bool, frozenset[str]]:
    """Return the names that source promises, whether there may be more, and the defined ones besides."""
    from automappa_scaffold.errors import ScaffoldError

    prediction = workspace.predict(with_unreached=True)
    registry = prediction.registry
    if registry.error is not None:
        raise ScaffoldError(f"by its source this worker would not have come so far: {registry.error.message}")
    late = {task.name for task in prediction.observed.late}
    unregistered = frozenset(task.name for task in registry.unregistered)
    return registry.names - late, bool(registry.unknown), unregistered


def _is_hidden(name: str) -> bool:
    return name.startswith("celery.")


def _is_ignored(name: str, patterns: Collection[str]) -> bool:
    from automappa_scaffold.registry.comparison import is_ignored

    return is_ignored(name, tuple(patterns))


def _is_defect(error: Exception) -> bool:
    from automappa_scaffold.errors import ScaffoldError

    return not isinstance(error, ScaffoldError)

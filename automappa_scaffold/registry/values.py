"""What a worker registers, from whichever source it is known."""

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from automappa_scaffold.source.places import Place

__all__ = [
    "Registry",
    "Source",
    "StartError",
    "Task",
    "Undecided",
    "UnreachedModule",
    "UnreachedTask",
    "UnregisteredTask",
]


class Source(str, Enum):
    """Where a registry comes from."""

    STATIC = "static"
    WORKER = "worker"
    LIVE = "live"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Task:
    """A task that the worker registers. What a source cannot tell is None or empty.

    Attributes:
        name: the registered name.
        path: the file of the task's definition, relative to the project root where it lies below it.
        line: the line of ``def`` or ``class`` (from 1; decorators stand above it).
        bind: whether the task receives itself as first argument.
        parameters: what a caller passes, as in source, ``(color: str)``.
        via: the chain by which the worker reaches the task, first step first.
    """

    name: str
    path: PurePosixPath | None = None
    line: int | None = None
    bind: bool | None = None
    parameters: str | None = None
    via: tuple[str, ...] = ()
    module: str | None = None


@dataclass(frozen=True, slots=True)
class UnregisteredTask:
    """A task definition that the worker does not register, and the rule that says why."""

    name: str
    path: PurePosixPath
    line: int
    reason: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """An expression that source alone cannot decide, what it makes uncertain, and the rule that says so."""

    path: PurePosixPath
    line: int
    expression: str
    reason: str
    code: str = "AMS011"


@dataclass(frozen=True, slots=True)
class StartError:
    """Why the worker does not start: the error, where it happens, and the steps that lead there.

    ``stage`` is what the worker was doing: ``app`` (finding it), ``config``, ``imports`` or ``finalize``;
    empty where the source cannot tell. ``code`` is the rule that names the cause, where the source tells it;
    ``modules`` are the modules whose import the error passed through, the first one first.
    """

    message: str
    path: PurePosixPath | None = None
    line: int | None = None
    chain: tuple[str, ...] = ()
    stage: str = ""
    code: str = ""
    modules: tuple[str, ...] = ()
    column: int = 1


@dataclass(frozen=True, slots=True)
class Registry:
    """Task names with where each comes from; tasks are sorted by name, built-ins (``celery.*``) left out."""

    source: Source
    app: str
    tasks: tuple[Task, ...] = ()
    unregistered: tuple[UnregisteredTask, ...] = ()
    unknown: tuple[Undecided, ...] = ()
    assumptions: tuple[str, ...] = ()
    error: StartError | None = None

    @property
    def names(self) -> frozenset[str]:
        """The registered names."""
        return frozenset(task.name for task in self.tasks)


@dataclass(frozen=True, slots=True)
class UnreachedTask:
    """A task that importing its module would declare."""

    name: str
    function: str
    place: Place


@dataclass(frozen=True, slots=True)
class UnreachedModule:
    """A module with tasks that the worker does not import.

    Attributes:
        package: the module's package, and its file; ``package_is_reached``: the worker imports the package.
        loaded_by_package: importing the package would import this module.
    """

    name: str
    path: PurePosixPath
    package: str
    package_is_reached: bool
    loaded_by_package: bool
    tasks: tuple[UnreachedTask, ...]

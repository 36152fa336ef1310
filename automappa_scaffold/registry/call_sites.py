"""What the project's files do with its tasks: the calls, and the names that lead nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from automappa_scaffold.registry.signatures import Arguments, Fit, fit
from automappa_scaffold.registry.symbol_kinds import Symbol
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.places import Place

__all__ = ["BadCall", "CallSites", "MissingName", "NamedTask", "PlainCall", "TaskCall", "fit_call"]

# Calls after which the function gets the arguments as they are.
_NOT_COMPARED = frozenset({"calling it", "run", "apply", "map", "starmap", "chunks", "send_task"})


@dataclass(frozen=True, slots=True)
class TaskCall:
    """Arguments for a task. ``values`` of ``arguments`` are expressions of ``source.call_expressions``.

    Attributes:
        how: the words of the call, ``delay``.
        is_complete: nothing will be added to the arguments.
        leading: how many of the first arguments are results of earlier tasks.
        by_worker: the arguments meet the task in the worker alone.
        is_errback: the task is called when another one fails, whose id comes first.
    """

    task: TaskSignature
    arguments: Arguments
    place: Place
    how: str
    is_complete: bool = True
    leading: int = 0
    by_worker: bool = False
    is_errback: bool = False


@dataclass(frozen=True, slots=True)
class BadCall:
    """A call that fails whatever the task is."""

    task: TaskSignature
    place: Place
    problem: str


@dataclass(frozen=True, slots=True)
class MissingName:
    """A name that is taken from a module of the project which does not have it."""

    symbol: Symbol
    place: Place
    is_import: bool
    of_tasks: bool


@dataclass(frozen=True, slots=True)
class PlainCall:
    """A task's method, asked of a function that is no task."""

    symbol: Symbol
    method: str
    place: Place


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task that is asked for by its name, given as text; ``is_written``: it stands there in one piece."""

    name: str
    how: str
    place: Place
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class CallSites:
    """What the project's files do with its tasks, file by file in the order of the source.

    ``asked``: by file, what it rests on, as ``Symbols.asked`` has it.
    """

    calls: tuple[TaskCall, ...] = ()
    bad: tuple[BadCall, ...] = ()
    missing: tuple[MissingName, ...] = ()
    plain: tuple[PlainCall, ...] = ()
    named: tuple[NamedTask, ...] = ()
    asked: Mapping[PurePosixPath, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)


def fit_call(call: TaskCall) -> Fit:
    """Return whether the arguments of a call fit its task."""
    is_compared = call.how not in _NOT_COMPARED
    found = fit(call.task.parameters, call.arguments, is_complete=call.is_complete, is_compared=is_compared)
    if call.task.is_called_plainly or call.how == "run":
        return found
    # Only what is compared before the message is sent fails whatever the class does then.
    return Fit(found.problem) if is_compared and call.task.is_checked and not found.by_worker else Fit()

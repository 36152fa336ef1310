"""Two registries held against each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from automappa_scaffold.registry.values import Registry, StartError, Task, Undecided

__all__ = ["Comparison", "Decided", "compare", "is_ignored"]

_OF_ONE_TASK = re.compile(r"whether \S+ is registered ")


@dataclass(frozen=True, slots=True)
class Decided:
    """What source left open and the worker's report decides.

    Attributes:
        tasks: the reported tasks that it names, or that stand in its file.
        perhaps: those that it may account for, as may every other unknown that has them here.
    """

    unknown: Undecided
    tasks: tuple[Task, ...] = ()
    perhaps: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where a prediction and a report differ.

    A worker that does not start registers nothing, so with an error on either side there are no names to
    compare: ``missing`` and ``extra`` are empty, and the two agree when both do not start.

    Attributes:
        missing: predicted and not reported.
        extra: reported and not predicted, and no unknown of the prediction accounts for it.
        ignored: reported, not predicted, and named by ``ignore-registered``.
        decided: what the prediction could not decide, each with the reported tasks it accounts for.
        predicted_error: why the worker would not start.
        reported_error: why the worker did not start.
    """

    missing: tuple[Task, ...] = ()
    extra: tuple[Task, ...] = ()
    ignored: tuple[Task, ...] = ()
    decided: tuple[Decided, ...] = ()
    predicted_error: StartError | None = None
    reported_error: StartError | None = None

    @property
    def agree(self) -> bool:
        """Whether the report is what was predicted (or neither side starts)."""
        if self.predicted_error is not None or self.reported_error is not None:
            return self.predicted_error is not None and self.reported_error is not None
        return not self.missing and not self.extra


def compare(predicted: Registry, reported: Registry, *, ignore_registered: Sequence[str] = ()) -> Comparison:
    """Return how a report differs from a prediction.

    Args:
        ignore_registered: glob patterns of names that are registered while the app runs, by libraries.
    """
    if predicted.error is not None or reported.error is not None:
        open_questions = tuple(Decided(unknown) for unknown in dict.fromkeys(predicted.unknown))
        return Comparison(
            decided=open_questions, predicted_error=predicted.error, reported_error=reported.error
        )
    unpredicted = _only_in(reported, predicted)
    ignored = tuple(task for task in unpredicted if is_ignored(task.name, ignore_registered))
    decided, extra = _decide(predicted.unknown, [task for task in unpredicted if task not in ignored])
    return Comparison(_only_in(predicted, reported), extra, ignored, decided)


def _only_in(one: Registry, other: Registry) -> tuple[Task, ...]:
    names = other.names
    return tuple(sorted((task for task in one.tasks if task.name not in names), key=lambda task: task.name))


def is_ignored(name: str, patterns: Sequence[str]) -> bool:
    """Return whether a name is one that ``ignore-registered`` speaks of."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _decide(
    unknown: Sequence[Undecided], unpredicted: Sequence[Task]
) -> tuple[tuple[Decided, ...], tuple[Task, ...]]:
    """Return each unknown with the tasks it accounts for, and the tasks that none accounts for."""
    surely: dict[Undecided, list[Task]] = {entry: [] for entry in unknown}  # equal ones count once
    perhaps: dict[Undecided, list[Task]] = {entry: [] for entry in unknown}
    extra = []
    for task in unpredicted:
        because = _account_for(task, unknown)
        wide = [] if because is not None else _wide(task, surely)
        if because is not None:
            surely[because].append(task)
        elif not wide:
            extra.append(task)
        for entry in wide:
            perhaps[entry].append(task)
    decided = (Decided(entry, tuple(surely[entry]), tuple(perhaps[entry])) for entry in surely)
    return tuple(decided), tuple(extra)


def _account_for(task: Task, unknown: Sequence[Undecided]) -> Undecided | None:
    """Return the unknown that a task is there because of: that names it, or that stands in its file."""
    for entry in unknown:
        if task.name in entry.reason.split():
            return entry
    for entry in unknown:
        if task.path is not None and entry.path == task.path and not _is_of_one_task(entry):
            return entry
    return None


def _wide(task: Task, unknown: Iterable[Undecided]) -> list[Undecided]:
    """Return the unknowns that may account for a task of any file.

    A name that is not constant is of a task of its own file; where the report tells no file, of any.
    """
    others = [entry for entry in unknown if not _is_of_one_task(entry)]
    return [entry for entry in others if entry.code != "AMS012" or task.path is None]


def _is_of_one_task(entry: Undecided) -> bool:
    """Return whether it decides about one task, named, and so accounts for no other."""
    return _OF_ONE_TASK.match(entry.reason) is not None

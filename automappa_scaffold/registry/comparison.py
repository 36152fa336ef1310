"""Two registries held against each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from automappa_scaffold.registry.values import Registry, StartError, Task, Undecided

__all__ = ["Comparison", "Decided", "compare", "is_ignored"]

_OF_ONE_TASK = re.compile(r"whether \S+ is registered ")


@dataclass(frozen=True, slots=True)
class Decided:
    """What source left open and the worker's report decides: the tasks that are registered because of it."""

    unknown: Undecided
    tasks: tuple[Task, ...] = ()


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
    found: dict[Undecided, list[Task]] = {entry: [] for entry in unknown}  # equal ones count once
    extra = []
    for task in unpredicted:
        because = _account_for(task, unknown)
        if because is None:
            extra.append(task)
        else:
            found[because].append(task)
    return tuple(Decided(entry, tuple(tasks)) for entry, tasks in found.items()), tuple(extra)


def _account_for(task: Task, unknown: Sequence[Undecided]) -> Undecided | None:
    """Return the unknown that a task is there because of: that names it, that stands in its file, or any."""
    for entry in unknown:
        if task.name in entry.reason.split():
            return entry
    # What decides about one task, named, accounts for no other.
    others = [entry for entry in unknown if not _OF_ONE_TASK.match(entry.reason)]
    for entry in others:
        if task.path is not None and entry.path == task.path:
            return entry
    # A name that is not constant is of a task of its own file; any other unknown may reach everywhere. Where
    # the report tells no file, either may be the reason.
    wide = [entry for entry in others if entry.code != "AMS012" or task.path is None]
    return wide[0] if wide else None

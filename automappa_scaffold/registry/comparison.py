"""Two registries held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from automappa_scaffold.registry.values import Registry, StartError, Task, Undecided

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where a prediction and a report differ.

    A worker that does not start registers nothing, so with an error on either side there are no names to
    compare: ``missing`` and ``extra`` are empty, and the two agree when both do not start.

    Attributes:
        missing: predicted and not reported.
        extra: reported and not predicted; where ``unknown`` is not empty, that may be why.
        ignored: reported, not predicted, and named by ``ignore-registered``.
        unknown: what the prediction could not decide.
        predicted_error: why the worker would not start.
        reported_error: why the worker did not start.
    """

    missing: tuple[Task, ...] = ()
    extra: tuple[Task, ...] = ()
    ignored: tuple[Task, ...] = ()
    unknown: tuple[Undecided, ...] = ()
    predicted_error: StartError | None = None
    reported_error: StartError | None = None

    @property
    def agree(self) -> bool:
        """Whether both hold the same names (or both do not start)."""
        if self.predicted_error is not None or self.reported_error is not None:
            return self.predicted_error is not None and self.reported_error is not None
        return not self.missing and not self.extra


def compare(predicted: Registry, reported: Registry, *, ignore_registered: Sequence[str] = ()) -> Comparison:
    """Return how a report differs from a prediction.

    Args:
        ignore_registered: glob patterns of names that are registered while the app runs, by libraries.
    """
    if predicted.error is not None or reported.error is not None:
        return Comparison(
            unknown=predicted.unknown, predicted_error=predicted.error, reported_error=reported.error
        )
    unpredicted = _only_in(reported, predicted)
    ignored = tuple(task for task in unpredicted if _is_ignored(task.name, ignore_registered))
    return Comparison(
        missing=_only_in(predicted, reported),
        extra=tuple(task for task in unpredicted if task not in ignored),
        ignored=ignored,
        unknown=predicted.unknown,
    )


def _only_in(one: Registry, other: Registry) -> tuple[Task, ...]:
    names = other.names
    return tuple(sorted((task for task in one.tasks if task.name not in names), key=lambda task: task.name))


def _is_ignored(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)

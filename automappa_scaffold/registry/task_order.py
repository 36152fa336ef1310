"""Shared tasks and Celery's own: Celery makes them in no fixed order, which code of the project may see.

Source: ``celery._state._on_app_finalizers``, a set of functions.
"""

from dataclasses import replace

from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Registry, StartError, Undecided

__all__ = ["agreed"]


def agreed(found: Prediction, other: Prediction, undecided: Undecided) -> Prediction:
    """Return what two starts with opposite orders have in common; what differs is unknown.

    Args:
        undecided: what is told where they differ.
    """
    first, second = found.registry, other.registry
    if first.error is not None and second.error is not None:
        is_same = _kind(first.error) == _kind(second.error)
    else:
        is_same = first.error is second.error and first.names == second.names
    if is_same:
        return found
    return replace(found, registry=_in_common(first, second, undecided))


def _kind(error: StartError) -> str:
    return error.message.partition(":")[0]


def _in_common(first: Registry, second: Registry, undecided: Undecided) -> Registry:
    tasks = tuple(task for task in first.tasks if task.name in second.names)
    return replace(first, error=None, tasks=tasks, unknown=(*first.unknown, undecided))

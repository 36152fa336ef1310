"""What has no fixed order, which code of the project may see: elements, and Celery's making of shared tasks.

Source: ``celery._state._on_app_finalizers``, a set of functions.
"""

from collections.abc import Callable
from dataclasses import replace

from automappa_scaffold.interpreter.any_order import TURNED, TURNED_OTHERWISE
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.registry.assembly import describe_undecided
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Registry, StartError, Undecided

__all__ = ["ELEMENTS", "SHARED_TASKS", "in_any_order"]

# What comes in another order when a start is followed again.
SHARED_TASKS = "shared tasks"
ELEMENTS = {"elements": TURNED, "elements otherwise": TURNED_OTHERWISE}
_OF_TASKS = "in which order Celery makes the shared tasks, each of which runs code of the project"
_OF_ELEMENTS = "in which order these elements come, on which it depends what is registered"
_TAKEN = "what is registered is taken not to depend on the order of these elements, nor on that of others"
# Starts of more statements are followed once: half a second, where nearly all others take less than a tenth.
_MOST_STEPS = 100_000


def in_any_order(
    found: Prediction, m: Interpreter, world: World, again: Callable[[str], Prediction]
) -> Prediction:
    """Return what a start has in common with those in other orders; what differs is unknown.

    Args:
        again: what follows the start with an order turned.
    """
    if world.unordered is not None:
        found = _agreed(found, again(SHARED_TASKS), describe_undecided(m, world.unordered, _OF_TASKS))
    if m.turned_at is None or (found.registry.unknown and not found.registry.names):
        return found
    if m.steps > _MOST_STEPS:
        told = f"{m.turned_at.path}:{m.turned_at.line}: {_TAKEN}"
        assumptions = tuple(sorted({*found.registry.assumptions, told}))
        return replace(found, registry=replace(found.registry, assumptions=assumptions))
    for order in ELEMENTS if m.has_middle else [*ELEMENTS][:1]:
        if found.registry.names or not found.registry.unknown:
            found = _agreed(found, again(order), describe_undecided(m, m.turned_at, _OF_ELEMENTS))
    return found


def _agreed(found: Prediction, other: Prediction, undecided: Undecided) -> Prediction:
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

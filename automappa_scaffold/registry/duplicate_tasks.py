"""Tasks of one name, of which the app keeps one alone."""

from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Function
from automappa_scaffold.registry.assembly import Certainty
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.observed import Duplicate
from automappa_scaffold.registry.own_tasks import OWN_TASKS

__all__ = ["find_duplicates"]


def find_duplicates(
    m: Interpreter, world: World, state: AppState, certainty: Certainty
) -> Iterator[Duplicate]:
    """Yield the declarations that another of the same name hides, or that hide a task of Celery's own."""

    def is_certain(definition: Definition) -> bool:
        return not definition.scopes and certainty.is_certain(definition.module)

    for name, records in state.tasks.items():
        definitions = [record.definition for record in records if is_certain(record.definition)]
        if name in OWN_TASKS and definitions:
            yield Duplicate(name, None, definitions[0].place)
        for later in definitions[1:]:
            if _is_run_again(definitions[0], later):
                continue
            yield Duplicate(name, definitions[0].place, later.place)
    for name, before, after in world.replaced:
        if is_certain(before) and is_certain(after) and before.fun is not after.fun:
            if _is_run_again(before, after):
                continue
            yield Duplicate(name, before.place, after.place)


def _is_run_again(before: Definition, after: Definition) -> bool:
    """Return whether one statement of a module declares both, as the module is run again: reloaded, say.

    Each run reads the module's functions anew, while a loop finds the same ones.
    """
    first, second = before.fun, after.fun
    if before.place != after.place or not isinstance(first, Function) or not isinstance(second, Function):
        return False
    is_of_module = first.closure is None and second.closure is None
    is_same = first.module.name == second.module.name
    return is_of_module and is_same and first.spec is not second.spec

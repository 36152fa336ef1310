"""The tasks that a worker does not register, each with the rule that says why."""

from collections.abc import Sequence

from automappa_scaffold.registry.observed import Observed
from automappa_scaffold.registry.values import (
    UnreachedModule,
    UnregisteredTask,
)

__all__ = ["list_unregistered"]


def list_unregistered(
    unreached: Sequence[UnreachedModule], observed: Observed, names: frozenset[str]
) -> tuple[UnregisteredTask, ...]:
    """Return the tasks that were seen and are not registered under any of these names, in order."""
    lazy = {module.name for module in observed.lazy}
    found = [
        UnregisteredTask(
            task.name, task.place.path, task.place.line, _missing_step(module, lazy), module.name
        )
        for module in unreached
        for task in module.tasks
    ]
    found += [UnregisteredTask(t.name, t.place.path, t.place.line, t.code) for t in observed.unrun]
    others = [
        (task.name, task.place, "AMS312")
        for task in observed.tasks
        if task.other_app and task.is_certain and not task.is_registered
    ]
    others += [(removal.name, removal.place, "AMS314") for removal in observed.removals]
    others += [(f"{cls.module}.{cls.name}", cls.place, "AMS307") for cls in observed.classes]
    found += [
        UnregisteredTask(name, place.path, place.line, code)
        for name, place, code in others
        if name not in names
    ]
    return tuple(sorted(set(found), key=lambda task: (task.name, task.path, task.line)))


def _missing_step(module: UnreachedModule, lazy: set[str]) -> str:
    """Return the code of the rule that names the first missing step to a module."""
    # By the convention of pages, importing a package called tasks imports the task modules in it.
    if module.package.rpartition(".")[2] == "tasks" and module.package_is_reached:
        return "AMS101" if module.loaded_by_package else "AMS201"
    wanted = {module.name} if module.package_is_reached else {module.name, module.package}
    return "AMS204" if lazy & wanted else "AMS101"

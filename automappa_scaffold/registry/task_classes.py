"""Task classes that nothing registers."""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.interpreter.abstract_classes import abstract_methods
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.registry.celery_task_class import TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.observed import UnregisteredClass
from automappa_scaffold.source.places import Place

__all__ = ["observe_classes"]


def observe_classes(m: Interpreter, world: World, apps: Sequence[Instance]) -> tuple[UnregisteredClass, ...]:
    """Return the task classes with a ``run`` of their own that nothing registers and nothing builds on."""
    used = {id(cls) for cls in world.unbound}
    classes: list[Class] = []
    for module in [*m.modules.values()]:
        for value in [*module.ns.values()]:
            if isinstance(value, Class) and TASK in value.mro[1:]:
                used.update(id(base) for base in value.mro[1:])
                if value.module == module.name and value not in classes:
                    classes.append(value)
    if not classes:
        return ()
    for definition in world.definitions:
        used.add(id(definition.fun))
        used.add(id(m.decide(definition.options.get("base"))))
    for app in apps:
        used.add(id(app.ns.get("task_cls")))
        used.add(id(app.cls.lookup("task_cls")))
    return tuple(
        UnregisteredClass(cls.name, cls.module, Place(m.tree.relative(m.modules[cls.module].path), cls.line))
        for cls in classes
        if id(cls) not in used and _runs(cls) and cls.module in m.modules
    )


def _runs(cls: Class) -> bool:
    run: Any = cls.lookup("run")
    if not isinstance(run, Function) or cls.ns.get("abstract") is True or abstract_methods(cls):
        return False
    # Marked as abstract, though the class is no `abc.ABC`.
    return run.ns.get("__isabstractmethod__") is not True

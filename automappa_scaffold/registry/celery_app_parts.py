"""The parts of an app that commands use: its loader, its log, what controls workers."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_objects import closed_class
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["APP_PARTS", "LOADER", "part_of"]


def part_of(cls: Class) -> Run:
    """Return what hands out an object of a class as a part of an app."""
    return lambda m, args, kwargs, place: Instance(cls, m.namespace(app=args[0]))


def _import_by_loader(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("module"))
    if not isinstance(name, str) or name.startswith(".") or len(args) > 2 or len(kwargs) > 1:
        m.disturb("which module a loader of Celery imports", place)
        return m.unknown("a module that is imported by name", place)
    return m.import_module(name, (m.importing[-1] if m.importing else None, place, f"import {name}"))


def _work_of_loader(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("what a loader of Celery imports", place)
    return m.unknown("what a loader of Celery returns", place)


_INSPECT = closed_class("celery.app.control.Inspect")
APP_PARTS = {
    "control": closed_class(
        "celery.app.control.Control",
        {"inspect": lambda m, args, kwargs, place: Instance(_INSPECT, m.namespace(app=args[0].ns["app"]))},
    ),
    "log": closed_class("celery.app.log.Logging"),
    "amqp": closed_class("celery.app.amqp.AMQP"),
    "events": closed_class("celery.app.events.Events"),
}
LOADER = closed_class("celery.loaders.app.AppLoader")
for _name in ("import_module", "import_task_module", "import_from_cwd"):
    LOADER.ns[_name] = Native(_name, _import_by_loader, binds=True)
for _name in ("import_default_modules", "init_worker", "autodiscover_tasks", "config_from_object"):
    LOADER.ns[_name] = Native(_name, _work_of_loader, binds=True)

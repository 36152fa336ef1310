"""Bootsteps that an app adds to its worker or to the consumer of messages.

Both kinds are made before the worker's list of tasks stands; the consumer's are started when it is connected,
long after. Source: ``celery.bootsteps`` and ``celery.worker`` of Celery 5.7.
"""

from contextlib import suppress
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, ListValue, Maybe, Scope, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.source.places import Place

__all__ = ["add_bootsteps"]


def add_bootsteps(m: Interpreter, world: World, app: Instance, worker: Value) -> None:
    """Make the app's bootsteps, and look at what the consumer's do when they are started.

    Raises:
        PyRaise: the error of a step, which stops the worker.
    """
    steps = app.ns.get("steps")
    if not isinstance(steps, DictValue):
        return
    place = app.payload.place
    for step in _claim(m, world, _added(steps, "worker"), place):
        _make(m, world, step, worker, place)
    consumer = m.unknown("the worker's consumer", None, is_foreign=True)
    consumer.ns["app"] = app
    claimed = _claim(m, world, _added(steps, "consumer"), place)
    made = [_make(m, world, step, consumer, place) for step in claimed]
    for step in made:
        _start(m, world, app, step, consumer, place)


def _added(steps: DictValue, kind: str) -> tuple[Value, ...]:
    listed = steps.items.get(kind)
    return listed.items if isinstance(listed, ListValue) else ()


def _claim(m: Interpreter, world: World, added: tuple[Value, ...], place: Place) -> list[Class]:
    """Return the classes of steps and of those of the project that they require, these first.

    Raises:
        PyRaise: something among them is no step.
    """
    claimed: list[Class] = []
    seen: list[Class] = []

    def claim(step: Value) -> None:
        step = m.decide(step.value if isinstance(step, Maybe) else step)
        if isinstance(step, str):
            step = m.decide(symbol_by_name(m, step, f"the bootstep {step!r}", place))
        if isinstance(step, Instance):
            raise m.raise_("TypeError", f"'{step.cls.name}' object is not callable", place)
        if isinstance(step, Ext) or step in seen:
            return  # a step of Celery's own, or one that is required twice
        if not isinstance(step, Class):
            world.undecide(place, "a bootstep of the worker is not known")
            return
        seen.append(step)
        m.get_attribute(step, "name", place)
        for required in _required(m, step, place):
            claim(required)
        claimed.append(step)

    for step in added:
        if isinstance(step, Maybe):
            m.disturb("which bootsteps a worker has", step.scope.place)
        claim(step)
    return claimed


def _required(m: Interpreter, step: Class, place: Place) -> tuple[Value, ...]:
    own = next((cls.ns["requires"] for cls in step.mro if "requires" in cls.ns), ())
    items, _ = m.iterate(own, place)
    return items


def _make(m: Interpreter, world: World, cls: Class, parent: Value, place: Place) -> Value:
    """Make a step unless it leaves itself out; return it, or MISSING."""
    options = m.unknown("the worker's options", place, is_foreign=True)
    made = m.call(cls, (parent,), {"pool_cls": options, "**": options}, place)
    if not isinstance(made, Instance):
        return MISSING
    m.get_attribute(made, "alias", place)  # which Celery's own classes of steps have
    decides = m.find_attribute(made, "include", place)
    if isinstance(cls.lookup("include"), Function):
        m.call(decides, (parent,), {}, place)
        return made
    if isinstance(cls.lookup("include_if"), Function):
        is_included = m.truth(m.call(m.find_attribute(made, "include_if", place), (parent,), {}, place))
    else:
        enabled = m.find_attribute(made, "enabled", place) if "enabled" in _own_names(made) else True
        is_included = m.truth(enabled)
    if is_included is False:
        return MISSING
    if isinstance(cls.lookup("create"), Function):
        create = m.find_attribute(made, "create", place)
        if is_included is None:
            scope = Scope("whether a bootstep is included is not decided", place)
            m.fork(scope, [lambda: m.call(create, (parent,), {}, place), lambda: None])
        else:
            m.call(create, (parent,), {}, place)
    return made


def _own_names(made: Instance) -> set[str]:
    """Return the names that an object and its classes have from the project."""
    classes = [cls for cls in made.cls.mro if cls.module.partition(".")[0] != "celery"]
    return {str(name) for names in (made.ns, *(cls.ns for cls in classes)) for name in names}


def _call(m: Interpreter, started: Value, consumer: Value, place: Place) -> None:
    with suppress(PyRaise):  # the list of tasks stands
        m.call(started, (consumer,), {}, place)


def _start(m: Interpreter, world: World, app: Instance, made: Value, consumer: Value, place: Place) -> None:
    """Run what a step of the consumer does when it is started: tasks that it registers are not decided."""
    known, declared, notes = set(app.payload.tasks), len(world.definitions), dict(m.notes)
    for name in ("start", "get_consumers"):
        if not isinstance(made, Instance) or not isinstance(made.cls.lookup(name), Function):
            continue
        started = m.find_attribute(made, name, place)
        scope = Scope("whether a bootstep of the consumer is started in time", place)
        m.fork(scope, [partial(_call, m, started, consumer, place), lambda: None])
    m.notes = notes
    if set(app.payload.tasks) != known or len(world.definitions) > declared:
        m.note("what a bootstep of the consumer registers when it is started", place)

"""``app.add_periodic_task``: what it puts into beat's schedule."""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.values import Value, is_constant
from automappa_scaffold.registry.celery_canvas import CANVAS
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["add_pending_periodic_tasks", "add_periodic_task"]

_PARAMETERS = ("schedule", "sig", "args", "kwargs", "name")


def add_periodic_task(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Put a task into beat's schedule, now or when the settings are read; return the entry's name."""
    app, given = args[0], {**dict(zip(_PARAMETERS, args[1:], strict=False)), **kwargs}
    sig = m.decide(given.get("sig"))
    if is_constant(sig):
        raise m.raise_("AttributeError", f"'{kind_name(sig)}' object has no attribute 'name'", place)
    schedule, by_place, by_name = given.get("schedule"), given.get("args", ()), given.get("kwargs")
    signature = CANVAS["celery.Signature"]
    if isinstance(sig, Instance) and sig.cls is signature:
        sig = m.call(m.get_attribute(sig, "clone", place), (by_place, by_name), {}, place)
    else:
        name = m.get_attribute(sig, "name", place)
        sig = m.call(CANVAS["celery.signature"], (name, by_place, by_name), {}, place)
    entry = m.new_dict({"schedule": schedule})
    for part in ("task", "args", "kwargs", "options"):
        m.store(entry.items, part, m.get_attribute(sig, part, place))
    if given.keys() - set(_PARAMETERS):
        m.store(entry.items, "options", m.unknown("options of a periodic task", place, is_foreign=True))
    key = m.decide(given.get("name"))
    if not isinstance(key, str) or not key or "**" in given:
        key = m.unknown("the name that Celery gives a periodic task", place, is_foreign=True)
    state: AppState = app.payload
    if state.configured:
        _put(m, app, key, entry, place)
    else:
        is_sure = not m.scopes
        unsure = m.unknown("whether a periodic task is added", place, is_foreign=True)
        state.pending_periodic.append((key if is_sure else unsure, entry, place))
    return key


def add_pending_periodic_tasks(m: Interpreter, app: Instance) -> None:
    """Put into beat's schedule what was added before the settings were read."""
    pending = app.payload.pending_periodic
    while pending:
        _put(m, app, *pending.pop(0))


def _put(m: Interpreter, app: Instance, key: Value, entry: Value, place: Place) -> None:
    schedule = m.get_attribute(m.get_attribute(app, "conf", place), "beat_schedule", place)
    m.set_item(schedule, key, entry, place)

"""Celery's own tasks, declared with the ``task`` of each app: one that the project changes makes others."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.source.places import Place

__all__ = ["OWN_TASKS", "declare_own_tasks"]

_BOUND: Mapping[str, Value] = {"bind": True}
# By name: the function, and its options besides the name (celery.app.builtins).
_DECLARED: Mapping[str, tuple[str, Mapping[str, Value]]] = {
    "celery.backend_cleanup": ("backend_cleanup", {}),
    "celery.accumulate": ("accumulate", _BOUND),
    "celery.chord_unlock": ("unlock_chord", {**_BOUND, "max_retries": None, "ignore_result": True}),
    "celery.map": ("xmap", {}),
    "celery.starmap": ("xstarmap", {}),
    "celery.chunks": ("chunks", {}),
    "celery.group": ("group", _BOUND),
    "celery.chain": ("chain", {}),
    "celery.chord": ("chord", {**_BOUND, "ignore_result": False}),
}
OWN_TASKS = frozenset(_DECLARED)


def declare_own_tasks(m: Interpreter, definitions: list[Definition], app: Instance, place: Place) -> None:
    """Declare Celery's own tasks where the project's code takes part in that.

    Raises:
        PyRaise: that code refuses, so that the app is not finalized.
    """
    declare = app.ns.get("task", MISSING)
    declare = app.cls.lookup("task") if declare is MISSING else declare
    if declare is MISSING or isinstance(declare, Native):
        return
    state: AppState = app.payload
    count = len(definitions)
    for name, (function, options) in _DECLARED.items():
        made = m.unknown(f"Celery's own task {name}", place, is_foreign=True)
        made.ns.update(__name__=function, __qualname__=function, __module__="celery.app.builtins")
        given = {"name": name, "shared": False, "lazy": False, **options}
        decorator = m.call(m.get_attribute(app, "task", place), (), given, place)
        m.call(decorator, (made,), {}, place)
    # What they are called anyway is nothing to tell of.
    own = [one for one in definitions[count:] if one.options.get("name") in OWN_TASKS]
    definitions[:] = [one for one in definitions if not any(one is other for other in own)]
    for name in OWN_TASKS & state.tasks.keys():
        state.tasks[name] = [
            record for record in state.tasks[name] if not any(record.definition is other for other in own)
        ]
        if not state.tasks[name]:
            del state.tasks[name]

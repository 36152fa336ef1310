"""Celery's own tasks, declared with the ``task`` of each app: one that the project changes makes others."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.celery_state import AppState, Definition

__all__ = ["OWN_TASKS", "own_tasks"]

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


# What of a task's class runs when a task is made, bound and put into the registry.
_RUN_FOR_EACH = ("__init__", "__new__", "__init_subclass__", "__setattr__", "bind", "on_bound")


def _declares_itself(app: Instance) -> bool:
    declare = app.ns.get("task", MISSING)
    declare = app.cls.lookup("task") if declare is MISSING else declare
    return declare is not MISSING and not isinstance(declare, Native)


def _is_project_code_run(base: Value) -> bool:
    """Return whether a task below this class is made by code of the project."""
    if not isinstance(base, Class):
        return False
    written = [cls for cls in base.mro if cls.line]
    is_seen = any(name in cls.ns for cls in written for name in _RUN_FOR_EACH)
    return is_seen or isinstance(base.lookup("__class__"), Class)  # its metaclass


def own_tasks(m: Interpreter, definitions: list[Definition], app: Instance) -> Iterator[Callable[[], None]]:
    """Yield what makes each of Celery's own tasks, where the project's code takes part in that.

    Each raises PyRaise where that code refuses, so that the app is not finalized.
    """
    place = app.payload.place
    if _declares_itself(app) or _is_project_code_run(m.get_attribute(app, "Task", place)):
        for name in _DECLARED:
            yield partial(_declare, m, definitions, app, name)


def _declare(m: Interpreter, definitions: list[Definition], app: Instance, name: str) -> None:
    state: AppState = app.payload
    function, options = _DECLARED[name]
    count = len(definitions)
    made = m.unknown(f"Celery's own task {name}", state.place, is_foreign=True)
    made.ns.update(__name__=function, __qualname__=function, __module__="celery.app.builtins")
    given = {"name": name, "shared": False, "lazy": False, **options}
    decorator = m.call(m.get_attribute(app, "task", state.place), (), given, state.place)
    m.call(decorator, (made,), {}, state.place)
    # What they are called anyway is nothing to tell of.
    own = [one for one in definitions[count:] if one.options.get("name") in OWN_TASKS]
    definitions[:] = [one for one in definitions if not any(one is other for other in own)]
    if name in state.tasks:
        state.tasks[name] = [
            record for record in state.tasks[name] if not any(record.definition is other for other in own)
        ]
        if not state.tasks[name]:
            del state.tasks[name]

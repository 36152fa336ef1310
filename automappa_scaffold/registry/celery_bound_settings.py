"""What bound tasks keep of the settings: a setting that is changed later is not theirs.

Source: ``celery.app.task.Task.bind`` of Celery 5.3 to 5.7.
"""

from collections.abc import Container

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.task_options import FROM_SETTINGS
from automappa_scaffold.source.places import Place

__all__ = ["keeping_bound"]

# How often tasks may run is held against the settings once more when the worker has read them all.
_KEPT = {name: setting for name, setting in FROM_SETTINGS.items() if name != "rate_limit"}


def keeping_bound(change: Run, *, is_named: bool = False) -> Run:
    """Return a method of the settings that lets tasks keep what they have before it changes anything.

    Args:
        is_named: the method is told the one name of a setting first.
    """

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        app = args[0].payload
        if isinstance(app, Instance) and isinstance(app.payload, AppState) and app.payload.tasks:
            key = m.decide(args[1]) if is_named and len(args) > 1 else None
            _keep(m, args[0], app.payload, (key,) if isinstance(key, str) else _KEPT.values(), place)
        return change(m, args, kwargs, place)

    return run


def _keep(m: Interpreter, conf: Value, state: AppState, names: Container[str], place: Place) -> None:
    kept = {name: setting for name, setting in _KEPT.items() if setting in names}
    tasks = [record.task for records in state.tasks.values() for record in records] if kept else []
    for task in tasks:
        if not isinstance(task, Instance) or task.cls.lookup("__bound__") is not True:
            continue
        for name, setting in kept.items():
            descriptor = task.cls.lookup(name)
            if name not in task.ns and isinstance(descriptor, Instance) and descriptor.payload == setting:
                m.store(task.cls.ns, name, m.get_attribute(conf, setting, place))

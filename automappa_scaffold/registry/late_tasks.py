"""Tasks that a handler declares when the worker's table of tasks is made already."""

from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.observed import LateTask
from automappa_scaffold.source.places import Place

__all__ = ["find_late_tasks"]

# Of these, the worker sends the first two when its table of tasks is made; the others before it has read
# the modules of `imports`, so that a handler connected there is never called.
_EARLY_SIGNALS = ("on_after_configure", "on_configure", "import_modules")


def find_late_tasks(m: Interpreter, world: World, app: Instance) -> Iterator[LateTask]:
    """Yield the late tasks. Runs handlers that the start did not."""
    for late, signal in world.late.items():
        yield LateTask(late, app.payload.tasks[late][0].definition.place, signal, False)
    for key, handlers in list(world.handlers.items()):
        signal = key[0] if isinstance(key, tuple) else key
        for handler in handlers:
            if handler.was_called or handler.scopes or not isinstance(handler.function, Function):
                continue
            if signal not in _EARLY_SIGNALS and not handler.is_gone:
                continue
            before = len(world.definitions)
            _call_handler(
                m, handler.function, app, is_sender=isinstance(key, tuple) or signal in _EARLY_SIGNALS
            )
            for definition in world.definitions[before:]:
                name = _late_name(m, world, app, definition)
                if name is not None and not definition.scopes:
                    yield LateTask(name, definition.place, signal, True, handler.is_gone)


def _call_handler(m: Interpreter, function: Function, app: Instance, *, is_sender: bool) -> None:
    place = Place(m.tree.relative(function.module.path), function.spec.line)
    worker = m.unknown("the worker", None, is_foreign=True)
    worker.ns["app"] = app
    sender = app if is_sender else worker
    m.importing.append(function.module)
    try:
        m.call(function, (), {"signal": m.unknown("a signal", place), "sender": sender}, place)
    except (PyRaise, RunawayError, RecursionError):
        return  # what it declared until then counts
    finally:
        m.importing.pop()


def _late_name(m: Interpreter, world: World, app: Instance, definition: Definition) -> str | None:
    try:
        return world.name_of(m, app, definition)
    except PyRaise:
        return None

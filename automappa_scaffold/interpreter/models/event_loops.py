"""Event loops: coroutines run where something waits for them."""

from automappa_scaffold.interpreter.function_runs import AWAITABLE
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import IN_THREAD
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.values import Value, is_constant, show
from automappa_scaffold.source.places import Place

__all__ = ["EVENT_LOOPS"]

EVENT_LOOPS = Models()

# Beside what the project patches: that a coroutine runs in a loop now.
_IN_LOOP = "asyncio.run()"


@EVENT_LOOPS.function("asyncio.get_running_loop", "asyncio.current_task")
def _running_loop(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Refuse what wants a loop that runs, where none does."""
    is_open = m.foreign_calls or IN_THREAD in m.patched or m.patched.get(_IN_LOOP, False) is not False
    if not is_open:
        raise m.raise_("RuntimeError", "no running event loop", place)
    return m.unknown("the loop that runs", place, is_foreign=True)


@EVENT_LOOPS.function("asyncio.create_task:check")
def _check_task(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    _running_loop(m, args, kwargs, place)


@EVENT_LOOPS.function("asyncio.run")
def _asyncio_run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args and isinstance(m.decide(args[0]), Function):
        raised = m.refusal("ValueError", "a coroutine was expected, got a function", place)
        raised.value.ns["args"], raised.value.payload = (m.unknown("a place in memory", place),), None
        raise raised
    return _wait_for_coroutine(m, args[0], place) if args else m.unknown("asyncio.run() of nothing", place)


def _wait_for_coroutine(m: Imports, value: Value, place: Place) -> Value:
    """Return what a coroutine returns; other things are refused by some of the functions that wait."""
    given = m.decide(value)
    if is_constant(given):
        raise m.refusal("ValueError", f"a coroutine was expected, got {show(given)}", place)
    if not isinstance(given, Generator):
        return m.undecided(given, place)
    before = m.patched.get(_IN_LOOP, False)
    m.store(m.patched, _IN_LOOP, True)
    try:
        return m.wait_for(given, place)
    finally:
        m.store(m.patched, _IN_LOOP, before)


@EVENT_LOOPS.function("asyncio.gather")
def _gather(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if m.truth(kwargs.get("return_exceptions", False)) is not False:
        return m.unknown("what coroutines return or raise", place)
    return Instance(AWAITABLE, m.namespace(), args)


@EVENT_LOOPS.function("asyncio.wait_for", "asyncio.shield")
def _wait_one(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_one = bool(args) and isinstance(m.decide(args[0]), Generator)
    return Instance(AWAITABLE, m.namespace(), args[0]) if is_one else m.unknown("what is waited for", place)


def _loop(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(_LOOP, m.namespace())


def _run_until_complete(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("future"))
    if is_constant(given):
        text = "An asyncio.Future, a coroutine or an awaitable is required"
        raise m.refusal("TypeError", text, place)
    return _wait_for_coroutine(m, given, place)


_LOOP = native_class("BaseEventLoop", module="asyncio.base_events")
_LOOP.is_partial = True
_LOOP.ns["run_until_complete"] = Native("run_until_complete", _run_until_complete, binds=True)
_LOOP.ns["close"] = Native("close", lambda m, args, kwargs, place: None, binds=True)
for _name in ("new_event_loop", "get_event_loop"):
    EVENT_LOOPS[f"asyncio.{_name}"] = Native(_name, _loop)

"""Threads and executors that start at import: what they do happens at some time, or too late."""

from collections.abc import Callable

from automappa_scaffold.interpreter.changes import SHARED
from automappa_scaffold.interpreter.function_runs import AWAITABLE
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import IN_THREAD, LENT
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import (
    DictValue,
    Maybe,
    Namespace,
    Value,
    is_constant,
    show,
)
from automappa_scaffold.source.places import Place

__all__ = ["THREADS"]

THREADS = Models()


# Beside what the project patches: that threads run.
_THREADS = "threading.Thread.start()"
_STARTED = "<started>"
_NAMES = ("group", "target", "name", "args", "kwargs")


def run_in_thread(m: Imports, call: Callable[[], Value], place: Place) -> None:
    """Run what a thread does; from now on it is not followed what threads share."""

    def run() -> Value:
        before = m.patched.get(IN_THREAD, False)
        m.store(m.patched, IN_THREAD, True)
        try:
            return call()
        finally:
            m.store(m.patched, IN_THREAD, before)

    m.store(m.patched, _THREADS, True)
    m.run_at_some_time("a thread does this", run, place)


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(_NAMES, args[1:], strict=False)) | kwargs
    if m.truth(given.get("group")) is True:
        raise m.raise_("AssertionError", "group argument must be None for now", place)
    for name in ("target", "args", "kwargs"):
        m.store(args[0].ns, f"_{name}", given.get(name))
    given_name = m.decide(given.get("name"))
    of_others = m.unknown("a thread's name that is numbered", place)
    m.store(args[0].ns, "name", str(given_name) if is_constant(given_name) and given_name else of_others)
    daemon = given.get("daemon")
    if daemon is None:  # as the thread that makes it
        daemon = m.unknown("whether a thread ends with others", place) if _is_in_thread(m) else False
    m.store(args[0].ns, "daemon", daemon)
    m.store(args[0].ns, _STARTED, False)
    return None


def _is_in_thread(m: Imports) -> bool:
    return m.patched.get(IN_THREAD, False) is not False


def _start(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    started = args[0].ns.get(_STARTED)
    if started is None:
        raise m.refusal("RuntimeError", "thread.__init__() not called", place)
    if started is True:
        raise m.raise_("RuntimeError", "threads can only be started once", place)
    m.store(args[0].ns, _STARTED, True)
    run = m.get_attribute(args[0], "run", place)
    run_in_thread(m, lambda: m.call(run, (), {}, place), place)
    return None


def _run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    target, inner, named = (args[0].ns.get(f"_{name}") for name in ("target", "args", "kwargs"))
    if target is None:
        return None
    items = m.iterate(inner, place)[0] if inner is not None else ()
    keywords = dict(named.items) if isinstance(named, DictValue) else {}
    return m.call(target, items, keywords, place)


def _join(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args[0].ns.get(_STARTED) is None:
        raise m.refusal("RuntimeError", "Thread.__init__() not called", place)
    if args[0].ns[_STARTED] is False:
        raise m.raise_("RuntimeError", "cannot join thread before it is started", place)
    if args[0] is _MAIN and not _is_in_thread(m):
        raise m.raise_("RuntimeError", "cannot join current thread", place)
    return None


def _is_alive(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args[0] is _MAIN:
        return True
    return False if args[0].ns.get(_STARTED) is False else m.unknown("whether a thread still runs", place)


def _timer(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("interval", "function", "args", "kwargs"), args[1:], strict=False)) | kwargs
    return _init(
        m, args[:1], {"target": given.get("function"), **{k: given.get(k) for k in ("args", "kwargs")}}, place
    )


_THREAD = native_class("Thread", module="threading", is_open=True)
_TIMER = native_class("Timer", module="threading", bases=(_THREAD,))
_TIMER.ns["__init__"] = Native("__init__", _timer, binds=True)
for _name, _method in (
    *(("__init__", _init), ("start", _start), ("run", _run)),
    *(("join", _join), ("is_alive", _is_alive), ("cancel", lambda m, args, kwargs, place: None)),
):
    _THREAD.ns[_name] = Native(_name, _method, binds=True)
THREADS["threading.Thread"] = _THREAD
THREADS["threading.Timer"] = _TIMER

_MAIN = Instance(
    native_class("_MainThread", module="threading", bases=(_THREAD,)),
    Namespace(SHARED, [("name", "MainThread"), ("daemon", False), (_STARTED, True)]),
)


@THREADS.function("threading.main_thread")
def _main_thread(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _MAIN


@THREADS.function("threading.current_thread", "threading.currentThread")
def _current_thread(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if _is_in_thread(m):
        return m.of_kind(m.unknown("the thread that runs", place, is_foreign=True), "threading.Thread")
    return _MAIN


@THREADS.function("threading._shared")
def _is_shared(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return whether others than the import's own thread may use an object of ``library``."""
    return m.patched.get(_THREADS, False) is not False or LENT in args[0].ns


@THREADS.function("threading._unseen")
def _unseen(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("what other threads do", place, is_foreign=True)


@THREADS.function("threading._waits")
def _wait(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Tell that the import waits for what nobody does."""
    m.disturb("the import waits here, and nothing is seen that ends it", place)
    return m.unknown("what is waited for", place, is_foreign=True)


_EXECUTOR = native_class("ThreadPoolExecutor", module="concurrent.futures", is_open=True)
_EXECUTOR.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None)


def _submit(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    run_in_thread(m, lambda: m.call(args[1], args[2:], kwargs, place), place)
    return m.of_kind(m.unknown("what a thread returns", place, is_foreign=True), "concurrent.futures.Future")


def _map(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    for item in m.iterate(args[2], place)[0] if len(args) == 3 else ():
        bare = item.value if isinstance(item, Maybe) else item
        _submit(m, (args[0], args[1], bare), {}, place)
    if len(args) != 3:
        m.note("what an executor maps is not followed", place)
    return m.new_iterator((), m.unknown("what threads return", place))


for _name, _method in (("submit", _submit), ("map", _map)):
    _EXECUTOR.ns[_name] = Native(_name, _method, binds=True)
_EXECUTOR.ns["__enter__"] = Native("__enter__", lambda m, args, kwargs, place: args[0], binds=True)
for _name in ("__exit__", "shutdown"):
    _EXECUTOR.ns[_name] = Native(_name, lambda m, args, kwargs, place: None, binds=True)
for _path in ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"):
    THREADS[_path] = _EXECUTOR


# Coroutines: run where something waits for them.


@THREADS.function("asyncio.run")
def _asyncio_run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _wait_for_coroutine(m, args[0], place) if args else m.unknown("asyncio.run() of nothing", place)


def _wait_for_coroutine(m: Imports, value: Value, place: Place) -> Value:
    """Return what a coroutine returns; other things are refused by some of the functions that wait."""
    given = m.decide(value)
    if is_constant(given):
        raise m.refusal("ValueError", f"a coroutine was expected, got {show(given)}", place)
    return m.wait_for(given, place) if isinstance(given, Generator) else m.undecided(given, place)


@THREADS.function("asyncio.gather")
def _gather(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if m.truth(kwargs.get("return_exceptions", False)) is not False:
        return m.unknown("what coroutines return or raise", place)
    return Instance(AWAITABLE, m.namespace(), args)


@THREADS.function("asyncio.wait_for", "asyncio.shield")
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
    THREADS[f"asyncio.{_name}"] = Native(_name, _loop)

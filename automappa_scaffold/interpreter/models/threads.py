"""Threads that start at import: what they do happens at some time, or too late."""

from collections.abc import Callable

from automappa_scaffold.interpreter.changes import SHARED
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import IN_THREAD, LENT
from automappa_scaffold.interpreter.models.joined_threads import (
    is_joined_at_once,
    may_run_at_once,
    run_at_once,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Namespace,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["THREADS", "run_in_thread"]

THREADS = Models()


# Beside what the project patches: that threads run.
_THREADS = "threading.Thread.start()"
_STARTED = "<started>"
# Among the attributes of a thread: it is waited for at once, and was.
_AT_ONCE, _JOINED = "<at once>", "<joined>"
_NAMES = ("group", "target", "name", "args", "kwargs")


def run_in_thread(m: Imports, call: Callable[[], Value], place: Place) -> None:
    """Run what a thread does; from now on it is not followed what threads share."""

    def run() -> Value:
        before = m.patched.get(IN_THREAD, MISSING)
        m.store(m.patched, IN_THREAD, len(m.importing))
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
    return IN_THREAD in m.patched


def _start(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    started = args[0].ns.get(_STARTED)
    if started is None:
        raise m.refusal("RuntimeError", "thread.__init__() not called", place)
    if started is True:
        raise m.raise_("RuntimeError", "threads can only be started once", place)
    m.store(args[0].ns, _STARTED, True)
    run = m.get_attribute(args[0], "run", place)
    if not may_run_at_once(m) or not is_joined_at_once(m, place):
        run_in_thread(m, lambda: m.call(run, (), {}, place), place)
        return None
    m.store(args[0].ns, _AT_ONCE, True)
    run_at_once(m, lambda: m.call(run, (), {}, place), args[0], place)
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
    if len(args) < 2 and not kwargs:
        m.store(args[0].ns, _JOINED, True)
    if _AT_ONCE in args[0].ns:
        m.threads_at_once.pop(args[0], None)
    return None


def _is_alive(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args[0] is _MAIN:
        return True
    has_ended = args[0].ns.get(_STARTED) is False or args[0].ns.get(_JOINED) is True
    return False if has_ended else m.unknown("whether a thread still runs", place)


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

"""Executors of threads that start at import: what they do happens at some time; what fails there is told."""

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.joined_threads import may_run_at_once, result_awaited, run_at_once
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.threads import run_in_thread
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Value
from automappa_scaffold.source.places import Place

__all__ = ["EXECUTORS"]

EXECUTORS = Models()

_EXECUTOR = native_class("ThreadPoolExecutor", module="concurrent.futures", is_open=True)
_CLOSED = "<closed>"
# Among the attributes of a future: it was waited for.
_ENDED = "<ended>"


def _make_executor(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    count = m.decide(args[1] if len(args) > 1 else kwargs.get("max_workers"))
    if isinstance(count, (str, bytes)):
        text = f"'<=' not supported between instances of '{kind_name(count)}' and 'int'"
        raise m.refusal("TypeError", text, place)
    if isinstance(count, (int, float)) and count <= 0:
        raise m.raise_("ValueError", "max_workers must be greater than 0", place)
    m.store(args[0].ns, _CLOSED, False)
    return None


def _close(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, _CLOSED, True)
    m.threads_at_once.pop(args[0], None)
    return None


_EXECUTOR.ns["__init__"] = Native("__init__", _make_executor, binds=True)


def _submit(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args[0].ns.get(_CLOSED) is True:
        raise m.raise_("RuntimeError", "cannot schedule new futures after shutdown", place)
    if len(args) < 2:
        text = "ThreadPoolExecutor.submit() missing 1 required positional argument: 'fn'"
        raise m.refusal("TypeError", text, place)
    ended: list[PyRaise | tuple[Value]] = []

    def call() -> Value:
        changed = len(m.logs[-1])
        try:
            found = m.call(args[1], args[2:], kwargs, place)
        except PyRaise as error:
            ended.append(error)
            raise
        # What it returns does not depend on when it runs.
        if when or len(m.logs[-1]) == changed:
            ended.append((found,))
        return found

    when = result_awaited(m, place) if may_run_at_once(m) else ""
    if when:
        run_at_once(m, call, args[0], place)
    else:
        run_in_thread(m, call, place)
    if when == "now":
        m.threads_at_once.pop(args[0], None)
    if len(ended) == 1:
        return Instance(_FUTURE, m.namespace(), (ended[0], bool(when)))
    return m.of_kind(m.unknown("what a thread returns", place, is_foreign=True), "concurrent.futures.Future")


def _result(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what the thread returned, or raise again what it raised."""
    ended, _ = args[0].payload
    m.store(args[0].ns, _ENDED, True)
    if isinstance(ended, PyRaise):
        raise ended
    return ended[0]


def _is_done(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return True if _ENDED in args[0].ns else m.unknown("whether a thread has ended", place)


def _exception(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    ended, _ = args[0].payload
    m.store(args[0].ns, _ENDED, True)
    return ended.value if isinstance(ended, PyRaise) else None


def _call_back(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Call a function with what has ended; what it raises is only logged."""
    function = args[1] if len(args) > 1 else kwargs.get("fn")
    _, is_awaited = args[0].payload

    def call() -> Value:
        return m.call(function, args[:1], {}, place)

    if is_awaited:
        run_at_once(m, call, args[0], place)
        m.threads_at_once.pop(args[0], None)
    else:
        run_in_thread(m, call, place)
    return None


# What has an end that does not depend on when it runs.
_FUTURE = native_class("Future", module="concurrent.futures", is_open=True)
for _name, _method in (("result", _result), ("exception", _exception), ("done", _is_done)):
    _FUTURE.ns[_name] = Native(_name, _method, binds=True)
_FUTURE.ns["add_done_callback"] = Native("add_done_callback", _call_back, binds=True)


@EXECUTORS.function("concurrent.futures.as_completed")
def _as_completed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what is waited for, in the order in which it ends, which nobody knows."""
    items, unknown = m.iterate(args[0] if args else kwargs.get("fs"), place)
    known = [item for item in items if isinstance(item, Instance) and item.cls is _FUTURE]
    if unknown is not None or len(known) < len(items) or len(args) != 1 or kwargs:
        return m.unknown("what of several threads ends first", place, is_foreign=True)
    return m.new_iterator(known, None, is_unordered=len(known) > 1)


def _map(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    seen = m.unordered_seen
    items, unknown = m.iterate(args[2], place) if len(args) == 3 else ((), None)
    is_in_order = m.unordered_seen == seen
    ended: list[PyRaise | tuple[Value] | None] = []
    for item in items:
        bare = item.value if isinstance(item, Maybe) else item
        made = _submit(m, (args[0], args[1], bare), {}, place)
        is_certain = isinstance(made, Instance) and not isinstance(item, Maybe)
        ended.append(made.payload[0] if is_certain else None)
    if len(args) != 3:
        m.note("what an executor maps is not followed", place)
    failed = [end for end in ended if isinstance(end, PyRaise)]
    if failed:
        return Generator(lambda handle: _raise(failed[0]), birth=m.birth)
    found = [end[0] for end in ended if isinstance(end, tuple)]
    is_whole = len(args) == 3 and unknown is None and len(found) == len(items) and is_in_order
    return m.new_iterator(
        found if is_whole else (), None if is_whole else m.unknown("what threads return", place)
    )


def _raise(raised: PyRaise) -> None:
    raise raised


for _name, _method in (("submit", _submit), ("map", _map)):
    _EXECUTOR.ns[_name] = Native(_name, _method, binds=True)
_EXECUTOR.ns["__enter__"] = Native("__enter__", lambda m, args, kwargs, place: args[0], binds=True)
for _name in ("__exit__", "shutdown"):
    _EXECUTOR.ns[_name] = Native(_name, _close, binds=True)
for _path in ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor"):
    EXECUTORS[_path] = _EXECUTOR

"""Executors of threads that start at import: what they do happens at some time; what fails there is told."""

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
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
        if len(m.logs[-1]) == changed:  # what it returns does not depend on when it runs
            ended.append((found,))
        return found

    run_in_thread(m, call, place)
    if len(ended) == 1:
        return Instance(_FUTURE, m.namespace(), ended[0])
    return m.of_kind(m.unknown("what a thread returns", place, is_foreign=True), "concurrent.futures.Future")


def _result(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what the thread returned, or raise again what it raised."""
    ended = args[0].payload
    if isinstance(ended, PyRaise):
        raise ended
    return ended[0]


# What has an end that does not depend on when it runs.
_FUTURE = native_class("Future", module="concurrent.futures", is_open=True)
_FUTURE.ns["result"] = Native("result", _result, binds=True)


def _map(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    seen = m.unordered_seen
    items, unknown = m.iterate(args[2], place) if len(args) == 3 else ((), None)
    is_in_order = m.unordered_seen == seen
    ended: list[PyRaise | tuple[Value] | None] = []
    for item in items:
        bare = item.value if isinstance(item, Maybe) else item
        made = _submit(m, (args[0], args[1], bare), {}, place)
        is_certain = isinstance(made, Instance) and not isinstance(item, Maybe)
        ended.append(made.payload if is_certain else None)
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

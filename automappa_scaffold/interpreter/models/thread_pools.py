"""``multiprocessing.pool.ThreadPool``: what its threads return, where the import waits for it."""

from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.joined_threads import may_run_at_once, run_at_once
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Value
from automappa_scaffold.source.places import Place

__all__ = ["THREAD_POOLS"]

THREAD_POOLS = Models()

_POOL = native_class("ThreadPool", module="multiprocessing.pool", is_open=True)


def _itself(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0]


def _nothing(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _mapping(*, spreads: bool) -> Run:
    """Return a method that calls a function with each of some elements, and waits for all."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if len(args) < 3 or kwargs or not may_run_at_once(m):
            m.note("what a pool of threads maps is not followed", place)
            return m.unknown("what threads return", place, is_foreign=True)
        items, unknown = m.iterate_in_order(args[2], place)
        if unknown is not None or any(isinstance(item, Maybe) for item in items):
            m.note("what a pool of threads maps is not followed", place)
            return m.unknown("what threads return", place, is_foreign=True)
        ended: list[Value | PyRaise] = []

        def call(item: Value) -> Value:
            try:
                given = m.iterate_in_order(item, place)[0] if spreads else (item,)
                ended.append(m.call(args[1], given, {}, place))
            except PyRaise as raised:
                ended.append(raised)
            return None

        for item in items:
            run_at_once(m, partial(call, item), args[0], place)
        m.threads_at_once.pop(args[0], None)
        for end in ended:
            if isinstance(end, PyRaise):
                raise end
        return m.new_list(ended)

    return run


_POOL.ns["__enter__"] = Native("__enter__", _itself, binds=True)
for _name in ("__init__", "__exit__", "close", "join", "terminate"):
    _POOL.ns[_name] = Native(_name, _nothing, binds=True)
for _name, _spreads in (("map", False), ("starmap", True)):
    _POOL.ns[_name] = Native(_name, _mapping(spreads=_spreads), binds=True)
for _path in ("multiprocessing.pool.ThreadPool", "multiprocessing.dummy.Pool"):
    THREAD_POOLS[_path] = _POOL

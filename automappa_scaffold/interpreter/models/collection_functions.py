"""``collections``, ``itertools`` and ``types``: other ways to make containers."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Maybe, Value
from automappa_scaffold.source.places import Place

__all__ = ["COLLECTIONS"]

COLLECTIONS = Models()


def _chain(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    parts = [m.iterate(argument, place) for argument in args[1:]]
    return m.new_iterator([i for items, _ in parts for i in items], next((u for _, u in parts if u), None))


def _chain_from(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[0], place)
    parts = [m.iterate(item.value if isinstance(item, Maybe) else item, place) for item in items]
    unknown = unknown or next((u for _, u in parts if u), None)
    if any(isinstance(item, Maybe) for item in items):
        unknown = unknown or m.unknown("which of these are there", place)
        return m.new_iterator((), unknown)
    return m.new_iterator([i for inner, _ in parts for i in inner], unknown)


_CHAIN = native_class("chain", _chain, module="itertools")
_CHAIN.ns["from_iterable"] = Native("from_iterable", _chain_from)
COLLECTIONS["itertools.chain"] = _CHAIN
COLLECTIONS["itertools.chain.from_iterable"] = _CHAIN.ns["from_iterable"]


def _fill_namespace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    for name, value in kwargs.items():
        m.store(args[0].ns, name, value)
    return None


_NAMESPACE = native_class("SimpleNamespace", module="types", is_whole=True)
_NAMESPACE.ns["__init__"] = Native("__init__", _fill_namespace)
COLLECTIONS["types.SimpleNamespace"] = _NAMESPACE

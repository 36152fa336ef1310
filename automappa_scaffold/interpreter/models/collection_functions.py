"""``collections``, ``itertools`` and ``types``: other ways to make containers."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_types import DICT
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["COLLECTIONS"]

COLLECTIONS = Models()


@COLLECTIONS.function("collections.OrderedDict")
def _ordered(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(DICT, args, kwargs, place)


@COLLECTIONS.function("itertools.chain")
def _chain(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    parts = [m.iterate(argument, place) for argument in args]
    return m.new_list([i for items, _ in parts for i in items], next((u for _, u in parts if u), None))


@COLLECTIONS.function("itertools.chain.from_iterable")
def _chain_from(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[0], place)
    made = _chain(m, items, {}, place)
    return m.new_list(made.items, made.unknown or unknown)


def _fill_namespace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    for name, value in kwargs.items():
        m.store(args[0].ns, name, value)
    return None


_NAMESPACE = native_class("SimpleNamespace", module="types")
_NAMESPACE.ns["__init__"] = Native("__init__", _fill_namespace)
COLLECTIONS["types.SimpleNamespace"] = _NAMESPACE

"""``random``: what it draws is not known; what it shuffles keeps its elements, in no known order."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Instance, Native, content_of
from automappa_scaffold.interpreter.values import ListValue, SetValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["RANDOM_ORDERS"]

RANDOM_ORDERS = Models()


def _shuffle(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("x"))
    held = content_of(given)
    if isinstance(held, Instance) and not isinstance(held.payload, ListValue):
        held = m.decide(held.ns.get("data"))  # as collections.UserList keeps it
    if isinstance(held, ListValue) and not isinstance(held, SetValue):
        m.store(held.slots, "shuffled", True)
    else:
        m.note("what is shuffled here is not known", place)
    return None


def _sample(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = [*args, *([kwargs["k"]] if "k" in kwargs else [])]
    seen = m.unordered_seen
    items, unknown = m.iterate(given[0], place) if given else ((), None)
    m.unordered_seen = seen
    size = m.decide(given[1]) if len(given) == 2 else None
    if unknown is None and size == len(items) and type(size) is int:
        return m.new_shuffled(items)
    if unknown is None and type(size) is int and not 0 <= size <= len(items):
        raise m.raise_("ValueError", "Sample larger than population or is negative", place)
    return m.unknown("which elements are drawn", place)


def _choice(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    seen = m.unordered_seen
    items, unknown = m.iterate(args[0] if args else kwargs.get("seq"), place)
    m.unordered_seen = seen
    if len(items) == 1 and unknown is None:
        return items[0]
    if not items and unknown is None:
        raise m.raise_("IndexError", "Cannot choose from an empty sequence", place)
    return m.one_of(items, m.unknown("which element is drawn", place), place, is_open=unknown is not None)


_RANDOM = native_class("Random", module="random", is_open=True)
for _name, _run in (("shuffle", _shuffle), ("sample", _sample), ("choice", _choice)):
    RANDOM_ORDERS[f"random.{_name}"] = Native(_name, _run)

    def _method(m: Imports, args: Args, kwargs: Kwargs, place: Place, run: Run = _run) -> Value:
        return run(m, args[1:], kwargs, place)

    _RANDOM.ns[_name] = Native(_name, _method, binds=True)
for _name in ("Random", "SystemRandom"):
    RANDOM_ORDERS[f"random.{_name}"] = _RANDOM

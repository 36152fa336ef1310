"""Elements one after another, as iterators hand them out."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.objects import Generator, Instance, Iterator
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["END", "Stepper", "advance", "in_order", "next_of"]

END = object()


def in_order(m: Imports, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
    """Return the elements that come first, second and so on; of a set none is known to."""
    items, unknown = m.iterate_in_order(value, place)
    bare = m.decide(value)
    is_unordered = isinstance(bare, (ListValue, DictValue)) and bare.is_unordered
    return ((), unknown) if is_unordered else (items, unknown)


class Stepper:
    """Hands out one element after another, and then ``END``; ``undecided``: why there may be others."""

    def __init__(self, m: Imports, value: Value, place: Place) -> None:
        value = m.decide(value)
        if isinstance(value, Instance) and value.cls.lookup("__iter__") is not MISSING:
            value = m.call(m.get_attribute(value, "__iter__", place), (), {}, place)
        is_stepwise = isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING
        if not is_stepwise and not isinstance(value, Iterator):
            value = m.new_iterator(*self._elements(m, value, place))
        self.m, self.value, self.place = m, value, place
        self.undecided: Unknown | None = None

    def __call__(self) -> Value:
        """Return the next element, ``END``, or an Unknown."""
        if isinstance(self.value, Instance):
            return next_of(self.m, self.value, self.place)
        found = advance(self.m, self.value, self.place)
        if isinstance(self.value.slots["next"], Unknown):
            self.undecided = self.value.slots["next"]
        return found

    def _elements(self, m: Imports, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements; of an error behind some of them it is not followed when it comes."""
        try:
            return in_order(m, value, place)
        except PyRaise:
            if isinstance(value, (Generator, Instance)):
                m.disturb("which elements come before an error", place)
            raise


def next_of(m: Imports, value: Instance, place: Place) -> Value:
    """Return what ``__next__`` of an object returns, or ``END``."""
    try:
        return m.call(m.get_attribute(value, "__next__", place), (), {}, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration":
            raise
        return END


def advance(m: Imports, value: Iterator, place: Place) -> Value:
    """Return an iterator's next element, ``END``, or an Unknown."""
    items, index, unknown = value.slots["items"], value.slots["next"], value.slots["unknown"]
    if not isinstance(index, int):
        return m.undecided(index, place)
    if index < len(items) and not isinstance(items[index], Maybe):
        m.store(value.slots, "next", index + 1)
        return items[index]
    if index < len(items) or unknown is not None:
        blame = m.undecided(unknown, place) if unknown else m.unknown("which elements are there", place)
        m.store(value.slots, "next", blame)
        return blame
    return END

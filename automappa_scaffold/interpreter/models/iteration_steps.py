"""Elements one after another, as iterators hand them out."""

from automappa_scaffold.interpreter.generators import Generator, Iterator, elements_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.stepping import is_numbered
from automappa_scaffold.interpreter.values import (
    MISSING,
    Maybe,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["END", "Stepper", "advance", "in_order", "is_stepwise", "next_of"]

END = object()


def in_order(m: Imports, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
    """Return the elements that come first, second and so on; of a set none is known to."""
    seen = m.unordered_seen
    items, unknown = m.iterate_in_order(value, place)
    return ((), unknown) if m.unordered_seen != seen and len(items) > 1 else (items, unknown)


class Stepper:
    """Hands out one element after another, and then ``END``; ``undecided``: why there may be others."""

    def __init__(self, m: Imports, value: Value, place: Place) -> None:
        value = m.iterator_of(m.decide(value), place)
        self.steps = m.rest_of(value, place)
        if not is_stepwise(value):
            value = m.new_iterator(*in_order(m, value, place))
        self.m, self.value, self.place = m, value, place
        self.undecided: Unknown | None = None

    def __call__(self) -> Value:
        """Return the next element, ``END``, or an Unknown."""
        if isinstance(self.value, Iterator):
            found = advance(self.m, self.value, self.place)
            index = self.value.slots["next"]
            self.undecided = index if isinstance(index, Unknown) else None
            return found
        try:
            return next(self.steps)
        except StopIteration as ended:
            self.undecided = ended.value
            return END if ended.value is None else ended.value


def is_stepwise(value: Value) -> bool:
    """Return whether the elements of a value are computed one by one, and used up."""
    if isinstance(value, Instance):
        return value.cls.lookup("__next__") is not MISSING or is_numbered(value)
    return isinstance(value, (Generator, Iterator))


def next_of(m: Imports, value: Instance, place: Place) -> Value:
    """Return what ``__next__`` of an object returns, or ``END``."""
    try:
        return m.call(m.special_method(value, "__next__", place), (), {}, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration":
            raise
        return END


def advance(m: Imports, value: Iterator, place: Place) -> Value:
    """Return an iterator's next element, ``END``, or an Unknown."""
    items, index, unknown = elements_of(value), value.slots["next"], value.slots["unknown"]
    if not isinstance(index, int):
        return m.undecided(index, place)
    if "shuffled" in value.slots and index < len(items):
        m.store(value.slots, "next", m.unknown("which element comes first", place))
        return m.undecided(value.slots["next"], place)
    if index < len(items) and not isinstance(items[index], Maybe):
        m.store(value.slots, "next", index + 1)
        return items[index]
    if index < len(items) or unknown is not None:
        blame = m.undecided(unknown, place) if unknown else m.unknown("which elements are there", place)
        m.store(value.slots, "next", blame)
        return blame
    if value.slots.get("source") is not None:  # it never gives more once it has ended
        m.store(value.slots, "items", ())
        m.store(value.slots, "source", None)
    return END

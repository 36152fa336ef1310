"""The elements of values, as loops and unpackings see them."""

from collections.abc import Callable, Sequence
from enum import EnumMeta

from automappa_scaffold.interpreter.any_order import in_any_order
from automappa_scaffold.interpreter.certain_types import python_metaclasses
from automappa_scaffold.interpreter.comparisons import Comparisons
from automappa_scaffold.interpreter.element_kinds import (
    type_name,
)
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import has_no_elements, lacks
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Iteration"]

_MAX_ELEMENTS = 500


class Iteration(Comparisons):
    """Going through elements."""

    unordered_seen = 0  # how often elements were asked for that come in an order that is not known

    def iterate(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements, and why there may be others (None: these are all)."""
        value = self.decide(value)
        if isinstance(value, Instance) and value.cls.has_content and value.cls.lookup("__iter__") is MISSING:
            value = value.payload
        if isinstance(value, tuple):
            return (value if value.__class__ is tuple else tuple(value)), None
        if isinstance(value, ListValue):
            if not value.is_unordered:
                return value.items, value.unknown
            self.see_unordered(place)
            items = in_any_order(self, value.items) if isinstance(value, SetValue) else value.items
            return items, value.unknown
        if isinstance(value, DictValue):
            if value.is_unordered:
                self.see_unordered(place)
            return tuple(value.elements(lambda key, held: key)), value.unknown
        if isinstance(value, (str, bytes)):
            return tuple(value), None
        if is_constant(value) and hasattr(value, "__iter__"):
            return self.iterate(self.computed(lambda: iter(value), place), place)
        if isinstance(value, (Generator, Iterator)):
            return self._all_of(value, place)
        if isinstance(value, Instance):
            return self._iterate_instance(value, place)
        if isinstance(value, Class):
            return self._iterate_class(value, place)
        if isinstance(value, Union):
            return self._iterate_each(value, place)
        if isinstance(value, (Unknown, Ext)):
            if has_no_elements(value):
                text = f"'{kind_name(value)}' object is not iterable"
                raise self.refusal("TypeError", text, place)
            return (), self.undecided(value, place)
        raise self.raise_("TypeError", f"'{kind_name(value)}' object is not iterable", place)

    def see_unordered(self, place: Place) -> None:
        """Count that elements are asked for which come in an order that is not known."""
        self.unordered_seen += 1
        self.turned_at = self.turned_at or place

    def _iterate_each(self, value: Union, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        results, failed = [], []
        for option in value.options:
            try:
                results += [self.iterate(option, place)] if option is not MISSING else []
            except PyRaise as raised:
                failed.append(raised)
        if not results and failed:
            raise failed[0]
        for loser in failed:  # it is perhaps another one that is there
            self.drop(loser)
        joined = self.join([items for items, _ in results], value.scope)
        return joined, next((unknown for _, unknown in results if unknown), None)

    def iterate_in_order(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements like ``iterate``; a set has no order that could be told."""
        seen = self.unordered_seen
        items, unknown = self.iterate(value, place)
        if unknown is None and self.unordered_seen != seen and len(items) > 1:
            kind = "a set" if isinstance(self.decide(value), SetValue) else "a listing"
            unknown = self.unknown(f"the order of {kind}", place)
        return items, unknown

    def _iterate_class(self, value: Class, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        members = value.ns.get("__members__")
        if isinstance(members, DictValue):  # an enumeration
            unique = {id(member): member for member in members.items.values()}  # aliases are not told
            if value.lookup("__flags__") is True:
                return self._single_flags([*unique.values()]), members.unknown
            return tuple(unique.values()), members.unknown
        if any(issubclass(kind, EnumMeta) for kind in python_metaclasses(value)):
            return (), None  # it has no members
        meta = value.lookup("__class__")
        if isinstance(meta, Class) and meta.lookup("__iter__") is not MISSING:
            return self.iterate(self.call(meta.lookup("__iter__"), (value,), {}, place), place)
        if meta is not MISSING or value.is_open:
            return (), self.unknown(f"what iterating over the class {value.name} gives", place)
        raise self.raise_("TypeError", "'type' object is not iterable", place)

    def new_iterator(
        self, items: Sequence[Value], unknown: Unknown | None = None, *, is_unordered: bool = False
    ) -> Iterator:
        """Return an iterator over elements.

        Args:
            is_unordered: they come in an order that is not known.
        """
        slots = [("items", tuple(items)), ("unknown", unknown), ("next", 0)]
        if is_unordered and len(items) > 1:
            slots.append(("shuffled", True))
        return Iterator(Namespace(self.birth, slots))

    def apart(self, run: Callable[[], Value]) -> Value:
        """Return a value; elements without order that it is made of say nothing of others' order."""
        seen = self.unordered_seen
        value = run()
        self.unordered_seen = seen
        return value

    def _single_flags(self, members: Sequence[Value]) -> tuple[Value, ...]:
        """Return the members that going through flags gives: since Python 3.11 those of one bit."""
        numbers = [member.ns.get("value") for member in members]
        are_single = [not isinstance(n, int) or (n > 0 and n & (n - 1) == 0) for n in numbers]
        if all(are_single):
            return tuple(members)
        self.assumptions[f"the worker runs Python {'.'.join(map(str, self.python_numbers[:2]))}"] = None
        is_old = self.python_numbers < (3, 11)
        return tuple(m for m, is_single in zip(members, are_single, strict=True) if is_single or is_old)

    def own_iterator(self, value: Instance, place: Place) -> Value:
        """Return what ``__iter__`` of an object returns."""
        inner = self.call(self.special_method(value, "__iter__", place), (), {}, place)
        is_own = isinstance(value.cls.lookup("__iter__"), Function)
        if is_own and isinstance(inner, (str, int, float, tuple, ListValue, DictValue)):
            text = f"iter() returned non-iterator of type '{type_name(inner)}'"
            raise self.refusal("TypeError", text, place)
        if is_own and isinstance(inner, Instance) and lacks(inner, "__next__"):
            text = f"iter() returned non-iterator of type '{inner.cls.name}'"
            raise self.refusal("TypeError", text, place)
        return inner

    def require_iterable(self, value: Value, place: Place) -> None:
        """Raise what Python raises where elements are asked of what is only waited for."""
        if isinstance(value, Generator) and value.is_async:
            raise self.refusal("TypeError", f"'{value.python.__name__}' object is not iterable", place)

    def _all_of(self, value: Generator | Iterator, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        self.require_iterable(value, place)
        collected: list[Value] = []
        unknown = self.take(value, collected.append, place)
        return tuple(collected), unknown

    def _iterate_instance(self, value: Instance, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        if value.cls.lookup("__iter__") is not MISSING:
            inner = self.own_iterator(value, place)
            if isinstance(inner, Instance) and inner is not value and lacks(inner, "__iter__"):
                return self._until(inner, "__next__", "StopIteration", place)
            if inner is not value:
                return self.iterate(inner, place)
        is_match = (value.cls.module, value.cls.name) == ("re", "Match")  # whose groups have no order
        if is_match or has_no_elements(value):
            raise self.refusal("TypeError", f"'{value.cls.name}' object is not iterable", place)
        if value.cls.lookup("__next__") is not MISSING:
            return self._until(value, "__next__", "StopIteration", place)
        if value.cls.lookup("__getitem__") is not MISSING:
            return self._until(value, "__getitem__", "IndexError", place)
        if value.cls.is_open:
            return (), self.unknown(f"the elements of a {value.cls.name} object", place)
        raise self.raise_("TypeError", f"'{value.cls.name}' object is not iterable", place)

    def _until(
        self, value: Instance, method: str, end: str, place: Place
    ) -> tuple[tuple[Value, ...], Unknown | None]:
        """Call ``__next__`` or ``__getitem__`` until it raises."""
        function = self.special_method(value, method, place)
        items: list[Value] = []
        for index in range(_MAX_ELEMENTS):
            self.step()
            try:
                items.append(self.call(function, (index,) if method == "__getitem__" else (), {}, place))
            except PyRaise as raised:
                if raised.type_name not in (end, "StopIteration"):
                    raise
                return tuple(items), None
        return tuple(items), self.unknown(f"the elements of a {value.cls.name} object", place)

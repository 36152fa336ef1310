"""What built-in containers hold: reading, changing and iterating them."""

from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.interpreter.branches import LeftError
from automappa_scaffold.interpreter.comparisons import Comparisons
from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.objects import Class, Generator, Instance, Iterator, content_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    Namespace,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Containers", "equal_constants", "holds_plainly", "is_compared", "is_hashable", "type_name"]

_MAX_ELEMENTS = 500


class Containers(Comparisons):
    """Elements of containers."""

    def iterate(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements, and why there may be others (None: these are all)."""
        value = self.decide(value)
        if isinstance(value, Instance) and value.cls.has_content and value.cls.lookup("__iter__") is MISSING:
            value = value.payload
        if isinstance(value, tuple):
            return value, None
        if isinstance(value, ListValue):
            return value.items, value.unknown
        if isinstance(value, DictValue):
            return tuple(value.items), value.unknown
        if isinstance(value, (str, bytes)):
            return tuple(value), None
        if isinstance(value, Generator):
            return self._drain(value)
        if isinstance(value, Iterator):
            return self._rest_of(value)
        if isinstance(value, Instance):
            return self._iterate_instance(value, place)
        if isinstance(value, Class):
            return self._iterate_class(value, place)
        if isinstance(value, Union):
            results = [self.iterate(option, place) for option in value.options if option is not MISSING]
            joined = self.join([items for items, _ in results], value.scope)
            return joined, next((unknown for _, unknown in results if unknown), None)
        if isinstance(value, (Unknown, Ext)):
            return (), self.undecided(value, place)
        raise self.raise_("TypeError", f"'{type_name(value)}' object is not iterable", place)

    def iterate_in_order(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements like ``iterate``; a set has no order that could be told."""
        items, unknown = self.iterate(value, place)
        if unknown is None and len(items) > 1 and isinstance(self.decide(value), SetValue):
            unknown = self.unknown("the order of a set", place)
        return items, unknown

    def _iterate_class(self, value: Class, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        members = value.ns.get("__members__")
        if isinstance(members, DictValue):  # an enumeration
            unique = {id(member): member for member in members.items.values()}  # aliases are not told
            return tuple(unique.values()), members.unknown
        meta = value.lookup("__class__")
        if isinstance(meta, Class) and meta.lookup("__iter__") is not MISSING:
            return self.iterate(self.call(meta.lookup("__iter__"), (value,), {}, place), place)
        if meta is not MISSING or value.is_open:
            return (), self.unknown(f"what iterating over the class {value.name} gives", place)
        raise self.raise_("TypeError", f"'type' object is not iterable ({value.name})", place)

    def take(self, value: Value, handle: Callable[[Value], Any], place: Place) -> Unknown | None:
        """Give elements to ``handle``, one by one, until it returns True; return why there may be others.

        A generator runs no further than its elements are taken.
        """
        if not isinstance(value, Generator) or value.rest is not None or value.spent:
            items, unknown = self.iterate(value, place)
            return None if any(handle(item) is True for item in items) else unknown
        value.spent = True
        span, mark, scopes = Span(), len(self.logs), self.scopes

        def stop_at(element: Value) -> None:
            sure = len(self.scopes) <= len(scopes) or isinstance(element, Maybe)
            if handle(element if sure else Maybe(element, self.scopes[-1])) is True:
                raise LeftError(span)

        unknown = None
        try:
            unknown = value.run(stop_at)
        except LeftError as left:
            if left.span is not span:
                raise
        finally:
            span.is_open = False
            self.end_span(mark, scopes)
        return unknown

    def new_iterator(self, items: Sequence[Value], unknown: Unknown | None = None) -> Iterator:
        """Return an iterator over elements."""
        slots = [("items", tuple(items)), ("unknown", unknown), ("next", 0)]
        return Iterator(Namespace(self.birth, slots))

    def _rest_of(self, value: Iterator) -> tuple[tuple[Value, ...], Unknown | None]:
        items, index = value.slots["items"], value.slots["next"]
        if isinstance(index, Unknown):
            return (), index
        self.store(value.slots, "next", len(items))
        return items[index:], value.slots["unknown"]

    def _drain(self, generator: Generator) -> tuple[tuple[Value, ...], Unknown | None]:
        collected: list[Value] = []
        outside = len(self.scopes)

        def handle(element: Value) -> None:
            # What is yielded under an undecided condition is perhaps not there.
            sure = len(self.scopes) <= outside or isinstance(element, Maybe)
            collected.append(element if sure else Maybe(element, self.scopes[-1]))

        unknown = None
        if generator.rest is not None:
            return self._rest_of(generator.rest)
        if not generator.spent:
            generator.spent = True
            unknown = generator.run(handle)
        return tuple(collected), unknown

    def _iterate_instance(self, value: Instance, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        if value.cls.lookup("__iter__") is not MISSING:
            inner = self.call(self.get_attribute(value, "__iter__", place), (), {}, place)
            if inner is not value:
                return self.iterate(inner, place)
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
        function = self.get_attribute(value, method, place)
        items: list[Value] = []
        for index in range(_MAX_ELEMENTS):
            self.step()
            try:
                items.append(self.call(function, (index,) if method == "__getitem__" else (), {}, place))
            except PyRaise as raised:
                if raised.type_name != end:
                    raise
                return tuple(items), None
        return tuple(items), self.unknown(f"the elements of a {value.cls.name} object", place)

    def to_python(self, value: Value, place: Place) -> Any:
        """Return a constant or container of constants as Python's own, or MISSING."""
        value = content_of(value)
        if is_constant(value) or isinstance(value, slice):
            return value
        items: Any = value if isinstance(value, tuple) else None
        if isinstance(value, SetValue):
            return MISSING  # no order, and it may be a frozenset
        if isinstance(value, ListValue) and not value.unknown:
            items = value.items
        elif isinstance(value, (Generator, Iterator)):
            items, unknown = self.iterate(value, place)
            items = None if unknown else items
        elif isinstance(value, DictValue) and not value.unknown:
            converted = {key: self.to_python(item, place) for key, item in value.items.items()}
            return MISSING if any(item is MISSING for item in converted.values()) else converted
        if items is None:
            return MISSING
        plain = [self.to_python(self.decide(item), place) for item in items]
        if any(item is MISSING for item in plain):
            return MISSING
        if isinstance(value, SetValue):  # of several, Python itself knows no order
            return self.compute(lambda: set(plain), place) if len(plain) < 2 else MISSING
        return tuple(plain) if isinstance(value, tuple) else plain

    def from_python(self, value: Any) -> Value:
        """Return a Python value of constants and containers as an abstract value."""
        if isinstance(value, list):
            return self.new_list([self.from_python(item) for item in value])
        if isinstance(value, tuple):
            return tuple(self.from_python(item) for item in value)
        if isinstance(value, (set, frozenset)):
            return self.new_set([self.from_python(item) for item in sorted(value, key=repr)])
        if isinstance(value, dict):
            return self.new_dict({key: self.from_python(item) for key, item in value.items()})
        return value

    # Changing containers.

    def extend(self, target: ListValue, items: Sequence[Value], unknown: Unknown | None) -> None:
        """Append elements to a list, or add them to a set."""
        self.step((len(target.items) + len(items)) // 100)
        if isinstance(target, SetValue):
            self.step(len(target.items) * len(items))
            new: list[Value] = []
            for item in items:
                known = self._is_among(item, (*target.items, *new))
                if known is None:
                    unknown = unknown or self.unknown("which elements of a set are equal", None)
                if known is not True:
                    new.append(item)
            items = new
        self.store(target.slots, "items", target.items + tuple(items))
        if unknown:
            self.store(target.slots, "unknown", unknown)

    def _is_among(self, item: Value, others: Sequence[Value]) -> bool | None:
        """Return whether an element equals one of others; None: the program's own ``__eq__`` does not say."""
        answer: bool | None = False
        for other in others:
            if item is other or equal_constants(content_of(item), content_of(other)):
                return True
            if is_compared(item) or is_compared(other):
                same = self.truth(self.compare("Eq", item, other, Place(self.tree.relative(""))))
                if same is not False:
                    answer = None if same is None else True
                if answer:
                    return True
        return answer

    def set_item(self, target: Value, key: Value, value: Value, place: Place) -> None:
        """Bind ``target[key]``."""
        key = self.decide(key)
        if holds_plainly(target, "__setitem__"):
            target = target.payload
        if isinstance(target, DictValue):
            if is_hashable(key):
                known = self.key_in(target, key)
                if known not in target.items and is_compared(key) and any(map(is_compared, target.items)):
                    self.store(target.meta, "unknown", self.unknown("which keys of a dict are equal", place))
                if isinstance(known, Instance):
                    self.store(target.meta, "objects", True)
                self.store(target.items, known, value)
            else:
                self.store(target.meta, "unknown", self.undecided(key, place))
        elif isinstance(target, ListValue):
            if isinstance(key, int) and not target.unknown and -len(target.items) <= key < len(target.items):
                items = list(target.items)
                items[key] = value
                self.store(target.slots, "items", tuple(items))
            elif isinstance(key, slice):
                self._set_slice(target, key, *self.iterate_in_order(value, place), place)
            elif isinstance(key, int) and not target.unknown:
                raise self.raise_("IndexError", "list assignment index out of range", place)
            else:
                self.store(target.slots, "unknown", self.undecided(key, place))
        elif isinstance(target, Instance):
            self.call(self.get_attribute(target, "__setitem__", place), (key, value), {}, place)

    def _set_slice(
        self, target: ListValue, key: slice, new: Sequence[Value], unknown: Unknown | None, place: Place
    ) -> None:
        items = list(target.items)
        if target.unknown or unknown or any(isinstance(item, Maybe) for item in (*items, *new)):
            self.store(target.slots, "unknown", unknown or self.unknown("what this slice holds", place))
            return
        self.compute(lambda: items.__setitem__(key, new), place)
        self.store(target.slots, "items", tuple(items))

    def get_item(self, target: Value, key: Value, place: Place) -> Value:
        """Return ``target[key]``."""
        target, key = self.decide(target), self.decide(key)
        if isinstance(target, Union):
            options = [
                self.get_item(option, key, place) for option in target.options if option is not MISSING
            ]
            return self.join(options, target.scope)
        if holds_plainly(target, "__getitem__"):
            return self._get_held(target, key, place)
        if isinstance(target, DictValue):
            known = self.key_in(target, key) if is_hashable(key) else MISSING
            if known is not MISSING and known in target.items:
                return target.items[known]
            if target.unknown or not is_hashable(key) or is_compared(key):
                return self.undecided(target.unknown or key, place)
            raise self.raise_("KeyError", repr(key) if is_constant(key) else "", place)
        key = content_of(key)
        if isinstance(target, (str, bytes)):
            plain = key if isinstance(key, (int, slice)) else None
            return self.undecided(key, place) if plain is None else self.compute(lambda: target[plain], place)
        if isinstance(target, (tuple, ListValue)) and isinstance(key, (int, slice)):
            return self._get_element(target, key, place)
        if isinstance(target, Instance) and target.cls.lookup("__getitem__") is not MISSING:
            return self.call(self.get_attribute(target, "__getitem__", place), (key,), {}, place)
        return self.undecided(target, place)

    def _get_held(self, target: Instance, key: Value, place: Place) -> Value:
        """Return an element of an object of a subclass of a built-in container."""
        maker = target.cls.lookup("__missing__")
        held = target.payload
        if maker is MISSING or not isinstance(held, DictValue) or held.unknown or not is_hashable(key):
            return self.get_item(held, key, place)
        known = self.key_in(held, key)
        if known in held.items:
            return held.items[known]
        return self.call(self.get_attribute(target, "__missing__", place), (key,), {}, place)

    def key_in(self, target: DictValue, key: Value) -> Value:
        """Return the key of a dict that equals a key, else the key itself."""
        if key in target.items:
            return key
        bare = content_of(key)
        if bare is not key and is_hashable(bare) and bare in target.items:
            return bare
        for known in target.items if target.meta.get("objects") else ():
            if isinstance(known, Instance) and known.cls.has_content and equal_constants(known.payload, bare):
                return known
        return key

    def _get_element(self, target: "tuple[Value, ...] | ListValue", key: int | slice, place: Place) -> Value:
        items = target if isinstance(target, tuple) else target.items
        is_open = isinstance(target, ListValue) and target.unknown is not None
        if is_open or any(isinstance(item, Maybe) for item in items):
            return self.undecided(target, place)
        found = self.compute(lambda: (list(items) if isinstance(target, ListValue) else items)[key], place)
        return self.new_list(found) if isinstance(target, ListValue) and isinstance(key, slice) else found

    def merge(self, target: DictValue, other: Value, place: Place) -> None:
        """Update a dict from a mapping or from pairs."""
        if isinstance(other, Instance) and other.cls.lookup("keys") is not MISSING:
            keys, unknown = self.iterate(
                self.call(self.get_attribute(other, "keys", place), (), {}, place), place
            )
            for key in keys:
                self.set_item(target, key, self.get_item(other, key, place), place)
            if unknown:
                self.store(target.meta, "unknown", unknown)
            return
        other = content_of(self.decide(other))
        if isinstance(other, DictValue):
            self.step(len(other.items))
            for key, item in other.items.items():
                self.store(target.items, key, item)
            if other.unknown:
                self.store(target.meta, "unknown", other.unknown)
            return
        items, unknown = self.iterate(other, place)
        for pair in items:
            pair = pair.items if isinstance(pair, ListValue) and not pair.unknown else content_of(pair)
            if isinstance(pair, tuple) and len(pair) == 2:
                self.set_item(target, pair[0], pair[1], place)
            else:
                unknown = unknown or self.unknown("the pairs of a mapping", place)
        if unknown:
            self.store(target.meta, "unknown", unknown)


def is_hashable(key: Value) -> bool:
    """Return whether a value can be found again as a key."""
    if isinstance(key, tuple):
        return all(is_hashable(part) for part in key)
    return not isinstance(key, (Unknown, Union, ListValue, DictValue))


def holds_plainly(value: Value, method: str) -> bool:
    """Return whether an object holds a built-in container, and the program does not redefine the method."""
    return isinstance(value, Instance) and value.cls.has_content and value.cls.lookup(method) is MISSING


def is_compared(key: Value) -> bool:
    """Return whether looking for a key asks the program which objects are equal."""
    if isinstance(key, tuple):
        return any(is_compared(part) for part in key)
    return isinstance(key, Instance) and not key.cls.has_content and key.cls.lookup("__eq__") is not MISSING


def equal_constants(a: Value, b: Value) -> bool:
    """Return whether both are constants, of one type and equal."""
    return is_constant(a) and is_constant(b) and type(a) is type(b) and bool(a == b)


def type_name(value: Value) -> str:
    """Return the name of a value's type, for messages."""
    return "NoneType" if value is None else type(value).__name__.removesuffix("Value").lower()

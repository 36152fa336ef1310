"""Methods of strings, lists, sets and dicts, and iteration over abstract values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.operators import Operators
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Generator,
    Instance,
    ListValue,
    Maybe,
    Native,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Containers"]

_Method = Callable[..., Value]


class Containers(Operators):
    """Methods of built-in containers."""

    def iterate(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements, and why there may be others (None: these are all)."""
        value = self.decide(value)
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
        if isinstance(value, Instance):
            return self._iterate_instance(value, place)
        if isinstance(value, Union):
            results = [self.iterate(option, place) for option in value.options if option is not MISSING]
            joined = self.join([items for items, _ in results], value.scope)
            return joined, next((unknown for _, unknown in results if unknown), None)
        if isinstance(value, (Unknown, Ext)):
            return (), self._undecided(value, place)
        raise self.raise_("TypeError", f"'{_type_name(value)}' object is not iterable", place)

    def _drain(self, generator: Generator) -> tuple[tuple[Value, ...], Unknown | None]:
        collected: list[Value] = []
        outside = len(self.scopes)

        def handle(element: Value) -> None:
            # What is yielded under an undecided condition is perhaps not there.
            sure = len(self.scopes) <= outside or isinstance(element, Maybe)
            collected.append(element if sure else Maybe(element, self.scopes[-1]))

        unknown = None
        if not generator.spent:
            generator.spent = True
            unknown = generator.run(handle)
        return tuple(collected), unknown

    def _iterate_instance(self, value: Instance, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        if value.cls.lookup("__iter__") is not MISSING:
            inner = self.call(self.get_attribute(value, "__iter__", place), (), {}, place)
            if inner is not value:
                return self.iterate(inner, place)
        if value.cls.is_open or value.cls.lookup("__getitem__") is not MISSING or inner_is_iterator(value):
            return (), self.unknown(f"the elements of a {value.cls.name} object", place)
        raise self.raise_("TypeError", f"'{value.cls.name}' object is not iterable", place)

    def container_method(self, value: Value, name: str, place: Place | None) -> Value:
        """Return a method of a built-in container or constant, or MISSING."""
        if isinstance(value, DictValue):
            return self._method(_DICT_METHODS, value, name)
        if isinstance(value, SetValue):
            return self._method(_SET_METHODS, value, name)
        if isinstance(value, ListValue):
            return self._method(_LIST_METHODS, value, name)
        if isinstance(value, tuple):
            return self._method(_TUPLE_METHODS, value, name)
        if is_constant(value) and hasattr(value, name):
            attribute = getattr(value, name)
            return self._constant_method(value, name) if callable(attribute) else attribute
        return MISSING

    def _method(self, methods: Mapping[str, _Method], value: Value, name: str) -> Value:
        method = methods.get(name)
        if method is None:
            return MISSING
        bound = method

        def run(m: "Containers", args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
            return bound(m, value, args, kwargs, place)

        return Native(name, run)

    def _constant_method(self, value: Any, name: str) -> Native:
        def run(m: "Containers", args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
            plain = [m.to_python(m.decide(argument), place) for argument in args]
            named = {key: m.to_python(m.decide(argument), place) for key, argument in kwargs.items()}
            if any(argument is MISSING for argument in (*plain, *named.values())):
                blame = next((a for a in (*args, *kwargs.values()) if isinstance(a, (Unknown, Ext))), None)
                return m._undecided(blame, place)
            return m.from_python(m._python(lambda: getattr(value, name)(*plain, **named), place))

        return Native(name, run)

    def to_python(self, value: Value, place: Place) -> Any:
        """Return a constant or container of constants as Python's own, or MISSING."""
        if is_constant(value):
            return value
        items: Any = value if isinstance(value, tuple) else None
        if isinstance(value, ListValue) and not value.unknown:
            items = value.items
        elif isinstance(value, Generator):
            items, unknown = self._drain(value)
            items = None if unknown else items
        elif isinstance(value, DictValue) and not value.unknown:
            converted = {key: self.to_python(item, place) for key, item in value.items.items()}
            return MISSING if any(item is MISSING for item in converted.values()) else converted
        if items is None:
            return MISSING
        plain = [self.to_python(self.decide(item), place) for item in items]
        if any(item is MISSING for item in plain):
            return MISSING
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
        if isinstance(target, SetValue):
            items = [
                item
                for item in items
                if not any(item is known or _equal(item, known) for known in target.items)
            ]
        self.store(target.slots, "items", target.items + tuple(items))
        if unknown:
            self.store(target.slots, "unknown", unknown)

    def set_item(self, target: Value, key: Value, value: Value, place: Place) -> None:
        """Bind ``target[key]``."""
        key = self.decide(key)
        if isinstance(target, DictValue):
            if is_hashable(key):
                self.store(target.items, key, value)
            else:
                self.store(target.meta, "unknown", self._undecided(key, place))
        elif isinstance(target, ListValue):
            if isinstance(key, int) and not target.unknown and -len(target.items) <= key < len(target.items):
                items = list(target.items)
                items[key] = value
                self.store(target.slots, "items", tuple(items))
            else:
                self.store(target.slots, "unknown", self._undecided(key, place))
        elif isinstance(target, Instance):
            self.call(self.get_attribute(target, "__setitem__", place), (key, value), {}, place)

    def get_item(self, target: Value, key: Value, place: Place) -> Value:
        """Return ``target[key]``."""
        target, key = self.decide(target), self.decide(key)
        if isinstance(target, Union):
            options = [
                self.get_item(option, key, place) for option in target.options if option is not MISSING
            ]
            return self.join(options, target.scope)
        if isinstance(target, DictValue):
            if is_hashable(key) and key in target.items:
                return target.items[key]
            if target.unknown or not is_hashable(key):
                return self._undecided(target.unknown or key, place)
            raise self.raise_("KeyError", repr(key), place)
        if isinstance(target, (str, bytes)):
            plain = key if isinstance(key, (int, slice)) else None
            return (
                self._undecided(key, place) if plain is None else self._python(lambda: target[plain], place)
            )
        items = (
            target if isinstance(target, tuple) else target.items if isinstance(target, ListValue) else None
        )
        if (
            items is not None
            and isinstance(key, (int, slice))
            and not any(isinstance(i, Maybe) for i in items)
        ):
            if not (isinstance(target, ListValue) and target.unknown):
                found = self._python(lambda: items[key], place)
                return (
                    self.new_list(found)
                    if isinstance(target, ListValue) and isinstance(key, slice)
                    else found
                )
        if isinstance(target, Instance) and target.cls.lookup("__getitem__") is not MISSING:
            return self.call(self.get_attribute(target, "__getitem__", place), (key,), {}, place)
        return self._undecided(target, place)

    def merge(self, target: DictValue, other: Value, place: Place) -> None:
        """Update a dict from a mapping or from pairs."""
        if isinstance(other, DictValue):
            for key, item in other.items.items():
                self.store(target.items, key, item)
            if other.unknown:
                self.store(target.meta, "unknown", other.unknown)
            return
        items, unknown = self.iterate(other, place)
        for pair in items:
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


def inner_is_iterator(value: Instance) -> bool:
    """Return whether an object has ``__next__``, which is not followed."""
    return value.cls.lookup("__next__") is not MISSING


def _equal(a: Value, b: Value) -> bool:
    return is_constant(a) and is_constant(b) and type(a) is type(b) and bool(a == b)


def _type_name(value: Value) -> str:
    return "NoneType" if value is None else type(value).__name__.removesuffix("Value").lower()


def _list_append(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    m.extend(value, args[:1], None)


def _list_extend(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    for argument in args:
        items, unknown = m.iterate(argument, place)
        m.extend(value, items, unknown)


def _list_insert(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    index, item = args[0], args[1]
    if isinstance(index, int):
        items = list(value.items)
        items.insert(index, item)
        m.store(value.slots, "items", tuple(items))
    else:
        m.extend(value, [item], None)


def _list_remove(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    for index, item in enumerate(value.items):
        if item is args[0] or _equal(item, args[0]):
            m.store(value.slots, "items", value.items[:index] + value.items[index + 1 :])
            return
    if not value.unknown and all(is_constant(item) for item in (*value.items, args[0])):
        raise m.raise_("ValueError", "list.remove(x): x not in list", place)


def _list_pop(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    index = args[0] if args else -1
    if value.items and isinstance(index, int) and not value.unknown:
        items = list(value.items)
        popped = m._python(lambda: items.pop(index), place)
        m.store(value.slots, "items", tuple(items))
        return popped
    if not value.unknown:
        raise m.raise_("IndexError", "pop from empty list", place)
    return m._undecided(value.unknown, place)


def _list_reorder(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    return None  # the order of tasks and modules decides no name


def _clear(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    m.store(value.slots, "items", ())


def _copy(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    maker = m.new_set if isinstance(value, SetValue) else m.new_list
    return maker(value.items, value.unknown)


def _index(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    if all(map(is_constant, items)) and is_constant(args[0]):
        return m._python(lambda: items.index(args[0]), place)
    return m.unknown("the index of a value that is not known", place)


def _count(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    if all(map(is_constant, items)) and is_constant(args[0]):
        return items.count(args[0])
    return m.unknown("the count of a value that is not known", place)


def _set_discard(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> None:
    m.store(value.slots, "items", tuple(item for item in value.items if not _equal(item, args[0])))


def _set_union(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    union = m.new_set(value.items, value.unknown)
    _list_extend(m, union, args, kwargs, place)
    return union


def _dict_get(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    if is_hashable(key) and key in value.items:
        return value.items[key]
    if value.unknown or not is_hashable(key):
        return m._undecided(value.unknown or key, place)
    return args[1] if len(args) > 1 else kwargs.get("default")


def _dict_setdefault(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    if is_hashable(key) and key in value.items:
        return value.items[key]
    m.set_item(value, key, args[1] if len(args) > 1 else None, place)
    return args[1] if len(args) > 1 else None


def _dict_pop(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    if is_hashable(key) and key in value.items:
        popped = value.items[key]
        m.store(value.items, key, MISSING)
        return popped
    if len(args) > 1:
        return args[1]
    if value.unknown or not is_hashable(key):
        return m._undecided(value.unknown or key, place)
    raise m.raise_("KeyError", repr(key), place)


def _dict_update(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> None:
    for argument in args:
        m.merge(value, argument, place)
    for key, item in kwargs.items():
        if key == "**":
            m.store(value.meta, "unknown", item)
        else:
            m.store(value.items, key, item)


def _views(pick: Callable[[Any, Any], Value]) -> _Method:
    def run(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
        return m.new_list([pick(key, item) for key, item in value.items.items()], value.unknown)

    return run


def _dict_copy(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    return m.new_dict(value.items, value.unknown)


_TUPLE_METHODS: dict[str, _Method] = {"index": _index, "count": _count}
_LIST_METHODS: dict[str, _Method] = {
    "append": _list_append,
    "extend": _list_extend,
    "insert": _list_insert,
    "remove": _list_remove,
    "pop": _list_pop,
    "sort": _list_reorder,
    "reverse": _list_reorder,
    "clear": _clear,
    "copy": _copy,
    "index": _index,
    "count": _count,
}
_SET_METHODS: dict[str, _Method] = {
    "add": _list_append,
    "update": _list_extend,
    "discard": _set_discard,
    "remove": _set_discard,
    "clear": _clear,
    "copy": _copy,
    "union": _set_union,
}
_DICT_METHODS: dict[str, _Method] = {
    "get": _dict_get,
    "setdefault": _dict_setdefault,
    "pop": _dict_pop,
    "update": _dict_update,
    "keys": _views(lambda key, item: key),
    "values": _views(lambda key, item: item),
    "items": _views(lambda key, item: (key, item)),
    "copy": _dict_copy,
}

"""Methods of tuples, lists, sets, dicts and constants."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.containers import Containers, equal_constants, is_compared, is_hashable
from automappa_scaffold.interpreter.objects import Iterator, Native
from automappa_scaffold.interpreter.operators import is_wide
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    VersionInfo,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["ContainerMethods"]

_Method = Callable[..., Value]


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
        if item is args[0] or equal_constants(item, args[0]):
            m.store(value.slots, "items", value.items[:index] + value.items[index + 1 :])
            return
    if not value.unknown and all(is_constant(item) for item in (*value.items, args[0])):
        raise m.raise_("ValueError", "list.remove(x): x not in list", place)


def _list_pop(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    index = args[0] if args else -1
    if value.items and isinstance(index, int) and not value.unknown:
        items = list(value.items)
        popped = m.compute(lambda: items.pop(index), place)
        m.store(value.slots, "items", tuple(items))
        return popped
    if not value.unknown:
        raise m.raise_("IndexError", "pop from empty list", place)
    return m.undecided(value.unknown, place)


def _list_sort(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    key = kwargs.get("key")
    keys = [item if key is None else m.call(key, (item,), {}, place) for item in value.items]
    if value.unknown or not all(map(is_constant, keys)):
        _forget_order(m, value, place)
        return
    order = m.compute(lambda: sorted(range(len(keys)), key=keys.__getitem__), place)
    if m.truth(kwargs.get("reverse", False)):
        order = m.compute(lambda: sorted(range(len(keys)), key=keys.__getitem__, reverse=True), place)
    m.store(value.slots, "items", tuple(value.items[index] for index in order))


def _list_reverse(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    if value.unknown:
        _forget_order(m, value, place)
    else:
        m.store(value.slots, "items", value.items[::-1])


def _forget_order(m: Containers, value: ListValue, place: Place) -> None:
    if len(value.items) > 1:
        m.store(value.slots, "unknown", m.unknown("the order of this list", place))


def _clear(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    m.store(value.slots, "items", ())


def _copy(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    maker = m.new_set if isinstance(value, SetValue) else m.new_list
    return maker(value.items, value.unknown)


def _index(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    if all(map(is_constant, items)) and is_constant(args[0]):
        return m.compute(lambda: items.index(args[0]), place)
    return m.unknown("the index of a value that is not known", place)


def _count(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    if all(map(is_constant, items)) and is_constant(args[0]):
        return items.count(args[0])
    return m.unknown("the count of a value that is not known", place)


def _set_discard(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> None:
    m.store(value.slots, "items", tuple(item for item in value.items if not equal_constants(item, args[0])))


def _set_union(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    union = m.new_set(value.items, value.unknown)
    _list_extend(m, union, args, kwargs, place)
    return union


def _dict_get(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    known = m.key_in(value, key) if is_hashable(key) else MISSING
    if known is not MISSING and known in value.items:
        found = value.items[known]
        if isinstance(found, Union) and MISSING in found.options:
            default = args[1] if len(args) > 1 else kwargs.get("default")
            return m.join(
                [option for option in (*found.options, default) if option is not MISSING], found.scope
            )
        return found
    if value.unknown or not is_hashable(key) or is_compared(key):
        return m.undecided(value.unknown or key, place)
    return args[1] if len(args) > 1 else kwargs.get("default")


def _dict_setdefault(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    key = m.key_in(value, key) if is_hashable(key) else key
    if is_hashable(key) and key in value.items:
        return value.items[key]
    m.set_item(value, key, args[1] if len(args) > 1 else None, place)
    return args[1] if len(args) > 1 else None


def _dict_pop(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    key = m.key_in(value, key) if is_hashable(key) else key
    if is_hashable(key) and key in value.items:
        popped = value.items[key]
        m.store(value.items, key, MISSING)
        return popped
    if len(args) > 1:
        return args[1]
    if value.unknown or not is_hashable(key):
        return m.undecided(value.unknown or key, place)
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


def _dict_popitem(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    if value.unknown:
        return m.undecided(value.unknown, place)
    if not value.items:
        raise m.raise_("KeyError", "'popitem(): dictionary is empty'", place)
    key = next(reversed(value.items))
    item = value.items[key]
    m.store(value.items, key, MISSING)
    return key, item


def _dict_clear(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> None:
    for key in [*value.items]:
        m.store(value.items, key, MISSING)
    m.store(value.meta, "unknown", None)


def _set_operation(op: str) -> _Method:
    def run(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
        result: Value = value
        for argument in args:
            other = m.new_set(())
            m.extend(other, *m.iterate(argument, place))
            result = m.binary(op, result, other, place)
        return result

    return run


def _set_comparison(op: str) -> _Method:
    def run(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
        other = m.new_set(())
        m.extend(other, *m.iterate(args[0], place))
        return m.compare(op, value, other, place)

    return run


def _set_pop(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    if len(value.items) == 1 and not value.unknown:
        m.store(value.slots, "items", ())
        return value.items[0]
    m.store(value.slots, "unknown", m.unknown("which element a set hands out", place))
    return m.unknown("which element a set hands out", place)


def _get_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    return m.get_item(value, args[0], place)


def _set_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> None:
    m.set_item(value, args[0], args[1], place)


def _del_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> None:
    methods = _DICT_METHODS if isinstance(value, DictValue) else _LIST_METHODS
    methods["pop"](m, value, args, kwargs, place)


def _contains(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    return m.compare("In", args[0], value, place)


def _len(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items, unknown = m.iterate(value, place)
    if unknown or any(isinstance(item, Maybe) for item in items):
        return m.unknown("the length of a list that is not decided", place)
    return len(items)


def _iter(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    return m.new_iterator(*m.iterate(value, place))


def _operation(name: str) -> _Method:
    return lambda m, value, args, kwargs, place: m.binary(name, value, args[0], place)


def _comparison(name: str) -> _Method:
    return lambda m, value, args, kwargs, place: m.compare(name, value, args[0], place)


_PROTOCOL: dict[str, _Method] = {
    "__getitem__": _get_item,
    "__setitem__": _set_item,
    "__delitem__": _del_item,
    "__contains__": _contains,
    "__len__": _len,
    "__iter__": _iter,
    "__add__": _operation("Add"),
    "__or__": _operation("BitOr"),
    "__eq__": _comparison("Eq"),
    "__ne__": _comparison("NotEq"),
}
_TUPLE_METHODS: dict[str, _Method] = {"index": _index, "count": _count}
_LIST_METHODS: dict[str, _Method] = {
    "append": _list_append,
    "extend": _list_extend,
    "insert": _list_insert,
    "remove": _list_remove,
    "pop": _list_pop,
    "sort": _list_sort,
    "reverse": _list_reverse,
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
    "intersection": _set_operation("BitAnd"),
    "difference": _set_operation("Sub"),
    "symmetric_difference": _set_operation("BitXor"),
    "pop": _set_pop,
    "issubset": _set_comparison("LtE"),
    "issuperset": _set_comparison("GtE"),
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
    "popitem": _dict_popitem,
    "clear": _dict_clear,
}


# Where Python has a method or attribute that is not modelled, its value is unknown, not missing.
_PYTHON_TYPES = ((DictValue, dict), (SetValue, set), (ListValue, list), (tuple, tuple))


class ContainerMethods(Containers):
    """Methods of built-in containers, found by name."""

    def container_method(self, value: Value, name: str, place: Place | None) -> Value:
        """Return a method of a built-in container or constant, or MISSING."""
        if name == "__class__":
            kind = self.external("builtins.type")
            return self.call(kind, (value,), {}, place or Place(self.tree.relative("")))
        found = self._modelled_method(value, name)
        if found is MISSING:
            python = next((python for kind, python in _PYTHON_TYPES if isinstance(value, kind)), None)
            if python is not None and hasattr(python, name):
                return self.unknown(f"{python.__name__}.{name}", place, is_foreign=True)
        return found

    def _modelled_method(self, value: Value, name: str) -> Value:
        if isinstance(value, DictValue):
            return _bind_method(_DICT_METHODS, value, name, dict)
        if isinstance(value, SetValue):
            return _bind_method(_SET_METHODS, value, name, set)
        if isinstance(value, ListValue):
            return _bind_method(_LIST_METHODS, value, name, list)
        if isinstance(value, VersionInfo) and name in VersionInfo.NAMES[: len(value)]:
            return value[VersionInfo.NAMES.index(name)]
        if isinstance(value, tuple):
            return _bind_method(_TUPLE_METHODS, value, name, tuple)
        if isinstance(value, Iterator):
            return _bind_method(
                {"__iter__": lambda m, value, args, kwargs, place: value}, value, name, Iterator
            )
        if isinstance(value, slice) and name in ("start", "stop", "step"):
            return getattr(value, name)
        if is_constant(value) and hasattr(value, name):
            attribute = getattr(value, name)
            return _constant_method(value, name) if callable(attribute) else attribute
        return MISSING


def _bind_method(methods: Mapping[str, _Method], value: Value, name: str, kind: type) -> Value:
    method = methods.get(name) or _PROTOCOL.get(name)
    if method is None:
        return Native(name, _not_followed(value, name)) if hasattr(kind, name) else MISSING
    bound = method

    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        return bound(m, value, args, kwargs, place)

    return Native(name, run)


def _not_followed(value: Value, name: str) -> Callable[..., Value]:
    """Stand for a method that exists and is not followed: it may change the container."""

    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        result = m.unknown(f"{name}() of a container", place)
        slots = value.meta if isinstance(value, DictValue) else getattr(value, "slots", None)
        if slots is not None and not name.startswith(("__", "is")):
            m.store(slots, "unknown", result)
        return result

    return run


_LONGEST = 5_000_000


def _is_large(value: Any, name: str, arguments: list[Any]) -> bool:
    """Return whether a method of a constant may make a value that is too large to follow."""
    if name in ("format", "format_map", "__mod__", "__format__"):
        return is_wide(value if name != "__format__" else str(arguments[0] if arguments else ""))
    sizes = [len(a) for a in arguments if isinstance(a, (str, bytes))]
    own = len(value) if isinstance(value, (str, bytes)) else 1
    if name == "join" and arguments and isinstance(arguments[0], (list, tuple)):
        parts = [len(part) for part in arguments[0] if isinstance(part, (str, bytes))]
        return sum(parts) + own * len(parts) > _LONGEST
    if name in ("replace", "translate", "expandtabs"):
        numbers = [a for a in arguments if isinstance(a, int)]
        return own * (1 + max([*sizes, *numbers], default=0)) > _LONGEST
    return any(isinstance(a, int) and abs(a) > _LONGEST for a in arguments) and isinstance(
        value, (str, bytes)
    )


def _constant_method(value: Any, name: str) -> Native:
    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        named = {key: m.to_python(m.decide(argument), place) for key, argument in kwargs.items()}
        if any(argument is MISSING for argument in (*plain, *named.values())):
            blame = next((a for a in (*args, *kwargs.values()) if isinstance(a, (Unknown, Ext))), None)
            return m.undecided(blame, place)
        if _is_large(value, name, [*plain, *named.values()]):
            return m.unknown("a very long constant", place)
        return m.from_python(m.compute(lambda: getattr(value, name)(*plain, **named), place))

    return Native(name, run)

"""Special methods of containers that a program calls by name, such as ``__getitem__``."""

from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.dict_methods import DICT_METHODS
from automappa_scaffold.interpreter.list_methods import LIST_METHODS
from automappa_scaffold.interpreter.objects import Class, Function, content_of
from automappa_scaffold.interpreter.values import (
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["IN_PLACE", "PROTOCOL"]


def _get_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    return m.get_item(value, args[0], place)


def _set_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> None:
    m.set_item(value, args[0], args[1], place)


def _del_item(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> None:
    methods = DICT_METHODS if isinstance(value, DictValue) else LIST_METHODS
    methods["pop"](m, value, args, kwargs, place)


def _contains(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    return m.compare("In", args[0], value, place)


def _len(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items, unknown = m.iterate(value, place)
    if unknown or any(isinstance(item, Maybe) for item in items):
        return m.unknown("the length of a list that is not decided", place)
    return len(items)


def _iter(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    is_unordered = isinstance(value, (ListValue, DictValue)) and value.is_unordered
    return m.new_iterator(*m.iterate(value, place), is_unordered=is_unordered)


def _add_in_place(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    if isinstance(value, DictValue):
        DICT_METHODS["update"](m, value, args, kwargs, place)
    else:
        LIST_METHODS["extend"](m, value, args, kwargs, place)
    return value


def _fill_anew(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> None:
    if isinstance(value, DictValue):
        DICT_METHODS["update"](m, value, args, kwargs, place)
        return
    seen = m.unordered_seen
    items = [m.iterate(argument, place) for argument in args]
    LIST_METHODS["clear"](m, value, (), {}, place)
    m.store(value.slots, "unknown", None)
    if not isinstance(value, SetValue):
        m.store(value.slots, "shuffled", m.unordered_seen != seen)
    for one, unknown in items:
        m.extend(value, one, unknown)


def _operation(name: str) -> Callable[..., Value]:
    return lambda m, value, args, kwargs, place: m.binary(name, value, args[0], place)


def _comparison(name: str) -> Callable[..., Value]:
    def run(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
        other = content_of(m.decide(args[0]))
        if is_constant(other) or isinstance(other, (Function, Class)) or _are_apart(value, other):
            return Ext("builtins.NotImplemented")
        return m.compare(name, value, args[0], place)

    return run


def _are_apart(one: Value, other: Value) -> bool:
    """Return whether one is a tuple, a list or a dict, and the other another of these."""
    plain = (tuple, ListValue, DictValue)
    return type(one) in plain and type(other) in plain and type(one) is not type(other)


PROTOCOL: dict[str, Callable[..., Value]] = {
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

# What changes a container itself, by its type.
IN_PLACE: dict[tuple[type, str], Callable[..., Value]] = {
    (list, "__iadd__"): _add_in_place,
    (list, "__init__"): _fill_anew,
    (dict, "__init__"): _fill_anew,
    (dict, "__ior__"): _add_in_place,
}

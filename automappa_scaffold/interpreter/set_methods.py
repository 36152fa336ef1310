"""Methods of sets."""

from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.any_order import TURNED_OTHERWISE, in_any_order
from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.element_kinds import equal_constants
from automappa_scaffold.interpreter.list_methods import clear, copy, list_append, list_extend
from automappa_scaffold.interpreter.values import (
    Maybe,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["SET_METHODS"]


def _set_discard(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> None:
    m.require_hashable(args[0], place)
    _discard(m, value, args[0], place)


def _discard(m: Containers, value: SetValue, element: Value, place: Place) -> None:
    same = [m.are_equal(item, element) for item in value.items]
    kept = tuple(item for item, is_same in zip(value.items, same, strict=True) if not is_same)
    if len(kept) == len(value.items) and None in same:
        m.doubt_all(value, m.unmarked(element, place), place)
    else:
        m.store(value.slots, "items", kept)


def _set_remove(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> None:
    m.require_hashable(args[0], place)
    is_closed = not value.unknown and not any(isinstance(item, Maybe) for item in value.items)
    if is_closed and all(m.are_equal(item, args[0]) is False for item in value.items):
        raise m.missing_key(args[0], place)
    _discard(m, value, args[0], place)


def _set_union(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    union = m.new_set(value.items, value.unknown, is_frozen=value.is_frozen)
    list_extend(m, union, args, kwargs, place)
    return union


def _set_operation(op: str) -> Callable[..., Value]:
    def run(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
        result: Value = value
        for argument in args:
            other = m.new_set(())
            m.extend(other, *m.iterate(argument, place))
            result = m.binary(op, result, other, place)
        return result

    return run


def _set_change(op: str) -> Callable[..., Value]:
    operation = _set_operation(op)

    def run(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> None:
        made = operation(m, value, args, kwargs, place)
        is_known = isinstance(made, SetValue)
        m.store(value.slots, "items", made.items if is_known else ())
        m.store(value.slots, "unknown", made.unknown if is_known else m.undecided(made, place))

    return run


def _is_disjoint(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    items, unknown = m.iterate(args[0], place)
    if any(is_constant(item) and equal_constants(item, own) for item in items for own in value.items):
        return False
    blame = unknown or value.unknown
    if blame is not None or not all(map(is_constant, (*items, *value.items))):
        return m.undecided(blame or value, place)
    return True


def _set_comparison(op: str) -> Callable[..., Value]:
    def run(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
        other = m.new_set(())
        m.extend(other, *m.iterate(args[0], place))
        return m.compare(op, value, other, place)

    return run


def _set_pop(m: Containers, value: SetValue, args: Any, kwargs: Any, place: Place) -> Value:
    if len(value.items) == 1 and not value.unknown:
        only = value.items[0]
        m.store(value.slots, "items", ())
        return only
    if not value.items and not value.unknown:
        raise m.refusal("KeyError", "'pop from an empty set'", place)
    if not value.unknown and not any(isinstance(item, Maybe) for item in value.items):
        m.see_unordered(place)
        first = in_any_order(m, value.items)[m.turns == TURNED_OTHERWISE]
        m.store(value.slots, "items", tuple(item for item in value.items if item is not first))
        return first
    m.store(value.slots, "unknown", m.unknown("which element a set hands out", place))
    return m.unknown("which element a set hands out", place)


SET_METHODS: dict[str, Callable[..., Value]] = {
    "add": list_append,
    "update": list_extend,
    "discard": _set_discard,
    "remove": _set_remove,
    "clear": clear,
    "copy": copy,
    "union": _set_union,
    "intersection": _set_operation("BitAnd"),
    "difference": _set_operation("Sub"),
    "symmetric_difference": _set_operation("BitXor"),
    "difference_update": _set_change("Sub"),
    "intersection_update": _set_change("BitAnd"),
    "symmetric_difference_update": _set_change("BitXor"),
    "isdisjoint": _is_disjoint,
    "pop": _set_pop,
    "issubset": _set_comparison("LtE"),
    "issuperset": _set_comparison("GtE"),
}

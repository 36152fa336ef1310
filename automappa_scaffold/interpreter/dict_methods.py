"""Methods of dicts."""

from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.element_kinds import is_hashable
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.values import MISSING, DictValue, Union, Value, is_perhaps_bound
from automappa_scaffold.source.places import Place

__all__ = ["DICT_METHODS"]


def _dict_get(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    m.require_hashable(key, place)
    known = m.key_in(value, key) if is_hashable(key) else MISSING
    if known is not MISSING and known in value.items:
        found = value.items[known]
        if isinstance(found, Union) and MISSING in found.options:
            default = args[1] if len(args) > 1 else kwargs.get("default")
            return m.join(
                [option for option in (*found.options, default) if option is not MISSING], found.scope
            )
        return found
    if value.unknown or known is MISSING:
        return m.one_of([*value.items.values()], value.unknown or m.unmarked(key, place), place)
    return args[1] if len(args) > 1 else kwargs.get("default")


def _dict_setdefault(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    m.require_hashable(key, place)
    known = m.key_in(value, key) if is_hashable(key) else MISSING
    if known is not MISSING and known in value.items:
        held = value.items[known]
        if is_perhaps_bound(held):
            held = m.or_else(held, lambda: args[1] if len(args) > 1 else None)
            m.store(value.items, known, held)
        return held
    m.set_hashed(value, key, args[1] if len(args) > 1 else None, place)
    return args[1] if len(args) > 1 else None


def _dict_pop(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    key = m.decide(args[0])
    m.require_hashable(key, place)
    known = m.key_in(value, key) if is_hashable(key) else MISSING
    if known is not MISSING and known in value.items:
        popped = value.items[known]
        if is_perhaps_bound(popped) and len(args) > 1:
            popped = m.or_else(popped, lambda: args[1])
        m.store(value.items, known, MISSING)
        return m.as_bound(popped, lambda: m.missing_key(key, place))
    if not is_hashable(key):
        m.doubt_all(value, key, place)
        return m.one_of([*value.items.values()], m.unmarked(key, place), place)
    if value.unknown:
        return m.undecided(value.unknown, place)
    if known is MISSING:
        m.doubt_all(value, m.unmarked(key, place), place)
        return m.one_of([*value.items.values(), *args[1:]], m.unmarked(key, place), place)
    if len(args) > 1:
        return args[1]
    raise m.missing_key(key, place)


def _dict_update(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> None:
    for argument in args:
        m.merge(value, argument, place)
    for key, item in kwargs.items():
        if key == "**":
            m.store(value.meta, "unknown", item)
        else:
            m.store(value.items, key, item)


def _views(kind: str, pick: Callable[[Any, Any], Value]) -> Callable[..., Value]:
    return lambda m, value, args, kwargs, place: ViewValue(value, kind, pick)


def _dict_copy(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    return m.new_dict(value.pairs(), value.unknown)


def _dict_popitem(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> Value:
    if value.unknown:
        return m.undecided(value.unknown, place)
    if not value.items:
        raise m.raise_("KeyError", "'popitem(): dictionary is empty'", place)
    if value.is_unordered:
        why = m.unknown("which key of an unordered dict comes last", place)
        m.doubt_all(value, why, place)
        return why
    key = next(reversed(value.items))
    item = value.items[key]
    if is_perhaps_bound(item):
        why = m.undecided(item, place)
        m.doubt_all(value, why, place)
        return why
    m.store(value.items, key, MISSING)
    return key, item


def _dict_clear(m: Containers, value: DictValue, args: Any, kwargs: Any, place: Place) -> None:
    for key in [*value.items]:
        m.store(value.items, key, MISSING)
    m.store(value.meta, "unknown", None)


DICT_METHODS: dict[str, Callable[..., Value]] = {
    "get": _dict_get,
    "setdefault": _dict_setdefault,
    "pop": _dict_pop,
    "update": _dict_update,
    "keys": _views("dict_keys", lambda key, item: key),
    "values": _views("dict_values", lambda key, item: item),
    "items": _views("dict_items", lambda key, item: (key, item)),
    "copy": _dict_copy,
    "popitem": _dict_popitem,
    "clear": _dict_clear,
}

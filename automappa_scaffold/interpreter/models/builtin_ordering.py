"""Built-in functions that compare elements: sorted, min and max."""

import builtins
from collections.abc import Callable
from itertools import combinations
from typing import Any

from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LEFT
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Spread,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_ORDERING"]

BUILTIN_ORDERING = Models()

# Of so many elements that are not known it is asked whether their kinds can be compared.
_MOST_SAMPLES = 50


class _NoOrderError(Exception):
    """Two keys of which it is not decided which one is less."""


class _Key:
    """A key that Python's own sorting compares."""

    __slots__ = ("is_less", "value")

    def __init__(self, value: Value, is_less: Callable[[Value, Value], bool]) -> None:
        self.value = value
        self.is_less = is_less

    def __lt__(self, other: "_Key") -> bool:
        """Return what the program says."""
        return self.is_less(self.value, other.value)


def _sort_order(
    m: Imports, items: tuple[Value, ...], keys: list[Value], kwargs: Kwargs, place: Place
) -> tuple[Value, ...] | None:
    """Return elements in the order of their keys, or None where that is not decided."""
    plain = [MISSING if isinstance(k, Maybe) else m.to_python(m.decide(k), place) for k in keys]
    reverse = m.truth(_wanted_order(m, kwargs.get("reverse", False), place))
    if any(k is MISSING for k in plain):
        is_asked = all(isinstance(k, (Instance, tuple)) for k in keys)
        if len(items) > 1 and is_asked and reverse is not None:
            return _sort_objects(m, items, keys, place, reverse=reverse)
        if 1 < len(items) <= _MOST_SAMPLES and not any(isinstance(k, Maybe) for k in keys):
            m.refuse_as_python(lambda *held: sorted(held), keys, place)
        return items if len(items) < 2 else None
    if reverse is None:
        return None
    order = m.compute(lambda: sorted(range(len(plain)), key=plain.__getitem__, reverse=reverse), place)
    return tuple(items[index] for index in order)


def _wanted_order(m: Imports, reverse: Value, place: Place) -> Value:
    """Return what says whether the order is turned round: until Python 3.11 a number, then anything."""
    given = m.decide(reverse)
    if not isinstance(given, int) and lacks(given, "__index__"):
        m.assume_version()
        if m.python_numbers < (3, 12):
            text = f"'{kind_name(given)}' object cannot be interpreted as an integer"
            raise m.refusal("TypeError", text, place)
    return reverse


def _key_of(m: Imports, key: Value, item: Value, place: Place) -> Value:
    """Return what an element is sorted by, also of one that is perhaps not there."""
    if key is None:
        return item
    if not isinstance(item, Maybe):
        return m.call(key, (item,), {}, place)
    found, _ = m.fork(item.scope, [lambda: m.call(key, (item.value,), {}, place), lambda: None])
    return MISSING if isinstance(found, PyRaise) or found is LEFT else found


def _sort_objects(
    m: Imports, items: tuple[Value, ...], keys: list[Value], place: Place, *, reverse: bool
) -> tuple[Value, ...] | None:
    """Sort as Python itself does, which asks the program's own ``__lt__``."""

    def is_less(one: Value, other: Value) -> bool:
        less = m.truth(m.compare("Lt", one, other, place))
        if less is None:
            raise _NoOrderError
        return less

    try:
        order = sorted(range(len(keys)), key=lambda at: _Key(keys[at], is_less), reverse=reverse)
    except _NoOrderError:
        return None
    return tuple(items[index] for index in order)


@BUILTIN_ORDERING.function("builtins.sorted")
def _sorted(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    seen, turned_at = m.unordered_seen, m.turned_at
    items, unknown = m.iterate(measured(m, args[0], place), place)
    is_unordered, m.unordered_seen = m.unordered_seen != seen, seen
    if isinstance(m.decide(args[0]), (ListValue, DictValue)):
        m.turned_at = turned_at  # unless elements are equal, it is no matter which comes first
    keys = [_key_of(m, kwargs.get("key"), item, place) for item in items]
    ordered = _sort_order(m, items, keys, kwargs, place)
    has_ties = is_unordered and len(items) > 1 and _has_ties(m, keys, kwargs, place)
    if (unknown and items) or ordered is None or has_ties:
        return m.new_shuffled(items, unknown)
    return m.new_list(ordered, unknown)


def _has_ties(m: Imports, keys: list[Value], kwargs: Kwargs, place: Place) -> bool:
    """Return whether some keys may be equal, whose elements then keep the order that they had."""
    plain = [m.to_python(m.decide(key), place) for key in keys]
    if MISSING not in plain:  # equal elements that are their own keys are not told apart
        return kwargs.get("key") is not None and any(plain.count(key) > 1 for key in plain)
    pairs = combinations(keys, 2)
    return any(m.truth(m.compare("Eq", one, other, place)) is not False for one, other in pairs)


def _best_object(m: Imports, items: tuple[Value, ...], keys: list[Value], op: str, place: Place) -> Value:
    """Return the element that comes first by the program's own comparisons, or MISSING."""
    best = 0
    for index, key in enumerate(keys):
        is_better = m.truth(m.compare(op, key, keys[best], place)) if index else False
        if is_better is None:
            return MISSING
        best = index if is_better else best
    return items[best]


def _extreme(name: str) -> None:
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if not args:
            raise m.refusal("TypeError", f"{name} expected at least 1 argument, got 0", place)
        if other := kwargs.keys() - {"default", "key", "**"}:
            raise m.refusal("TypeError", f"{name}() got an unexpected keyword argument {min(other)!r}", place)
        if len(args) > 1 and "default" in kwargs:
            text = f"Cannot specify a default for {name}() with multiple positional arguments"
            raise m.refusal("TypeError", text, place)
        if (spread := next((given for given in args if isinstance(given, Spread)), None)) is not None:
            return m.undecided(spread.unknown, place)
        seen = m.unordered_seen
        items, unknown = m.iterate(args[0], place) if len(args) == 1 else (args, None)
        is_unordered, m.unordered_seen = m.unordered_seen != seen, seen
        if unknown or any(isinstance(item, Maybe) for item in items):
            return m.undecided(unknown or items[0], place)
        if not items and "default" in kwargs:
            return kwargs["default"]
        key = kwargs.get("key")
        keys = [item if key is None else m.call(key, (item,), {}, place) for item in items]
        plain = [m.to_python(m.decide(k), place) for k in keys]
        if any(k is MISSING for k in plain) and is_unordered and _has_ties(m, keys, kwargs, place):
            return m.unknown(f"which of those that are alike {name}() meets first", place)
        if any(k is MISSING for k in plain):
            found = _best_object(m, items, keys, "Lt" if name == "min" else "Gt", place)
            return m.unknown(f"{name}() of what is not known", place) if found is MISSING else found
        best = m.compute(
            lambda: python(range(len(plain)), key=plain.__getitem__) if plain else python(()), place
        )
        if is_unordered and key is not None and plain.count(plain[best]) > 1:
            return m.unknown(f"which of those that are alike {name}() meets first", place)
        return items[best]

    BUILTIN_ORDERING[f"builtins.{name}"] = Native(name, run)


_extreme("min")
_extreme("max")

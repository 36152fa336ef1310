"""What a tuple holds that is one of several: joined from what each holds."""

import operator
from collections import Counter
from collections.abc import Sequence
from typing import Any

from automappa_scaffold.interpreter.values import Maybe, Scope, Value, is_constant

__all__ = ["are_alike", "have_other_orders", "join_tuples", "same"]


_FEW_MORE = 4
# What a function gives back as several values is hardly ever more.
_MOST_PLACES = 4


def are_alike(options: Sequence[tuple[Value, ...]]) -> bool:
    """Return whether tuples are taken for records: of as many places, and not all of them names."""
    length = len(options[0])
    if not 0 < length <= _MOST_PLACES or any(type(o) is not tuple or len(o) != length for o in options):
        return False
    held = [element for option in options for element in option]
    are_names = all(isinstance(element, str) and not element.isdigit() for element in held)
    return not are_names and not any(isinstance(element, Maybe) for element in held)


def same(a: Value, b: Value) -> bool:
    """Return whether two values are certainly one."""
    if a is b:
        return True
    if is_constant(a) and is_constant(b):
        return type(a) is type(b) and bool(a == b)
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return all(same(x, y) for x, y in zip(a, b, strict=True))
    return False


def _key(value: Value) -> tuple[type, Any]:
    if is_constant(value):
        return type(value), value
    if isinstance(value, tuple):
        return tuple, tuple(map(_key, value))
    return object, id(value)


def _bare(element: Value) -> Value:
    return element.value if isinstance(element, Maybe) else element


def _grown(
    options: Sequence[tuple[Value, ...]], longest: tuple[Value, ...], scope: Scope
) -> tuple[Value, ...] | None:
    """Return two tuples joined where one is the other and a few more, as an append on condition makes."""
    if len(options) != 2:
        return None
    shorter = options[0] if options[1] is longest else options[1]
    more = longest[len(shorter) :]
    if len(more) > _FEW_MORE or not all(map(operator.is_, shorter, longest)):
        return None
    return shorter + tuple(
        element if isinstance(element, Maybe) else Maybe(element, scope) for element in more
    )


def have_other_orders(values: Sequence[Value]) -> bool:
    """Return whether what several tuples hold in common comes in different order in them."""
    held = [value for value in values if isinstance(value, tuple)]
    if len(held) != len(values) or len(held) < 2:
        return False
    keys = [[_key(_bare(element)) for element in value] for value in held]
    common = set.intersection(*map(set, keys))
    orders = {tuple(key for key in dict.fromkeys(one) if key in common) for one in keys}
    return len(orders) > 1


def join_tuples(options: Sequence[tuple[Value, ...]], scope: Scope) -> tuple[Value, ...]:
    """Join tuples: what all hold stays, what some hold becomes Maybe; the order of the longest rules."""
    longest = max(options, key=len)
    grown = _grown(options, longest, scope)
    if grown is not None:
        return grown
    others = [option for option in options if option is not longest]
    held = [Counter(map(_key, option)) for option in others]
    joined: list[Value] = []
    counted: Counter[Any] = Counter()
    for element in longest:
        key = _key(element)
        counted[key] += 1
        everywhere = all(seen[key] >= counted[key] for seen in held)
        joined.append(element if everywhere or isinstance(element, Maybe) else Maybe(element, scope))
    known = Counter(_key(_bare(element)) for element in longest)
    for option in others:
        own: Counter[Any] = Counter()
        for element in option:
            key = _key(_bare(element))
            own[key] += 1
            if own[key] > known[key]:
                known[key] = own[key]
                joined.append(element if isinstance(element, Maybe) else Maybe(element, scope))
    return tuple(joined)

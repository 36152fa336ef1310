"""Elements that come in an order which source does not tell, in one that is possible.

A start that asked for such elements is followed a second time, with them in another order: what differs then
depends on it.
"""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.interpreter.state import State
from automappa_scaffold.interpreter.values import Value, is_constant

__all__ = ["TURNED", "TURNED_OTHERWISE", "in_any_order"]

TURNED, TURNED_OTHERWISE = 1, 2

# More elements than these are not sorted.
_MOST = 5_000


def in_any_order(m: State, items: Sequence[Value]) -> tuple[Value, ...]:
    """Return elements in an order that depends on them alone; where orders are turned, in another one.

    Turned, none of two elements comes first that did so before, but one in the middle keeps its place; turned
    otherwise, each has another place.
    """
    if not 1 < len(items) < _MOST:
        return tuple(items)
    ordered = sorted(items, key=lambda item: _rank(m, item))
    middle = len(ordered) // 2 if len(ordered) % 2 else 0
    m.has_middle = m.has_middle or middle > 0
    if m.turns:
        ordered.reverse()
    if m.turns == TURNED_OTHERWISE and middle:
        ordered[middle], ordered[middle - 1] = ordered[middle - 1], ordered[middle]
    return tuple(ordered)


def _rank(m: State, item: Value) -> tuple[Any, ...]:
    if is_constant(item):
        return (0, item.__class__.__name__, repr(item))
    if item.__class__ is tuple:
        return (1, *(_rank(m, part) for part in item))
    number, _ = m.numbered.setdefault(id(item), (len(m.numbered), item))
    return (2, number)

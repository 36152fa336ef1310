"""Comparisons of tuples, lists and sets by what is in them, where the program says what is equal."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.membership import Membership
from automappa_scaffold.interpreter.values import ListValue, Maybe, SetValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["ORDER", "ContainerOrder"]

ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}


class ContainerOrder(Membership):
    """Comparing containers element by element."""

    def sets_order(self, op: str, left: SetValue, right: SetValue, place: Place) -> Value:
        """Return whether two sets have equal elements, where the program says which are equal."""
        if left.unknown or right.unknown or any(isinstance(i, Maybe) for i in (*left.items, *right.items)):
            return self.undecided(left, place)
        if len(left.items) != len(right.items):
            return op == "NotEq"
        for one in left.items:
            same = [
                one is other or self.truth(self.compare("Eq", one, other, place)) for other in right.items
            ]
            if True not in same:
                return self.undecided(left, place) if None in same else op == "NotEq"
        return op == "Eq"

    def in_turn(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Compare two tuples, or two lists, by the first elements that differ."""
        open_ = next(
            (s for s in (left, right) if isinstance(s, ListValue) and (s.unknown or s.is_unordered)), None
        )
        ours, theirs = [side if isinstance(side, tuple) else side.items for side in (left, right)]
        if open_ is not None or any(isinstance(item, Maybe) for item in (*ours, *theirs)):
            return self.undecided(left, place)
        if isinstance(left, ListValue) and len(ours) != len(theirs) and op in ("Eq", "NotEq"):
            return op == "NotEq"
        for one, other in zip(ours, theirs, strict=False):
            same = one is other or self.truth(self.compare("Eq", one, other, place))
            if same is None:
                return self.undecided(one if not is_constant(one) else other, place)
            if not same:
                return op == "NotEq" if op in ("Eq", "NotEq") else self.compare(op, one, other, place)
        return ORDER[op](len(ours), len(theirs))

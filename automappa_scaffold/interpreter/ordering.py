"""Equality and order of two abstract values, when no method of the program decides."""

from functools import partial
from itertools import product
from math import prod
from typing import Any

from automappa_scaffold.interpreter.certain_types import certain_types
from automappa_scaffold.interpreter.comparison_kinds import (
    CONTAINERS,
    are_of_two_kinds,
    are_without_order,
    equals_itself_alone,
    is_bare_member,
    is_own_object,
    is_scalar,
    know_no_order,
)
from automappa_scaffold.interpreter.container_order import ORDER, ContainerOrder
from automappa_scaffold.interpreter.hash_stand_ins import equal_hashes
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.method_identity import is_same_method
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.special_values import RangeValue, VersionNumber, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Ordering"]

_HUGE = 10**6  # No part of a version is greater.

# More combinations of what parts of two tuples may be are not compared.
_MOST_OPTIONS = 100
_EQUALITY = ("Eq", "NotEq")
_SIGNS = {"Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


def _is_definition(value: Value) -> bool:
    """Return whether a value is a module, function or class, of the project or of the library."""
    is_of_library = isinstance(value, (Ext, Native)) and bool(certain_types(value))
    return is_of_library or isinstance(value, (Module, Function, Class))


def _filled(version: tuple[Value, ...], number: int) -> tuple[Value, ...]:
    return tuple(number if isinstance(part, VersionNumber) else part for part in version)


def _as_set(value: ListValue) -> Any:
    """Return a set of constants as Python's own, or MISSING."""
    if value.unknown or not all(map(is_constant, value.items)):
        return MISSING
    return set(value.items)


def _are_apart(left: Value, right: Value) -> bool:
    """Return whether two values are of kinds that never equal one another."""
    is_plain = any(is_constant(side) or isinstance(side, CONTAINERS) for side in (left, right))
    if is_plain and any(map(_is_definition, (left, right))):
        return True
    for one, other in ((left, right), (right, left)):
        if isinstance(one, CONTAINERS) and (is_scalar(other) or are_of_two_kinds(one, other)):
            return True
        if (is_own_object(one) or is_bare_member(one)) and is_solid(other):
            return True
    solid = (Module, Function, Class, Native, Instance)
    are_solid = isinstance(left, solid) and isinstance(right, solid)
    return are_solid and equals_itself_alone(left) and equals_itself_alone(right)


class Ordering(ContainerOrder):
    """Equality and order."""

    def order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return what ``left op right`` is for values whose classes leave it to Python."""
        left = self.decide(left) if left.__class__ is Ext else left
        right = self.decide(right) if right.__class__ is Ext else right
        if op in _EQUALITY and is_same_method(left, right):
            return op == "Eq"
        if op in _EQUALITY and (is_same := equal_hashes(left, right)) is not None:
            return is_same is (op == "Eq")
        if isinstance(left, RangeValue) or isinstance(right, RangeValue):
            return self._ranges_order(op, left, right, place)
        if isinstance(left, tuple) and isinstance(right, tuple):  # one may be of the library's own kinds
            left, right = (tuple(side) if is_constant(side) else side for side in (left, right))
            if all(map(is_constant, left + right)):
                return self.compute(lambda: ORDER[op](left, right), place)
            if any(isinstance(part, VersionNumber) for part in left + right):
                return self._order_of_versions(op, left, right, place)
            if any(isinstance(part, Union) for part in left + right):
                return self._order_of_options(op, left, right, place)
        if is_constant(left) and is_constant(right):
            return self.compute(lambda: ORDER[op](left, right), place)
        if isinstance(left, ViewValue) or isinstance(right, ViewValue):
            return self._views_order(op, left, right, place)
        found = self._containers_order(op, left, right, place)
        if found is not MISSING:
            return found
        if op in _EQUALITY:
            if left is right and not isinstance(left, Unknown):
                return op == "Eq"
            if _are_apart(left, right):
                return op == "NotEq"
        elif (
            are_without_order(left, right)
            or know_no_order(op, left, right)
            or (is_bare_member(left) and (is_bare_member(right) or is_constant(right)))
        ):
            raise self._no_order(op, left, right, place)
        else:
            self.refuse_as_python(ORDER[op], (left, right), place)
        return self.undecided(left if not is_constant(left) else right, place)

    def _order_of_options(
        self, op: str, left: tuple[Value, ...], right: tuple[Value, ...], place: Place
    ) -> Value:
        """Compare tuples with parts that are one of some constants: known where all of these say the same."""
        parts = [part.options if isinstance(part, Union) else (part,) for part in left + right]
        count = prod(map(len, parts))
        if count <= _MOST_OPTIONS and all(is_constant(option) for options in parts for option in options):
            cases = [(case[: len(left)], case[len(left) :]) for case in product(*parts)]
            told = {self.compute(partial(ORDER[op], *case), place) for case in cases}
            if len(told) == 1:
                return told.pop()
        return self.undecided(next(part for part in left + right if isinstance(part, Union)), place)

    def _no_order(self, op: str, left: Value, right: Value, place: Place) -> PyRaise:
        text = f"not supported between instances of '{kind_name(left)}' and '{kind_name(right)}'"
        return self.refusal("TypeError", f"'{_SIGNS[op]}' {text}", place)

    def _ranges_order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        one, other = self.to_python(left, place), self.to_python(right, place)
        if one is MISSING or other is MISSING:
            is_apart = any(isinstance(s, Instance) and is_bare_member(s) for s in (left, right))
            return op == "NotEq" if is_apart and op in _EQUALITY else self.undecided(left, place)
        return self.compute(lambda: ORDER[op](one, other), place)

    def _containers_order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Compare containers by what they hold; MISSING: these cannot be compared so."""
        contained = (ListValue, DictValue)
        if isinstance(left, contained) and isinstance(right, contained):
            if isinstance(left, SetValue) != isinstance(right, SetValue):
                if op in _EQUALITY:
                    return op == "NotEq"
                raise self._no_order(op, left, right, place)
            plain_left, plain_right = [
                _as_set(side) if isinstance(side, SetValue) else self.to_python(side, place)
                for side in (left, right)
            ]
            if plain_left is not MISSING and plain_right is not MISSING:
                return self.compute(lambda: ORDER[op](plain_left, plain_right), place)
        if type(left) is type(right) and left is not right:
            if type(left) in (tuple, ListValue):
                return self.in_turn(op, left, right, place)
            if type(left) is SetValue and op in _EQUALITY:
                return self.sets_order(op, left, right, place)
        return MISSING

    def _views_order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Compare views of dicts: those of keys and items are like sets, those of values have no order."""
        sides = (left, right)
        if op in _EQUALITY and any(isinstance(side, Instance) and is_bare_member(side) for side in sides):
            return op == "NotEq"
        if any(isinstance(side, (Unknown, Ext, Instance)) for side in sides):
            return self.undecided(left, place)
        if all(
            isinstance(s, SetValue) or (isinstance(s, ViewValue) and s.kind != "dict_values") for s in sides
        ):
            plain_left, plain_right = map(_as_set, sides)
            if plain_left is MISSING or plain_right is MISSING:
                return self.undecided(left, place)
            return self.compute(lambda: ORDER[op](plain_left, plain_right), place)
        if op in _EQUALITY:
            return (left is right) is (op == "Eq")
        raise self._no_order(op, left, right, place)

    def _order_of_versions(
        self, op: str, left: tuple[Value, ...], right: tuple[Value, ...], place: Place
    ) -> Value:
        """Return what holds for the least and for the greatest numbers that parts of a version may have."""
        open_parts = [part for part in left + right if not is_constant(part)]
        if not all(isinstance(part, VersionNumber) for part in open_parts):
            return self.undecided(open_parts[0], place)
        if op in _EQUALITY:
            known = [pair for pair in zip(left, right, strict=False) if all(map(is_constant, pair))]
            if len(left) != len(right) or any(one != other for one, other in known):
                return op == "NotEq"
            return self.undecided(open_parts[0], place)
        answers = {
            self.compute(partial(ORDER[op], _filled(left, number), _filled(right, number)), place)
            for number in (0, _HUGE)
        }
        return answers.pop() if len(answers) == 1 else self.undecided(open_parts[0], place)

"""Comparisons of abstract values."""

from functools import partial
from typing import Any

from automappa_scaffold.interpreter.certain_types import certain_types
from automappa_scaffold.interpreter.comparison_kinds import (
    COMPARISON_METHODS,
    CONTAINERS,
    are_of_two_kinds,
    are_without_order,
    equals_itself_alone,
    is_bare_member,
    is_own_object,
    is_scalar,
    is_single,
    know_no_order,
)
from automappa_scaffold.interpreter.container_order import ORDER, ContainerOrder
from automappa_scaffold.interpreter.hash_stand_ins import equal_hashes
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import MADE_ANEW
from automappa_scaffold.interpreter.method_identity import is_same_method
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, content_of
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text, is_not_implemented, is_solid, lacks
from automappa_scaffold.interpreter.special_values import RangeValue, VersionNumber, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
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

__all__ = ["Comparisons"]

_HUGE = 10**6  # No part of a version is greater.

_SIGNS = {"Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


def _is_definition(value: Value) -> bool:
    """Return whether a value is a module, function or class, of the project or of the library."""
    is_of_library = isinstance(value, (Ext, Native)) and bool(certain_types(value))
    return is_of_library or isinstance(value, (Module, Function, Class))


def _filled(version: tuple[Value, ...], number: int) -> tuple[Value, ...]:
    return tuple(number if isinstance(part, VersionNumber) else part for part in version)


class Comparisons(ContainerOrder):
    """Order, identity and membership."""

    def compare(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return ``left op right`` for a comparison."""
        if is_constant(left) and is_constant(right):
            if op in ORDER:
                return self.compute(lambda: ORDER[op](left, right), place)
            if op in ("Is", "IsNot"):
                return self._identity(op, left, right, place)
        for side in (left, right):
            if isinstance(side, Assumed):
                bare_left = left.value if isinstance(left, Assumed) else left
                bare_right = right.value if isinstance(right, Assumed) else right
                both = partial(self.compare, op, bare_left, bare_right, place)
                return self.assume(self.assuming(both, left, right), side)
        if isinstance(left, Union):
            return self.each(left, lambda option: self.compare(op, option, right, place))
        if isinstance(right, Union):
            return self.each(right, lambda option: self.compare(op, left, option, place))
        if op in ("Is", "IsNot"):
            return self._identity(op, left, right, place)
        if op in ("In", "NotIn"):
            if isinstance(right, Instance) and right.cls.lookup("__contains__") is not MISSING:
                found = self.call(self.special_method(right, "__contains__", place), (left,), {}, place)
                inverted = self.unary("Not", found, place)
                return self.unary("Not", inverted, place) if op == "In" else inverted
            bare = self.decide(right)
            if all(lacks(bare, method) for method in ("__contains__", "__iter__", "__getitem__")):
                text = f"argument of type '{kind_name(bare)}' is not iterable"
                raise self.refusal("TypeError", text, place)
            if isinstance(bare, str) and is_no_text(left):
                kind = "type" if isinstance(left, Class) else kind_name(left)
                text = f"'in <string>' requires string as left operand, not {kind}"
                raise self.refusal("TypeError", text, place)
            if isinstance(bare, bytes) and is_constant(left):
                held: Any = left
                found = self.compute(lambda: held in bare, place)
                return found is (op == "In") if isinstance(found, bool) else found
            if isinstance(bare, Class):
                answer = self.in_class(left, bare, place)
            else:
                answer = self.membership(left, right)
                answer = self.sought(self.decide(left), bare, place) if answer is None else answer
            if answer is None:
                return self.of_kind(self.undecided(right, place), "builtins.bool")
            return answer is (op == "In")
        overloaded = self._overloaded(op, left, right, place)
        if overloaded is not MISSING:
            return overloaded
        return self._order(op, content_of(left), content_of(right), place)

    def _overloaded(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return what a comparison method of the program answers, or MISSING."""
        turns = [(left, right, COMPARISON_METHODS[op][0]), (right, left, COMPARISON_METHODS[op][1])]
        if isinstance(left, Instance) and isinstance(right, Instance) and left.cls is not right.cls:
            turns = turns[::-1] if right.cls.is_subclass(left.cls) else turns
        for side, other, method in turns:
            if isinstance(side, Class) and (hook := self.metaclass_method(side, method)) is not None:
                made = self.call(hook, (side, other), {}, place)
                if not is_not_implemented(made):
                    return made
            if not isinstance(side, Instance):
                continue
            is_inverted = method == "__ne__" and side.cls.lookup(method) is MISSING
            method = "__eq__" if is_inverted else method
            asked = self._comparing_method(side, method, place)
            if asked is not MISSING:
                made = self.call(asked, (other,), {}, place)
                if not is_not_implemented(made):
                    return self.unary("Not", made, place) if is_inverted else made
        return MISSING

    def _comparing_method(self, side: Instance, method: str, place: Place) -> Value:
        """Return a comparison method, or MISSING: there is none, or the descriptor in its place raises."""
        if side.cls.lookup(method) is MISSING:
            return MISSING
        try:
            return self.special_method(side, method, place)
        except PyRaise:
            return MISSING

    def _order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        left = self.decide(left) if left.__class__ is Ext else left
        right = self.decide(right) if right.__class__ is Ext else right
        if op in ("Eq", "NotEq") and is_same_method(left, right):
            return op == "Eq"
        if op in ("Eq", "NotEq") and (is_same := equal_hashes(left, right)) is not None:
            return is_same is (op == "Eq")
        if isinstance(left, RangeValue) or isinstance(right, RangeValue):
            one, other = self.to_python(left, place), self.to_python(right, place)
            if one is MISSING or other is MISSING:
                is_apart = any(isinstance(s, Instance) and is_bare_member(s) for s in (left, right))
                return op == "NotEq" if is_apart and op in ("Eq", "NotEq") else self.undecided(left, place)
            return self.compute(lambda: ORDER[op](one, other), place)
        if isinstance(left, tuple) and isinstance(right, tuple):  # one may be of the library's own kinds
            left, right = (tuple(side) if is_constant(side) else side for side in (left, right))
        if isinstance(left, tuple) and isinstance(right, tuple) and all(map(is_constant, left + right)):
            return self.compute(lambda: ORDER[op](left, right), place)
        if is_constant(left) and is_constant(right):
            return self.compute(lambda: ORDER[op](left, right), place)
        if isinstance(left, ViewValue) or isinstance(right, ViewValue):
            return self._views_order(op, left, right, place)
        is_tuples = isinstance(left, tuple) and isinstance(right, tuple)
        if is_tuples and any(isinstance(part, VersionNumber) for part in left + right):
            return self._order_of_versions(op, left, right, place)
        contained = (ListValue, DictValue)
        if isinstance(left, contained) and isinstance(right, contained):
            if isinstance(left, SetValue) != isinstance(right, SetValue):
                if op in ("Eq", "NotEq"):
                    return op == "NotEq"
                text = f"not supported between instances of '{kind_name(left)}' and '{kind_name(right)}'"
                raise self.refusal("TypeError", f"'{_SIGNS[op]}' {text}", place)
            plain_left, plain_right = [
                self._as_set(side) if isinstance(side, SetValue) else self.to_python(side, place)
                for side in (left, right)
            ]
            if plain_left is not MISSING and plain_right is not MISSING:
                return self.compute(lambda: ORDER[op](plain_left, plain_right), place)
        if type(left) is type(right) and type(left) in (tuple, ListValue) and left is not right:
            return self.in_turn(op, left, right, place)
        if op in ("Eq", "NotEq") and type(left) is SetValue and type(right) is SetValue and left is not right:
            return self.sets_order(op, left, right, place)
        if op in ("Eq", "NotEq"):
            solid = (Module, Function, Class, Native, Instance)
            if left is right and not isinstance(left, Unknown):
                return op == "Eq"
            is_plain = any(is_constant(side) or isinstance(side, CONTAINERS) for side in (left, right))
            is_apart = is_plain and any(map(_is_definition, (left, right)))
            for one, other in ((left, right), (right, left)):
                if isinstance(one, CONTAINERS) and (is_scalar(other) or are_of_two_kinds(one, other)):
                    return op == "NotEq"
                if (is_own_object(one) or is_bare_member(one)) and is_solid(other):
                    return op == "NotEq"
            are_solid = isinstance(left, solid) and isinstance(right, solid)
            if is_apart or (are_solid and equals_itself_alone(left) and equals_itself_alone(right)):
                return op == "NotEq"
        elif (
            are_without_order(left, right)
            or know_no_order(op, left, right)
            or (is_bare_member(left) and (is_bare_member(right) or is_constant(right)))
        ):
            text = f"not supported between instances of '{kind_name(left)}' and '{kind_name(right)}'"
            raise self.refusal("TypeError", f"'{_SIGNS[op]}' {text}", place)
        else:
            self.refuse_as_python(ORDER[op], (left, right), place)
        return self.undecided(left if not is_constant(left) else right, place)

    def _views_order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Compare views of dicts: those of keys and items are like sets, those of values have no order."""
        sides = (left, right)
        if any(isinstance(side, Instance) and is_bare_member(side) for side in sides) and op in (
            "Eq",
            "NotEq",
        ):
            return op == "NotEq"
        if any(isinstance(side, (Unknown, Ext, Instance)) for side in sides):
            return self.undecided(left, place)
        if all(
            isinstance(s, SetValue) or (isinstance(s, ViewValue) and s.kind != "dict_values") for s in sides
        ):
            plain_left, plain_right = map(self._as_set, sides)
            if plain_left is MISSING or plain_right is MISSING:
                return self.undecided(left, place)
            return self.compute(lambda: ORDER[op](plain_left, plain_right), place)
        if op in ("Eq", "NotEq"):
            return (left is right) is (op == "Eq")
        text = f"not supported between instances of '{kind_name(left)}' and '{kind_name(right)}'"
        raise self.refusal("TypeError", f"'{_SIGNS[op]}' {text}", place)

    def _order_of_versions(
        self, op: str, left: tuple[Value, ...], right: tuple[Value, ...], place: Place
    ) -> Value:
        """Return what holds for the least and for the greatest numbers that parts of a version may have."""
        open_parts = [part for part in left + right if not is_constant(part)]
        if not all(isinstance(part, VersionNumber) for part in open_parts):
            return self.undecided(open_parts[0], place)
        if op in ("Eq", "NotEq"):
            known = [pair for pair in zip(left, right, strict=False) if all(map(is_constant, pair))]
            if len(left) != len(right) or any(one != other for one, other in known):
                return op == "NotEq"
            return self.undecided(open_parts[0], place)
        answers = {
            self.compute(partial(ORDER[op], _filled(left, number), _filled(right, number)), place)
            for number in (0, _HUGE)
        }
        return answers.pop() if len(answers) == 1 else self.undecided(open_parts[0], place)

    def _as_set(self, value: ListValue) -> Any:
        """Return a set of constants as Python's own, or MISSING."""
        if value.unknown or not all(map(is_constant, value.items)):
            return MISSING
        return set(value.items)

    def _identity(self, op: str, left: Value, right: Value, place: Place) -> Value:
        left = self.decide(left) if left.__class__ is Ext else left
        right = self.decide(right) if right.__class__ is Ext else right
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return self.undecided(left if isinstance(left, Unknown) else right, place)
        if is_constant(left) and is_constant(right):
            same = left is right
            if not same and type(left) is type(right) and left == right and not is_single(left):
                return self.unknown("whether equal values are one object", place)
            same = same or (is_single(left) and type(left) is type(right) and left == right)
        elif isinstance(left, Ext) and isinstance(right, Ext):
            same = left.path == right.path
            if not same and left.path.rpartition(".")[2] == right.path.rpartition(".")[2]:
                return self.undecided(left, place)  # perhaps one is where the other is taken from
        elif isinstance(left, DictValue) and isinstance(right, DictValue):
            same = left.items is right.items  # two looks at the names of one module, class or object
        elif isinstance(left, Ext) or isinstance(right, Ext):
            same = self._is_host_object(*((left, right) if isinstance(left, Ext) else (right, left)))
        elif isinstance(left, tuple) and isinstance(right, tuple) and left is not right:
            if left == right and all(map(is_constant, left)):  # one object where the compiler merges them
                return not left or self.unknown("whether equal values are one object", place)
            same = False
        elif left is right and isinstance(left, Instance) and left.cls.lookup(MADE_ANEW) is True:
            return self.undecided(self.unknown("whether a type is written twice", place), place)
        else:
            same = left is right or is_same_method(left, right)
        return same is (op == "Is")

    def _is_host_object(self, named: Ext, value: Value) -> bool:
        """Return whether a name outside the project stands for a constant, as some of the library do."""
        if isinstance(value, Class):  # a modelled one
            return not value.line and named.path == f"{value.module}.{value.name}"
        if isinstance(value, Native):
            return is_same_method(named, value)
        is_asked = value is None or isinstance(value, bool)
        return is_asked and host_object(named.path) is value

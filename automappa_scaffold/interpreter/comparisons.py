"""Comparisons of abstract values."""

from functools import partial
from typing import Any

from automappa_scaffold.interpreter.comparison_kinds import (
    COMPARISON_METHODS,
    is_single,
)
from automappa_scaffold.interpreter.container_order import ORDER
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import BEGINNING, KIND, MADE_ANEW
from automappa_scaffold.interpreter.method_identity import is_same_method
from automappa_scaffold.interpreter.missing_methods import has_no_elements, lacks
from automappa_scaffold.interpreter.objects import Class, Instance, Native, content_of
from automappa_scaffold.interpreter.ordering import Ordering
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text, is_not_implemented
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["Comparisons"]


def _is_in_beginning(left: Value, right: Value) -> bool:
    """Return whether a text is in what another one certainly begins with."""
    beginning = right.ns.get(BEGINNING) if isinstance(right, Unknown) else None
    return isinstance(left, str) and isinstance(beginning, str) and left in beginning


class Comparisons(Ordering):
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
            if lacks(bare, "__contains__") and has_no_elements(bare):
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
                answer = True if _is_in_beginning(left, bare) else self.membership(left, right)
                answer = self.sought(self.decide(left), bare, place) if answer is None else answer
            if answer is None:
                return self.of_kind(self.undecided(right, place), "builtins.bool")
            return answer is (op == "In")
        overloaded = self._overloaded(op, left, right, place)
        if overloaded is not MISSING:
            return overloaded
        is_itself = left is right and op in ("Eq", "NotEq") and isinstance(left, Unknown)
        if is_itself and left.ns.get(KIND) == "builtins.str":  # a number may differ from itself
            return op == "Eq"
        return self.order(op, content_of(left), content_of(right), place)

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
            if is_perhaps_bound(asked):
                return self.undecided(asked, place)
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

    def _identity(self, op: str, left: Value, right: Value, place: Place) -> Value:
        left = self.decide(left) if left.__class__ is Ext else left
        right = self.decide(right) if right.__class__ is Ext else right
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return self._perhaps_same(left if isinstance(left, Unknown) else right, place)
        if is_constant(left) and is_constant(right):
            same = left is right
            if not same and type(left) is type(right) and left == right and not is_single(left):
                return self._perhaps_same(self.unknown("whether equal values are one object", place), place)
            same = same or (is_single(left) and type(left) is type(right) and left == right)
        elif isinstance(left, Ext) and isinstance(right, Ext):
            same = left.path == right.path
            if not same and left.path.rpartition(".")[2] == right.path.rpartition(".")[2]:
                return self._perhaps_same(left, place)  # one may be where the other is taken from
        elif isinstance(left, DictValue) and isinstance(right, DictValue):
            same = left.items is right.items  # two looks at the names of one module, class or object
        elif isinstance(left, Ext) or isinstance(right, Ext):
            same = self._is_host_object(*((left, right) if isinstance(left, Ext) else (right, left)))
        elif isinstance(left, tuple) and isinstance(right, tuple) and left is not right:
            if left == right and all(map(is_constant, left)):  # one object where the compiler merges them
                why = self.unknown("whether equal values are one object", place)
                return not left or self._perhaps_same(why, place)
            same = False
        elif left is right and isinstance(left, Instance) and left.cls.lookup(MADE_ANEW) is True:
            return self._perhaps_same(self.unknown("whether a type is written twice", place), place)
        else:
            same = left is right or is_same_method(left, right)
        return same is (op == "Is")

    def _perhaps_same(self, why: Value, place: Place) -> Value:
        """Return a truth value that is not known."""
        return self.of_kind(self.undecided(why, place), "builtins.bool")

    def _is_host_object(self, named: Ext, value: Value) -> bool:
        """Return whether a name outside the project stands for a constant, as some of the library do."""
        if isinstance(value, Class):  # a modelled one
            return not value.line and named.path == f"{value.module}.{value.name}"
        if isinstance(value, Native):
            return is_same_method(named, value)
        is_asked = value is None or isinstance(value, bool)
        return is_asked and host_object(named.path) is value

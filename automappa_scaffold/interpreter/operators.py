"""Operators on abstract values."""

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.container_operators import MAX_RESULT, OF_VIEWS, ContainerOperators
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import CALLED_OUTSIDE, KIND
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.number_sizes import bits_of, is_wide, takes_by_name, takes_nothing
from automappa_scaffold.interpreter.objects import Class, Instance, content_of
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.refusals import is_definition, is_not_implemented, is_object, is_solid
from automappa_scaffold.interpreter.special_values import RangeValue
from automappa_scaffold.interpreter.type_expressions import are_types, as_union, refuse_union
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

__all__ = ["Operators", "bound_options", "in_place_method"]

_MAX_BITS = 100_000

_BINARY: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "Add": (operator.add, "add"),
    "Sub": (operator.sub, "sub"),
    "Mult": (operator.mul, "mul"),
    "Div": (operator.truediv, "truediv"),
    "FloorDiv": (operator.floordiv, "floordiv"),
    "Mod": (operator.mod, "mod"),
    "Pow": (operator.pow, "pow"),
    "LShift": (operator.lshift, "lshift"),
    "RShift": (operator.rshift, "rshift"),
    "BitOr": (operator.or_, "or"),
    "BitAnd": (operator.and_, "and"),
    "BitXor": (operator.xor, "xor"),
    "MatMult": (operator.matmul, "matmul"),
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "USub": operator.neg,
    "UAdd": operator.pos,
    "Invert": operator.invert,
}


# The operators of these take, from the right, their own kind and numbers.
_PLAIN = frozenset((bool, int, float, complex, str, bytes, type(None)))
_UNARY_METHODS = {"USub": ("__neg__", "-"), "UAdd": ("__pos__", "+"), "Invert": ("__invert__", "~")}


class Operators(ContainerOperators):
    """Unary and binary operators."""

    def unary(self, op: str, value: Value, place: Place) -> Value:
        """Return ``op value``."""
        if op == "Not":
            if isinstance(value, Assumed):
                inner = self.unary(op, value.value, place)
                return inner if isinstance(inner, Unknown) else Assumed(inner, value.note)
            answer = self.truth(value)
            if answer is not None:
                return not answer
            return self.of_kind(self.undecided(value, place), "builtins.bool")
        if isinstance(value, Assumed):
            made = self.assuming(lambda: self.unary(op, value.value, place), value)
            return self.assume(made, value)
        value = self.decide(value) if value.__class__ is Ext else value
        if is_constant(value):
            return self.computed(lambda: _UNARY[op](value), place)
        method, sign = _UNARY_METHODS[op]
        if isinstance(value, Instance) and value.cls.lookup(method) is not MISSING:
            return self.call(self.special_method(value, method, place), (), {}, place)
        if is_constant(held := content_of(value)):
            return self.unary(op, held, place)
        if lacks(value, method) or is_definition(value):
            raise self.refusal("TypeError", f"bad operand type for unary {sign}: '{kind_name(value)}'", place)
        if isinstance(value, Unknown):
            operate = self.models.get(f"{value.reason.removesuffix(CALLED_OUTSIDE)}:unary")
            return self.undecided(value, place) if operate is None else self.call(operate, (sign,), {}, place)
        return self.undecided(value, place)

    def binary(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return ``left op right``."""
        for side in (left, right):
            if isinstance(side, Assumed):
                bare_left = left.value if isinstance(left, Assumed) else left
                bare_right = right.value if isinstance(right, Assumed) else right
                both = partial(self.binary, op, bare_left, bare_right, place)
                return self.assume(self.assuming(both, left, right), side)
        if isinstance(left, Union):
            return self.each(left, lambda option: self.binary(op, option, right, place))
        if isinstance(right, Union):
            return self.each(right, lambda option: self.binary(op, left, option, place))
        if is_constant(left) and is_constant(right):
            return self._constants(op, left, right, place)
        if left.__class__ is Ext or right.__class__ is Ext:  # perhaps a constant of the library
            told = [self.decide(side) if side.__class__ is Ext else side for side in (left, right)]
            if told[0] is not left or told[1] is not right:
                return self.binary(op, told[0], told[1], place)
        for receiver, other, prefix in _in_turn(left, right, _BINARY[op][1]):
            if isinstance(receiver, Instance):
                method = f"{prefix}{_BINARY[op][1]}__"
                if receiver.cls.lookup(method) is not MISSING:
                    made = self.call(self.special_method(receiver, method, place), (other,), {}, place)
                    if not is_not_implemented(made):
                        return made
            elif isinstance(receiver, Class):
                hook = self.metaclass_method(receiver, f"{prefix}{_BINARY[op][1]}__")
                made = None if hook is None else self.call(hook, (receiver, other), {}, place)
                if hook is not None and not is_not_implemented(made):
                    return made
        held_left, held_right = content_of(left), content_of(right)
        if op == "BitOr" and isinstance(held_left, DictValue) and isinstance(held_right, DictValue):
            held_left, held_right = self.as_copied(left, place), self.as_copied(right, place)
        if op == "Mod" and isinstance(held_left, str):
            is_tuple = isinstance(held_right, tuple)  # as one with names is too
            return self._percent(held_left, held_right if is_tuple else right, place)
        if held_left is not left or held_right is not right:
            return self.binary(op, held_left, held_right, place)
        combined = self.combined(op, left, right, place)
        if combined is not None:
            return combined
        self._refuse_operands(op, left, right, place)
        plain = (is_constant, lambda side: isinstance(side, (tuple, DictValue)) or type(side) is ListValue)
        is_view = op in OF_VIEWS and (isinstance(left, ListValue) or isinstance(right, ListValue))
        if op != "Mult" and not is_view and all(any(test(side) for test in plain) for side in (left, right)):
            values = [self.to_python(side, place) for side in (left, right)]
            if MISSING not in values:
                return self.computed(lambda: _BINARY[op][0](*values), place)
        if op != "Mult" or not _may_be_long(left, right):
            self.refuse_as_python(_BINARY[op][0], (left, right), place)
        made = self.undecided(left if not is_constant(left) else right, place)
        return as_union(made, (left, right)) if op == "BitOr" and are_types(left, right) else made

    def _refuse_operands(self, op: str, left: Value, right: Value, place: Place) -> None:
        """Raise what Python raises for objects that have no such operator."""
        sides = (left, right)
        name = _BINARY[op][1]
        is_lacking = lacks(left, f"__{name}__") and (
            lacks(right, f"__r{name}__")
            or (type(right) in _PLAIN and _is_no_number(left))
            or (type(right) in (DictValue, SetValue) and op != "Mult")  # they take their own kind alone
        )
        if is_lacking or _is_refused_by_library(op, left, right):
            raise self.unsupported(op, left, right, place)
        if op == "BitOr":
            refuse_union(self, left, right, place)
        elif any(map(is_definition, sides)) and all(is_solid(s) or is_definition(s) for s in sides):
            raise self.unsupported(op, left, right, place)
        if not any(map(is_object, sides)) or not all(map(is_solid, sides)):
            return
        if op == "Mult" and any(
            isinstance(s, Instance) and s.cls.lookup("__index__") is not MISSING for s in sides
        ):
            return
        raise self.unsupported(op, left, right, place)

    def _constants(self, op: str, left: Any, right: Any, place: Place) -> Value:
        sides = (left, right)
        if op == "Mult" and {type(left), type(right)} in ({str, int}, {bytes, int}):
            size = len(left) * right if isinstance(left, (str, bytes)) else len(right) * left
            if size > MAX_RESULT:
                return self.unknown("a very long constant", place)
        if op == "Add" and isinstance(left, (str, bytes)) and len(left) > MAX_RESULT:
            return self.unknown("a very long constant", place)
        if all(hasattr(side, "numerator") for side in sides) and bits_of(op, left, right) > _MAX_BITS:
            return self.unknown("a very large number", place)
        if op == "Mod" and isinstance(left, (str, bytes)) and is_wide(left):
            return self.unknown("a very long constant", place)
        return self.computed(lambda: _BINARY[op][0](left, right), place)

    def _percent(self, left: str, right: Value, place: Place) -> Value:
        if isinstance(right, DictValue) and not right.unknown and takes_by_name(left):
            right = self.new_dict({key: v for key, v in right.items.items() if f"%({key})" in left})
        values: Any = right
        if isinstance(right, RangeValue):
            values = right.told
        elif (
            isinstance(right, DictValue) and not right.unknown and all(map(is_constant, right.items.values()))
        ):
            values = dict(right.items)
        elif not (is_constant(right) or (isinstance(right, tuple) and all(map(is_constant, right)))):
            if takes_nothing(left) and _is_no_mapping(right):
                raise self.refusal("TypeError", "not all arguments converted during string formatting", place)
            try:
                values = self.dressed(right, place) if not is_wide(left) else MISSING
                if values is not MISSING:
                    return self.compute(lambda: left % values, place)
            except UndecidedError:
                pass
            if not is_wide(left):
                self.refuse_as_python(lambda given: left % given, (right,), place)
            return self.of_kind(self.undecided(right, place), "builtins.str")
        return self.compute(lambda: left % values, place)


def _is_no_mapping(value: Value) -> bool:
    """Return whether ``%`` takes a value for a single one, and no tuple."""
    if isinstance(content_of(value), str):
        return True
    return isinstance(value, (Class, Instance)) and lacks(value, "__getitem__")


def _is_no_number(value: Value) -> bool:
    """Return whether a constant's operators certainly do not take a value as a number."""
    return lacks(value, "__index__") and lacks(value, "__float__")


def _may_be_long(left: Value, right: Value) -> bool:
    """Return whether two values may be a sequence and a number of times."""
    is_number = isinstance(left, (int, Unknown)) or isinstance(right, (int, Unknown))
    return is_number and _is_repeated(left) and _is_repeated(right)


def _is_repeated(value: Value) -> bool:
    return is_constant(value) or isinstance(value, (tuple, Unknown)) or type(value) is ListValue


def _in_turn(left: Value, right: Value, name: str) -> tuple[tuple[Value, Value, str], ...]:
    """Return which operand is asked first: the right one, where its class is below the other's class."""
    first, second = (left, right, "__"), (right, left, "__r")
    if not isinstance(left, Instance) or not isinstance(right, Instance):
        return first, second
    if left.cls is right.cls:
        return (first,)
    method = f"__r{name}__"
    if right.cls.is_subclass(left.cls) and right.cls.lookup(method) is not left.cls.lookup(method):
        return second, first
    return first, second


_SAMPLES = {
    "builtins.str": "",
    "builtins.int": 1,
    "builtins.float": 1.0,
    "builtins.bytes": b"",
    "builtins.bool": True,
}


def _sample(value: Value) -> Any:
    """Return a value of the same built-in kind, or MISSING."""
    if isinstance(value, Unknown):
        return _SAMPLES.get(value.ns.get(KIND, ""), MISSING)
    return value if is_constant(value) else MISSING


def _is_refused_by_library(op: str, left: Value, right: Value) -> bool:
    """Return whether an object of the standard library and another value have no such operator."""
    name = _BINARY[op][1]
    if not isinstance(left, (Unknown, Instance)) and not isinstance(right, (Unknown, Instance)):
        return False
    samples = [_sample(left), _sample(right)]
    if op not in ("Mod", "Mult", "Div", "FloorDiv", "Pow", "LShift", "RShift") and MISSING not in samples:
        try:
            _BINARY[op][0](*samples)
        except TypeError:
            return True
        except ArithmeticError:
            return False
    if lacks(left, f"__{name}__") and lacks(right, f"__r{name}__"):
        return True
    # A constant's own operator takes numbers at most, and a text is formatted with anything.
    is_told = is_constant(left) and isinstance(right, (Unknown, Instance)) and not isinstance(left, complex)
    numeric = ("__index__", "__float__", f"__r{name}__")
    is_text = op == "Mod" and isinstance(left, (str, bytes))
    return is_told and not is_text and lacks(right, "__len__") and all(lacks(right, n) for n in numeric)


def in_place_method(op: str) -> str:
    """Return the name of the method that an augmented assignment asks for first."""
    return f"__i{_BINARY[op][1]}__"


def bound_options(union: Union) -> list[Value]:
    """Return what a value may be, apart from not being bound."""
    return [option for option in union.options if option is not MISSING] or [None]

"""Truth, operators and comparisons of abstract values."""

import operator
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Bound,
    Class,
    DictValue,
    Ext,
    Function,
    Generator,
    Instance,
    ListValue,
    Maybe,
    Module,
    Native,
    Partial,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Operators"]

_MAX_RESULT = 1_000_000

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
_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}


class Operators(Core):
    """Truth, operators and comparisons."""

    def truth(self, value: Value) -> bool | None:
        """Return whether the value counts as true, or None where that is not decided."""
        value = self.decide(value)
        if is_constant(value):
            return bool(value)
        if isinstance(value, tuple):
            return _some(value)
        if isinstance(value, ListValue):
            return _some(value.items) or (None if value.unknown else _some(value.items))
        if isinstance(value, DictValue):
            return True if value.items else (None if value.unknown else False)
        if isinstance(value, (Module, Function, Class, Native, Bound, Partial, Generator)):
            return True
        if isinstance(value, Instance):
            return self._instance_truth(value)
        if isinstance(value, Union):
            answers = {self.truth(option) for option in value.options if option is not MISSING}
            return answers.pop() if len(answers) == 1 else None
        return None

    def _instance_truth(self, value: Instance) -> bool | None:
        if value.cls.is_open:
            return None
        for name in ("__bool__", "__len__"):
            if value.cls.lookup(name) is not MISSING:
                place = Place(self.tree.relative(""), 1)
                return self.truth(self.call(self.get_attribute(value, name, None), (), {}, place))
        return True

    def unary(self, op: str, value: Value, place: Place) -> Value:
        """Return ``op value``."""
        if op == "Not":
            if isinstance(value, Assumed):
                inner = self.unary(op, value.value, place)
                return inner if isinstance(inner, Unknown) else Assumed(inner, value.note)
            answer = self.truth(value)
            return self._undecided(value, place) if answer is None else not answer
        if isinstance(value, Assumed):
            return self._assume(self.unary(op, value.value, place), value)
        if is_constant(value):
            return self._python(lambda: _UNARY[op](value), place)
        return self._undecided(value, place)

    def binary(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return ``left op right``."""
        for side in (left, right):
            if isinstance(side, Assumed):
                bare_left = left.value if isinstance(left, Assumed) else left
                bare_right = right.value if isinstance(right, Assumed) else right
                return self._assume(self.binary(op, bare_left, bare_right, place), side)
        if isinstance(left, Union):
            return self.join([self.binary(op, o, right, place) for o in _bound(left)], left.scope)
        if isinstance(right, Union):
            return self.join([self.binary(op, left, o, place) for o in _bound(right)], right.scope)
        if is_constant(left) and is_constant(right):
            return self._constants(op, left, right, place)
        combined = self._containers(op, left, right, place)
        if combined is not None:
            return combined
        for receiver, other, prefix in ((left, right, "__"), (right, left, "__r")):
            if isinstance(receiver, (Instance, Class)):
                method = f"{prefix}{_BINARY[op][1]}__"
                cls = receiver.cls if isinstance(receiver, Instance) else None
                if cls is not None and cls.lookup(method) is not MISSING:
                    return self.call(self.get_attribute(receiver, method, place), (other,), {}, place)
        if op == "Mod" and isinstance(left, str):
            return self._percent(left, right, place)
        return self._undecided(left if not is_constant(left) else right, place)

    def _constants(self, op: str, left: Any, right: Any, place: Place) -> Value:
        if op == "Mult" and isinstance(left, (str, bytes)) != isinstance(right, (str, bytes)):
            size = len(left) * right if isinstance(left, (str, bytes)) else len(right) * left
            if isinstance(size, int) and size > _MAX_RESULT:
                return self.unknown("a very long constant", place)
        if op in ("Pow", "LShift") and isinstance(right, int) and abs(right) > 512:
            return self.unknown("a very large number", place)
        return self._python(lambda: _BINARY[op][0](left, right), place)

    def _percent(self, left: str, right: Value, place: Place) -> Value:
        values: Any = right
        if isinstance(right, DictValue) and not right.unknown and all(map(is_constant, right.items.values())):
            values = dict(right.items)
        elif not (is_constant(right) or (isinstance(right, tuple) and all(map(is_constant, right)))):
            return self._undecided(right, place)
        return self._python(lambda: left % values, place)

    def _containers(self, op: str, left: Value, right: Value, place: Place) -> Value | None:
        if op == "Add":
            if isinstance(left, tuple) and isinstance(right, tuple):
                return left + right
            if type(left) is ListValue and isinstance(right, (ListValue, Unknown)):
                more = right.items if isinstance(right, ListValue) else ()
                unknown = left.unknown or (right if isinstance(right, Unknown) else right.unknown)
                return self.new_list(left.items + more, unknown)
            mixed = {type(v) for v in (left, right)} & {tuple, ListValue}
            known = isinstance(left, (tuple, ListValue)) and isinstance(right, (tuple, ListValue))
            if mixed and (known or is_constant(left) or is_constant(right)):
                names = [_type_name(v) for v in (left, right)]
                text = f'can only concatenate {names[0]} (not "{names[1]}") to {names[0]}'
                raise self.raise_("TypeError", text, place)
        if op == "Mult" and isinstance(left, (tuple, ListValue)) and isinstance(right, int):
            items = left if isinstance(left, tuple) else left.items
            if len(items) * right < _MAX_RESULT:
                return items * right if isinstance(left, tuple) else self.new_list(items * right)
        if op == "BitOr" and isinstance(left, DictValue) and isinstance(right, DictValue):
            return self.new_dict({**left.items, **right.items}, left.unknown or right.unknown)
        if op in ("BitOr", "BitAnd", "Sub") and isinstance(left, SetValue) and isinstance(right, SetValue):
            return self._sets(op, left, right)
        return None

    def _sets(self, op: str, left: SetValue, right: SetValue) -> Value:
        unknown = left.unknown or right.unknown
        other = right.items
        if op == "BitOr":
            items = left.items + tuple(v for v in other if not _contains(left.items, v))
        else:
            keep = op == "BitAnd"
            items = tuple(v for v in left.items if _contains(other, v) is keep)
        return self.new_set(items, unknown)

    def compare(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return ``left op right`` for a comparison."""
        for side in (left, right):
            if isinstance(side, Assumed):
                bare_left = left.value if isinstance(left, Assumed) else left
                bare_right = right.value if isinstance(right, Assumed) else right
                return self._assume(self.compare(op, bare_left, bare_right, place), side)
        if isinstance(left, Union):
            return self.join([self.compare(op, o, right, place) for o in _bound(left)], left.scope)
        if isinstance(right, Union):
            return self.join([self.compare(op, left, o, place) for o in _bound(right)], right.scope)
        if op in ("Is", "IsNot"):
            return self._identity(op, left, right, place)
        if op in ("In", "NotIn"):
            if isinstance(right, Instance) and right.cls.lookup("__contains__") is not MISSING:
                found = self.call(self.get_attribute(right, "__contains__", place), (left,), {}, place)
                return found if op == "In" else self.unary("Not", found, place)
            answer = self._membership(left, right)
            return self._undecided(right, place) if answer is None else answer is (op == "In")
        return self._order(op, left, right, place)

    def _order(self, op: str, left: Value, right: Value, place: Place) -> Value:
        if isinstance(left, tuple) and isinstance(right, tuple) and all(map(is_constant, left + right)):
            return self._python(lambda: _ORDER[op](left, right), place)
        if is_constant(left) and is_constant(right):
            return self._python(lambda: _ORDER[op](left, right), place)
        if op in ("Eq", "NotEq"):
            solid = (Module, Function, Class, Native, Instance)
            if left is right and not isinstance(left, Unknown):
                return op == "Eq"
            plain = is_constant(left) or is_constant(right)
            if (isinstance(left, solid) and isinstance(right, solid)) or (
                plain
                and (
                    isinstance(left, (Module, Function, Class))
                    or isinstance(right, (Module, Function, Class))
                )
            ):
                overloaded = any(
                    isinstance(v, Instance) and v.cls.lookup("__eq__") is not MISSING for v in (left, right)
                )
                return self._undecided(left, place) if overloaded else op == "NotEq"
        return self._undecided(left if not is_constant(left) else right, place)

    def _identity(self, op: str, left: Value, right: Value, place: Place) -> Value:
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return self._undecided(left if isinstance(left, Unknown) else right, place)
        if is_constant(left) and is_constant(right):
            same = (
                left is right
                if left is None or right is None
                else type(left) is type(right) and left == right
            )
        elif isinstance(left, Ext) and isinstance(right, Ext):
            same = left.path == right.path
        else:
            same = left is right
        return same is (op == "Is")

    def _membership(self, left: Value, right: Value) -> bool | None:
        right = self.decide(right)
        left = self.decide(left)
        if isinstance(left, str) and isinstance(right, str):
            return left in right
        if isinstance(right, DictValue):
            if not is_constant(left) and not isinstance(left, (tuple, Function, Class, Module)):
                return None
            return True if left in right.items else (None if right.unknown else False)
        items = right if isinstance(right, tuple) else right.items if isinstance(right, ListValue) else None
        if items is None or not is_constant(left):
            return None
        if any(is_constant(item) and item == left for item in items):
            return True
        closed = all(is_constant(item) for item in items)
        return False if closed and not (isinstance(right, ListValue) and right.unknown) else None

    def _python(self, compute: Callable[[], Any], place: Place) -> Value:
        try:
            return compute()
        except (TypeError, ValueError, ArithmeticError, KeyError, IndexError) as error:
            raise self.raise_(type(error).__name__, str(error), place) from None

    def _assume(self, value: Value, side: Assumed) -> Value:
        return value if isinstance(value, (Unknown, Assumed)) else Assumed(value, side.note)

    def _undecided(self, value: Value, place: Place) -> Unknown:
        """Return an Unknown that blames the expression that a value comes from."""
        if isinstance(value, Unknown):
            return self.unknown(value.reason, value.place or place, is_foreign=value.is_foreign)
        if isinstance(value, Ext):
            return self.unknown(f"{value.path} is not part of the project", place, is_foreign=True)
        return self.unknown("its value depends on what the source does not say", place)


def _some(items: tuple[Value, ...]) -> bool | None:
    if any(not isinstance(item, Maybe) for item in items):
        return True
    return None if items else False


def _bound(union: Union) -> list[Value]:
    return [option for option in union.options if option is not MISSING] or [None]


def _contains(items: tuple[Value, ...], value: Value) -> bool:
    return any(
        item is value or (is_constant(item) and is_constant(value) and item == value) for item in items
    )


def _type_name(value: Value) -> str:
    if isinstance(value, ListValue):
        return "list"
    return type(value).__name__

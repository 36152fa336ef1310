"""Kinds of values that are compared: what has no order, and what equals nothing of another kind."""

from functools import cache
from typing import Any

from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import is_bare_class, is_object, is_plain_class, is_solid
from automappa_scaffold.interpreter.special_values import OpenTuple
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, ListValue, Value, is_constant

__all__ = [
    "COMPARISON_METHODS",
    "CONTAINERS",
    "are_of_two_kinds",
    "are_without_order",
    "equals_itself_alone",
    "is_bare_member",
    "is_own_object",
    "is_scalar",
    "is_single",
    "know_no_order",
]

COMPARISON_METHODS = {
    "Eq": ("__eq__", "__eq__"),
    "NotEq": ("__ne__", "__ne__"),
    "Lt": ("__lt__", "__gt__"),
    "LtE": ("__le__", "__ge__"),
    "Gt": ("__gt__", "__lt__"),
    "GtE": ("__ge__", "__le__"),
}

CONTAINERS = (tuple, ListValue, DictValue)


def are_without_order(left: Value, right: Value) -> bool:
    """Return whether two values certainly cannot be compared: objects, or values of two kinds."""
    if not all(is_solid(side) or is_bare_class(side) for side in (left, right)):
        return False
    if any(is_object(side) or is_bare_class(side) for side in (left, right)):
        return True
    return is_constant(left) != is_constant(right) or are_of_two_kinds(left, right)


def are_of_two_kinds(left: Value, right: Value) -> bool:
    """Return whether one is a tuple, a list or a dict, and the other another of these."""
    kinds = (tuple, ListValue, DictValue)
    found = [
        tuple if isinstance(side, OpenTuple) else next((k for k in kinds if isinstance(side, k)), None)
        for side in (left, right)
    ]
    return None not in found and found[0] is not found[1]


def know_no_order(op: str, left: Value, right: Value) -> bool:
    """Return whether an object without such methods stands beside another, a constant or a container."""
    sides = list(zip((left, right), COMPARISON_METHODS[op], strict=True))
    if not any(lacks(side, method) for side, method in sides):
        return False
    return all(
        lacks(side, method) or is_constant(side) or isinstance(side, CONTAINERS) for side, method in sides
    )


def is_scalar(value: Value) -> bool:
    """Return whether a value is a constant that equals no container; bytes may equal a ``bytearray``."""
    return is_constant(value) and not isinstance(value, bytes)


def is_own_object(value: Value) -> bool:
    """Return whether a value is a bare ``object()``, or the project's and holds nothing of Python's."""
    if not isinstance(value, Instance) or value.cls.has_content:
        return False
    return is_plain_class(value.cls) or (value.cls.module, value.cls.name) == ("builtins", "object")


def is_bare_member(value: Value) -> bool:
    """Return whether a value is a member of an enumeration that is nothing else, and has no order."""
    if not isinstance(value, Instance) or "__members__" not in value.cls.ns:
        return False
    is_nothing_else = not value.cls.has_content and not value.cls.is_open
    return is_nothing_else and all(base.line or base.module in ("enum", "builtins") for base in value.cls.mro)


def equals_itself_alone(value: Value) -> bool:
    """Return whether nothing that its class inherits makes a value equal to another object."""
    return not isinstance(value, Instance) or all(map(_adds_no_equality, value.cls.mro))


def _adds_no_equality(cls: Class) -> bool:
    if not cls.line and cls.module != "builtins" and _equality_of(f"{cls.module}.{cls.name}") is False:
        return False
    for base in cls.bases:
        if base.__class__ is not Class:
            path = base.path if isinstance(base, (Ext, Native)) else ""
            if not _equality_of(path):
                return False
    return True


@cache
def _equality_of(path: str) -> bool | None:
    """Return whether objects of a class of the library equal themselves alone; None: it is no such class."""
    found = host_object(path) if path else MISSING
    plain: Any = object.__eq__
    return found.__eq__ is plain if isinstance(found, type) else None


def is_single(value: Value) -> bool:
    """Return whether CPython has one object for all that equal a constant."""
    if isinstance(value, int):
        return -5 <= value <= 256
    is_short = value.__class__ in (str, bytes) and len(value) < 2
    return is_short and (not value or isinstance(value, bytes) or value < "\u0100")

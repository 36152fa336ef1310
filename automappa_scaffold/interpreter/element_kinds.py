"""What a value is as an element or a key: hashable, constant, compared by the program."""

from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Union,
    Unknown,
    Value,
    is_constant,
)

__all__ = ["equal_constants", "holds_plainly", "is_compared", "is_hashable", "type_name"]


def is_hashable(key: Value) -> bool:
    """Return whether a value can be found again as a key."""
    if isinstance(key, tuple):
        return all(is_hashable(part) for part in key)
    return not isinstance(key, (Unknown, Union, ListValue, DictValue))


def holds_plainly(value: Value, method: str) -> bool:
    """Return whether an object holds a built-in container, and the program does not redefine the method."""
    return isinstance(value, Instance) and value.cls.has_content and value.cls.lookup(method) is MISSING


def is_compared(key: Value) -> bool:
    """Return whether looking for a key asks the program which objects are equal."""
    if isinstance(key, tuple):
        return any(is_compared(part) for part in key)
    return isinstance(key, Instance) and not key.cls.has_content and key.cls.lookup("__eq__") is not MISSING


def equal_constants(a: Value, b: Value) -> bool:
    """Return whether both are constants, of one type and equal."""
    return is_constant(a) and is_constant(b) and type(a) is type(b) and bool(a == b)


def type_name(value: Value) -> str:
    """Return the name of a value's type, for messages."""
    return "NoneType" if value is None else type(value).__name__.removesuffix("Value").lower()

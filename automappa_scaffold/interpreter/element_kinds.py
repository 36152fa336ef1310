"""What a value is as an element or a key: hashable, constant, compared by the program."""

from automappa_scaffold.interpreter.certain_types import certain_types
from automappa_scaffold.interpreter.comparison_kinds import equals_itself_alone
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.marks import KIND, WHOLE
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    content_of,
)
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.standard_names import TYPE_FORM, never_has
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
    is_foreign,
)

__all__ = [
    "equal_constants",
    "holds_plainly",
    "is_compared",
    "is_hashable",
    "is_no_container",
    "is_no_mapping",
    "is_one_of_containers",
    "type_name",
]


def is_hashable(key: Value) -> bool:
    """Return whether a value can be found again as a key."""
    if isinstance(key, tuple):
        return all(is_hashable(part) for part in key)
    return not isinstance(key, (Unknown, Union, Maybe, ListValue, DictValue, slice))


def holds_plainly(value: Value, method: str) -> bool:
    """Return whether an object holds a built-in container, and the program does not redefine the method."""
    return isinstance(value, Instance) and value.cls.has_content and value.cls.lookup(method) is MISSING


def is_compared(key: Value) -> bool:
    """Return whether looking for a key asks the program which objects are equal."""
    if isinstance(key, tuple):
        return any(map(is_compared, key))
    if not isinstance(key, Instance):
        return False
    method = key.cls.lookup("__eq__")
    if key.cls.has_content:
        return isinstance(method, Function)
    return method is not MISSING or not equals_itself_alone(key)


def equal_constants(a: Value, b: Value) -> bool:
    """Return whether both are constants, and equal as elements are: ``1`` and ``True``, or one ``nan``."""
    return is_constant(a) and is_constant(b) and (a is b or bool(a == b))


def is_one_of_containers(value: Value) -> bool:
    """Return whether it is not decided which container a value is: what they hold is forgotten, not they."""
    return isinstance(value, Union) and all(
        isinstance(option, (ListValue, DictValue)) or is_foreign(option) for option in value.options
    )


def type_name(value: Value) -> str:
    """Return the name of a value's type, for messages."""
    if isinstance(value, SetValue) and value.is_frozen:
        return "frozenset"
    return "NoneType" if value is None else type(value).__name__.removesuffix("Value").lower()


_NO_CONTAINERS = (Bound, Class, Function, Generator, Iterator, Module, Native, Partial, slice)


def is_no_container(value: Value) -> bool:
    """Return whether a value is certainly neither sequence nor mapping."""
    if isinstance(value, Instance):
        return is_plain_class(value.cls)
    if isinstance(value, tuple):  # one with names that Python computed is a constant
        return False
    return is_constant(value) or isinstance(value, _NO_CONTAINERS)


# What stands for a type with others in brackets. The keys of ``dict[str, int]`` are no method of an object.
_OF_TYPES = (("typing", "_GenericAlias"), ("types", "GenericAlias"))


def is_no_mapping(value: Value) -> bool:
    """Return whether ``**`` certainly refuses a value, which has no keys."""
    if isinstance(value, Instance) and (value.cls.module, value.cls.name) in _OF_TYPES:
        return True
    if isinstance(value, Instance) and any(
        value.cls.lookup(name) is not MISSING for name in ("keys", "__getattr__", "__getattribute__")
    ):
        return False
    if isinstance(value, Class) and value.lookup("__class__") is not MISSING:
        return False
    if isinstance(value, Instance) and "__members__" in value.cls.ns:
        return not isinstance(content_of(value), DictValue)
    if isinstance(value, Instance) and isinstance(
        python := host_object(f"{value.cls.module}.{value.cls.name}"), type
    ):
        return not hasattr(python, "keys")
    if isinstance(value, Unknown) and KIND in value.ns:
        return value.ns[KIND] == TYPE_FORM or never_has(value.ns[KIND], "keys")
    if isinstance(content_of(value), (tuple, ListValue, str)) or is_no_container(value):
        return True
    if isinstance(value, Instance) and value.cls.lookup(WHOLE) is True and not value.cls.is_open:
        return True
    kinds = certain_types(value)
    return bool(kinds) and not any(hasattr(kind, "keys") for kind in kinds)

"""What ``auto()`` gives: a value that an enumeration finds, and combinations of such in its body."""

from collections.abc import Callable, Mapping
from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["AUTO", "is_automatic", "is_combined", "number_of"]

_OPERATORS: Mapping[str, Callable[[int, int], int]] = {
    "or": int.__or__,
    "and": int.__and__,
    "xor": int.__xor__,
}
_AUTO = native_class("auto", module="enum", is_whole=True)
AUTO = Native("auto", lambda m, args, kwargs, place: Instance(_AUTO, m.namespace()))


def is_automatic(value: Value) -> bool:
    """Return whether a value is what ``auto()`` gave."""
    return isinstance(value, Instance) and value.cls is _AUTO and value.payload is None


def is_combined(value: Value) -> bool:
    """Return whether a value was combined of others that ``auto()`` gave."""
    return isinstance(value, Instance) and value.cls is _AUTO and value.payload is not None


def number_of(value: Value, found: Callable[[Instance], Value]) -> int | None:
    """Return the number that a combination stands for; ``found``: what an enumeration found for each part."""
    if is_combined(value):
        operation, *parts = value.payload
        numbers = [number_of(part, found) for part in parts]
        return None if None in numbers else operation(*numbers)
    held = found(value) if isinstance(value, Instance) else value
    return held if isinstance(held, int) else None


def _combine(operation: Callable[..., int], m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if any(not isinstance(part, int) and not _is_own(part) for part in args):
        return Ext("builtins.NotImplemented")
    return Instance(_AUTO, m.namespace(), (operation, *args))


def _is_own(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls is _AUTO


for _name, _operation in _OPERATORS.items():
    for _method in (f"__{_name}__", f"__r{_name}__"):
        _AUTO.ns[_method] = Native(_method, partial(_combine, _operation), binds=True)
_AUTO.ns["__invert__"] = Native("__invert__", partial(_combine, int.__invert__), binds=True)

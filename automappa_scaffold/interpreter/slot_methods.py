"""How many arguments Python's own special methods and functions take, and how they refuse others."""

import inspect
import types
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.python_kinds import host_object

__all__ = ["refusal_of_host", "slot_misfit"]

# These take what the class says, and are looked at where objects are made.
_OF_CLASSES = ("__class_getitem__", "__init__", "__init_subclass__", "__new__", "__subclasshook__")
_SAMPLES: dict[type, Any] = {type(iter(())): iter(())}


@cache
def slot_misfit(kind: type, name: str, count: int) -> str:
    """Return what Python says of so many arguments of a special method; empty: it takes them."""
    method = getattr(kind, name, None)
    is_own = isinstance(method, (types.WrapperDescriptorType, types.MethodDescriptorType))
    if not is_own or name in _OF_CLASSES or not name.startswith("__"):
        return ""
    given = [None] * count
    try:
        taken = inspect.signature(getattr(kind, name))
    except (TypeError, ValueError):  # that of no C function is certain to be written down
        return ""
    try:
        taken.bind(None, *given)
    except TypeError:
        return _refusal(kind, name, given)
    return ""


def _refusal(kind: type, name: str, given: list[None]) -> str:
    """Return how a method refuses arguments that it does not take, which it does before anything else."""
    try:
        getattr(_SAMPLES[kind] if kind in _SAMPLES else kind(), name)(*given)
    except TypeError as error:
        return str(error)
    return ""


@cache
def refusal_of_host(path: str, count: int, keywords: tuple[str, ...]) -> str:
    """Return what Python says of arguments that do not fit a function or class, or an empty text."""
    target, given = host_object(path), [None] * count
    if isinstance(target, type) and getattr(target, "__new__", None) is object.__new__:
        target, given = getattr(target, "__init__", None), [None, *given]
    if not isinstance(target, (types.FunctionType, types.BuiltinFunctionType)):
        return ""
    named: dict[str, Any] = dict.fromkeys(keywords)
    try:
        inspect.signature(target).bind(*given, **named)
    except ValueError:
        return ""
    except TypeError:  # so that it is refused before the function does anything
        try:
            target(*given, **named)
        except TypeError as error:
            return str(error)
    return ""

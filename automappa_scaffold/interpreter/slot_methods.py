"""How many arguments the special methods of Python's own classes take, called by name."""

import inspect
import types
from functools import cache
from typing import Any

__all__ = ["slot_misfit"]

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

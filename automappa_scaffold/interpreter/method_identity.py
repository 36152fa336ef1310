"""Methods as built-in classes hold them, bound to no object, and which of them are one and the same."""

import builtins
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import MISSING, Ext, Value

__all__ = ["HeldMethod", "is_same_method", "is_slot"]

_OF_TYPE = "builtins.type."  # so is called what a class has from ``object``


class HeldMethod(partial[Value]):
    """What a method of a built-in class runs, by its name and its class; no class: it is of ``object``."""


def is_slot(value: Native) -> bool:
    """Return whether a function is a method as a built-in class holds it, bound to no object yet."""
    return isinstance(value.run, HeldMethod)


def is_same_method(left: Value, right: Value) -> bool:
    """Return whether two values are methods that built-in classes hold, and one of Python's own."""
    one, other = _in_python(left), _in_python(right)
    return one is not MISSING and one is other


def _in_python(value: Value) -> Any:
    """Return the method of Python's own that a class holds, or MISSING."""
    if isinstance(value, Ext) and value.path.startswith(_OF_TYPE):
        return getattr(object, value.path.removeprefix(_OF_TYPE), MISSING)
    if not isinstance(value, Native) or not isinstance(value.run, HeldMethod):
        return MISSING
    name, owner = value.run.args[:2]
    return getattr(object if owner is None else getattr(builtins, owner.name), name, MISSING)

"""What Python says when an attribute is missing, or can be neither imported, nor set, nor deleted."""

import copy
from typing import Any

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND, MEMBER
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module, describe
from automappa_scaffold.interpreter.python_kinds import member_kind
from automappa_scaffold.interpreter.refusals import PYTHON_TYPES
from automappa_scaffold.interpreter.special_values import RangeValue
from automappa_scaffold.interpreter.values import MISSING, Ext, SetValue, Unknown, Value, is_constant

__all__ = [
    "LIKELY_CAUSE",
    "describe_missing",
    "describe_undeletable",
    "describe_unimportable",
    "describe_unsettable",
    "refused_setting",
]

LIKELY_CAUSE = "(most likely due to a circular import)"


def describe_missing(value: Value, name: str) -> str:
    """Return the text of the AttributeError."""
    if isinstance(value, Unknown) and MEMBER in value.ns:
        return f"'{member_kind(*value.ns[MEMBER])}' object has no attribute '{name}'"
    if isinstance(value, Unknown):
        kind = value.ns.get(KIND, "").rpartition(".")[2].removesuffix("()")
        return f"'{kind}' object has no attribute '{name}'"
    if isinstance(value, Ext) and value.path.rpartition(".")[2][:1].isupper():
        return f"type object '{value.path.rpartition('.')[2]}' has no attribute '{name}'"
    if isinstance(value, Ext):
        return f"module '{value.path}' has no attribute '{name}'"
    if isinstance(value, Module) and value.state == "running":
        return f"partially initialized module '{value.name}' has no attribute '{name}' {LIKELY_CAUSE}"
    if isinstance(value, Module):
        return f"module '{value.name}' has no attribute '{name}'"
    if isinstance(value, Class):
        return f"type object '{value.name}' has no attribute '{name}'"
    if isinstance(value, (Generator, Instance, SetValue, tuple)) or is_constant(value):
        kind = kind_name(value)
    else:
        kind = "function" if isinstance(value, (Bound, Function)) else describe(value)
    return f"'{kind}' object has no attribute '{name}'"


def describe_unimportable(module: Module, name: str, where: str) -> str:
    """Return the text of the ImportError of ``from module import name``; ``where`` the module's file is."""
    partial = f"partially initialized module '{module.name}' {LIKELY_CAUSE}"
    shown = partial if module.state == "running" else f"'{module.name}'"
    return f"cannot import name '{name}' from {shown} ({where})"


def describe_unsettable(value: Value, name: str, python: tuple[int, ...]) -> str:
    """Return what a Python of this version says where an object has no room for an attribute."""
    if isinstance(value, Instance) and value.cls.lookup(name) is not MISSING:
        return f"'{value.cls.name}' object attribute '{name}' is read-only"
    more = " and no __dict__ for setting new attributes" if python >= (3, 13) else ""
    return f"{describe_missing(value, name)}{more}"


def refused_setting(value: Value, name: str) -> AttributeError | TypeError | None:
    """Return what Python raises where an attribute of a constant or container is set; None: it is set.

    The error has no text where there is no attribute of this name: Python's versions say that in other words.
    """
    if isinstance(value, RangeValue):
        own: Any = value.told
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        own = ()
    else:
        found = next((python for kind, python in PYTHON_TYPES if isinstance(value, kind)), None)
        own = copy.copy(value) if found is None else [].append if isinstance(value, Bound) else found()
    try:
        setattr(own, name, object())
    except TypeError as error:
        return error
    except AttributeError as error:
        return error if hasattr(type(own), name) else AttributeError()
    return None


def describe_undeletable(value: Value, name: str, python: tuple[int, ...]) -> str:
    """Return what a Python of this version says where an attribute that is to be deleted is not there."""
    if python < (3, 11):
        return name
    return (
        f"'module' object has no attribute '{name}'"
        if isinstance(value, Module)
        else describe_missing(value, name)
    )

"""Attributes that Python's own kinds of objects have, whether a model has them or not."""

import builtins
import enum
import functools
import types
from collections.abc import Iterable

from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Super,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.values import Value

__all__ = ["gives", "has_in_python", "has_like_all"]

# What the values stand for: an attribute that Python has there, and no model here, is not missing.
_PYTHON_KINDS: tuple[tuple[type, type], ...] = (
    (Function, types.FunctionType),
    (Bound, types.MethodType),
    (Native, types.BuiltinFunctionType),
    (Partial, functools.partial),
    (Wrapper, property),
    (Module, types.ModuleType),
    (Class, type),
    (Super, super),
    (Iterator, types.GeneratorType),
    (Instance, object),
)


def has_in_python(value: Value, name: str) -> bool:
    """Return whether Python gives such an object an attribute of this name."""
    if isinstance(value, Instance):
        raised = next((base.name for base in value.cls.mro if base.name in EXCEPTIONS), "")
        if raised and gives(getattr(builtins, raised, object), name):
            return True
        if any(gives(python, name) for python in _hosts_of(value.cls)):
            return True
        if "__members__" in value.cls.ns and hasattr(_Member.A, name):
            return True
    if isinstance(value, Class):
        if name == "__abstractmethods__":
            return False  # ``type`` names it, and refuses to tell it
        if any(hasattr(python, name) for python in _hosts_of(value)):
            return True  # an enumeration has what its metaclass gives it
        if isinstance(value.lookup("__class__"), Class) and not name.startswith("__"):
            return False
    if isinstance(value, Module) and name in ("__path__", "__file__"):
        return False
    if isinstance(value, Instance) and name == "__dict__":
        return False
    kind = next((python for known, python in _PYTHON_KINDS if isinstance(value, known)), None)
    return kind is not None and gives(kind, name)


def has_like_all(value: Value, name: str) -> bool:
    """Return whether Python gives such a name to all functions, methods, partials or enumerations."""
    if isinstance(value, Class) and "__members__" in value.ns and gives(enum.EnumMeta, name):
        return name != "__abstractmethods__"
    return isinstance(value, (Function, Bound, Partial)) and has_in_python(value, name)


def _hosts_of(cls: Class) -> Iterable[type]:
    """Yield the classes of Python that a class is, or is below, ``object`` apart."""
    is_enumeration = False
    for base in cls.mro:
        found = host_object(f"{base.module}.{base.name}")
        if isinstance(found, type) and found is not object:
            yield found
        is_enumeration = is_enumeration or "__members__" in base.ns
    if is_enumeration:
        yield _Member


class _Member(enum.IntEnum):
    """Has what members have."""

    A = 1


def gives(kind: type, name: str) -> bool:
    """Return whether objects of a class have an attribute from it; what the class itself has is no matter."""
    return any(name in base.__dict__ for base in kind.__mro__)

"""Classes that cannot be instantiated, because a method of theirs is abstract."""

import collections.abc
import contextlib
from collections.abc import Iterator

from automappa_scaffold.interpreter.objects import Class, Function, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Ext, Value

__all__ = ["is_abstract"]

_LIBRARY = {
    "collections.abc": collections.abc,
    "typing": collections.abc,  # whose names there are other names of the same
    "contextlib": contextlib,
}


def is_abstract(cls: Class) -> bool:
    """Return whether ``ABCMeta`` refuses to make an object of a class."""
    if cls.is_open and _lacks_of_library(cls):
        return True
    if not any(
        base.module == "abc" for base in (*cls.mro, cls.lookup("__class__")) if isinstance(base, Class)
    ):
        return False
    names = {name for base in cls.mro for name, value in base.ns.items() if _is_marked(value)}
    return any(_is_marked(cls.lookup(name)) for name in names)


def _is_marked(value: Value) -> bool:
    function = value.function if isinstance(value, Wrapper) else value
    return isinstance(function, Function) and function.ns.get("__isabstractmethod__") is True


def _lacks_of_library(cls: Class) -> bool:
    """Return whether a class lacks a method that an abstract class of the standard library asks for."""
    outside = [*_outside(cls)]
    if not outside or None in outside or not all(base.line for base in cls.mro):
        return False
    needed = {name for base in outside for name in getattr(base, "__abstractmethods__", ())}
    return any(
        cls.lookup(name) is MISSING
        and all(
            name in getattr(base, "__abstractmethods__", ()) or not hasattr(base, name) for base in outside
        )
        for name in needed
    )


def _outside(cls: Class) -> Iterator[type | None]:
    """Go through the bases that are not the project's: abstract classes of the library, None for others."""
    for known in cls.mro:
        for base in known.bases:
            if isinstance(base, Ext):
                module, _, name = base.path.rpartition(".")
                found = getattr(_LIBRARY.get(module), name, None)
                yield found if isinstance(found, type) else None
            elif not isinstance(base, Class):
                yield None

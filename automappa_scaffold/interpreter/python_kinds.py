"""Of which of Python's own kinds a value is: function, class, module and so on."""

import importlib
import importlib.util
import inspect
import sys
import typing
import weakref
from abc import ABCMeta
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.marks import KIND
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Union,
    Unknown,
    Value,
    is_constant,
)

__all__ = [
    "ROUTINES",
    "has_no_dict",
    "host_object",
    "is_immutable",
    "is_standard_module",
    "kind_of",
    "lacks_annotations",
    "lacks_in_host",
    "lacks_in_member",
    "lacks_module",
    "member_kind",
    "name_in_host",
    "never_named",
    "standard_class",
    "stands_for_no_class",
]

_IMMUTABLE = 1 << 8  # ``Py_TPFLAGS_IMMUTABLETYPE``

# What ``inspect.isroutine`` says yes to; ``slot``: a method as a built-in class holds it.
ROUTINES = frozenset(("builtin", "function", "method", "slot"))

# Importing these does more than to bind names.
_NOT_IMPORTED = frozenset(("__main__", "antigravity", "idlelib", "lib2to3", "test", "this", "turtledemo"))

# Whatever is in them, objects of these have no other attributes.
_PLAIN = frozenset(
    (
        *(str, bytes, int, float, bool, tuple, list, dict, set, frozenset, type(None), type(...)),
        *(type(NotImplemented), weakref.WeakValueDictionary, weakref.WeakKeyDictionary),
    )
)
_OBJECTS = (tuple, ListValue, DictValue, Partial, Wrapper, Generator, Iterator)


def kind_of(m: Core, value: Value) -> str | None:
    """Return the kind of a value, or None where it is not known; ``object``: none of the others."""
    value = m.decide(value)
    if isinstance(value, Union):
        kinds = {kind_of(m, option) for option in value.options if option is not MISSING}
        return kinds.pop() if len(kinds) == 1 else None
    if isinstance(value, Function):
        if "__is_cached__" in value.ns:
            return "object"
        return "function" if value.module.path else _host_kind(_path_of(value))
    if isinstance(value, Bound):
        bound = value.function
        is_own = isinstance(bound, Function) and bound.module.path
        is_host = isinstance(bound, (Ext, Native)) and _host_kind(bound.path) == "function"
        return "method" if is_own or is_host else None
    if isinstance(value, Class):  # some of the library's stand for functions, as ``NamedTuple``
        is_function = value.module == "typing" and _host_kind(f"typing.{value.name}") == "function"
        return "function" if is_function and not value.line else "class"
    if isinstance(value, Module):
        return "module"
    if isinstance(value, Native):
        is_standard = value.path.partition(".")[0] in sys.stdlib_module_names
        return "function" if value.path and not is_standard else _host_kind(value.path)
    if isinstance(value, Ext):
        # Below a package a function may have the name of the module that it is in.
        is_top = "." not in value.path
        return "module" if is_top and m.is_outside_module(value) else _host_kind(value.path)
    if isinstance(value, Unknown):
        return "object" if KIND in value.ns else None
    is_object = isinstance(value, (Instance, *_OBJECTS)) or is_constant(value)
    return "object" if is_object else None


def _path_of(function: Function) -> str:
    """Return the dotted path that a function written in ``library`` stands for."""
    return f"{function.module.name}.{function.ns.get('__name__')}"


def _host_kind(path: str) -> str | None:
    found = host_object(path)
    if found is MISSING:
        return None
    if inspect.isclass(found):
        return "class"
    if inspect.ismodule(found):
        return "module"
    if inspect.isfunction(found):
        return "function"
    if inspect.ismethod(found):
        return "method"
    if inspect.isbuiltin(found):
        return "builtin"
    return "slot" if inspect.isroutine(found) else "object"


@cache
def host_object(path: str) -> Any:
    """Return what a dotted path of the standard library means in this Python, or MISSING."""
    top, *parts = path.split(".")
    if top not in sys.stdlib_module_names or top in _NOT_IMPORTED:
        return MISSING
    try:
        found: Any = importlib.import_module(top)
        name = top
        for part in parts:
            name = f"{name}.{part}"
            if inspect.ismodule(found) and not hasattr(found, part):
                importlib.import_module(name)
            found = getattr(found, part)
    except (ImportError, AttributeError):
        return MISSING
    return found


def name_in_host(path: str, name: str, python: tuple[int, ...]) -> Any:
    """Return what a class or function of the standard library is called, or MISSING."""
    found = host_object(path)
    if found is MISSING or (name == "__module__" and python[:2] != sys.version_info[:2]):
        return MISSING
    told = getattr(found, name, None)
    return told if isinstance(told, str) and (isinstance(found, type) or callable(found)) else MISSING


@cache
def is_standard_module(name: str) -> bool:
    """Return whether a module below a package of the standard library is, or may be, there in this Python."""
    top = name.partition(".")[0]
    if top in _NOT_IMPORTED:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
    except (ImportError, ValueError):
        return True


def stands_for_no_class(value: Value) -> bool:
    """Return whether a value is an object of the standard library that ``isinstance`` refuses as a class."""
    found = host_object(value.path) if isinstance(value, Ext) else MISSING
    if found is typing.Any or isinstance(found, typing._SpecialForm):
        return True
    is_class = isinstance(found, (type, tuple)) or hasattr(type(found), "__instancecheck__")
    return found is not MISSING and not is_class


def has_no_dict(path: str) -> bool:
    """Return whether objects of a class of the standard library have no ``__dict__``."""
    found = host_object(path)
    return isinstance(found, type) and not found.__dictoffset__


def is_immutable(path: str) -> bool:
    """Return whether a path is a class of the standard library whose attributes cannot be set."""
    found = host_object(path)
    return isinstance(found, type) and bool(found.__flags__ & _IMMUTABLE)


def lacks_module(path: str) -> bool:
    """Return whether objects of a class of the standard library have no ``__module__``."""
    found = host_object(path)
    return isinstance(found, type) and not any("__module__" in base.__dict__ for base in found.__mro__)


def lacks_annotations(path: str) -> bool:
    """Return whether a path is a class of the standard library that can have no annotations."""
    found = host_object(path)
    return isinstance(found, type) and not hasattr(found, "__annotations__")


def standard_class(value: Value) -> type | None:
    """Return the class of the standard library that a value stands for, or None."""
    path = value.path if isinstance(value, Ext) else ""
    if isinstance(value, Class) and not value.line:
        path = f"{value.module}.{value.name}"
    found = host_object(path) if path else None
    return found if type(found) in (type, ABCMeta) else None


def lacks_in_host(path: str, name: str) -> bool:
    """Return whether a function, or a plain value, of the standard library has no such attribute."""
    if path and path.partition(".")[0] not in sys.stdlib_module_names:
        return False
    found = host_object(path) if path else MISSING
    is_told = inspect.isroutine(found) or type(found) in _PLAIN or type(found).__module__ == "typing"
    return found is not MISSING and is_told and not hasattr(found, name)


@cache
def member_kind(owner: str, name: str) -> str:
    """Return how errors show a method of a class of the standard library; an empty text: it is none."""
    found = host_object(f"{owner}.{name}")
    if not inspect.isroutine(found):
        return ""
    return "function" if inspect.isfunction(found) else "builtin_function_or_method"


class _Lone:
    def method(self) -> None:
        """Stand for a method that has no attributes but those of all methods."""


@cache
def lacks_in_member(owner: str, name: str, attribute: str) -> bool:
    """Return whether a method, of an object of a class of the standard library, has no such attribute."""
    kind = member_kind(owner, name)
    return kind != "" and not hasattr(_Lone().method if kind == "function" else [].append, attribute)


@cache
def never_named(path: str, name: str) -> bool:
    """Return whether a private name occurs nowhere in the source of a class of the standard library."""
    found = host_object(path)
    if not inspect.isclass(found) or hasattr(found, name):
        return False
    modules = {sys.modules.get(base.__module__) for base in found.__mro__ if base is not object}
    try:
        return all(module is not None and name not in inspect.getsource(module) for module in modules)
    except (OSError, TypeError):  # it is not written in Python
        return False

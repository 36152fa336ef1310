"""Of which classes of Python's own a value certainly is: whoever takes none of them refuses it."""

import _thread
import enum
import inspect
import sys
import types
from functools import partial
from typing import Any

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
    Super,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.special_values import OpenTuple, ProxyValue, RangeValue, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Unknown,
    Value,
    is_constant,
)

__all__ = [
    "SETTLED",
    "STANDS_FOR",
    "certain_types",
    "has_fixed_attributes",
    "is_library_function_of_python",
    "is_never_raised",
    "is_none_of",
    "is_of_project",
    "python_metaclasses",
]


class _SomeIterator:
    """Stands for the class of an iterator, whichever that is."""

    __slots__ = ()

    def __iter__(self) -> "_SomeIterator":
        return self

    def __next__(self) -> None:
        raise StopIteration


_OF_VALUES: tuple[tuple[type, type], ...] = (
    (Function, types.FunctionType),
    (Bound, types.MethodType),
    (Module, types.ModuleType),
    (Partial, partial),
    (Super, super),
    (RangeValue, range),
    (tuple, tuple),
    (slice, slice),
    (OpenTuple, tuple),
    (ListValue, list),
    (ProxyValue, types.MappingProxyType),
    (Iterator, _SomeIterator),
)
# What a class is that names one of these among its bases: functions, and a class of newer Pythons.
STANDS_FOR: dict[str, type] = {
    "typing.NamedTuple": tuple,
    "typing.TypedDict": dict,
    "enum.ReprEnum": getattr(enum, "ReprEnum", enum.Enum),
    "threading.lock": _thread.LockType,
}
# Objects that nobody sets anew.
SETTLED = ("builtins.NotImplemented", "dataclasses.KW_ONLY", "dataclasses.MISSING", "os.environ")
_OF_WRAPPERS: dict[str, type] = {
    "property": property,
    "classmethod": classmethod,
    "staticmethod": staticmethod,
}


def is_of_project(cls: Class) -> bool:
    """Return whether a class is neither built in nor of a library, whose model may have less than it."""
    if (cls.module, cls.name) == ("builtins", "object"):
        return True
    return bool(cls.line) and cls.module.partition(".")[0] not in sys.stdlib_module_names


def certain_types(value: Value) -> tuple[type, ...]:
    """Return Python's own classes, or those below them, of which a value certainly is; empty: not known.

    Of an object of the program's they are what its class inherits from, ``object`` at least.
    """
    if isinstance(value, Instance):
        return _of_instance(value.cls)
    if is_constant(value):
        return (type(value),)
    if isinstance(value, Class):
        return _of_class(value)
    if isinstance(value, (ViewValue, Generator)):
        is_iterator = isinstance(value, Generator) and not (value.is_generator or value.is_async)
        return (_SomeIterator if is_iterator else value.python,)
    if isinstance(value, SetValue):
        return (frozenset if value.is_frozen else set,)
    if isinstance(value, DictValue) and not isinstance(value, ProxyValue):
        return (types.MappingProxyType if value.is_read_only else dict,)
    if isinstance(value, Function) and not value.module.path:
        return _of_library(f"{value.module.name}.{value.ns.get('__name__')}")
    if isinstance(value, Wrapper):
        return tuple(_OF_WRAPPERS[kind] for kind in (value.kind,) if kind in _OF_WRAPPERS)
    if isinstance(value, (Ext, Native)):
        return _of_library(value.path)
    if isinstance(value, Unknown):
        kind = host_object(value.ns[KIND]) if KIND in value.ns else MISSING
        return (kind,) if isinstance(kind, type) else ()
    return next(((python,) for kind, python in _OF_VALUES if isinstance(value, kind)), ())


def _of_class(cls: Class) -> tuple[type, ...]:
    """Return the classes that a class is an object of, or its metaclass inherits from."""
    if not cls.line and inspect.isroutine(host_object(f"{cls.module}.{cls.name}")):
        return (types.FunctionType,)  # it only stands among bases, as ``NamedTuple`` does
    meta = cls.lookup("__class__")
    own = _of_instance(meta) if isinstance(meta, Class) else ()
    return (*own, *python_metaclasses(cls), type)


def python_metaclasses(cls: Class) -> tuple[type, ...]:
    """Return the classes of the library's classes that a class inherits from; empty: not all are known."""
    return tuple(map(type, _of_instance(cls)))


def _of_library(path: str) -> tuple[type, ...]:
    """Return the class of a class, function or module of the library; other objects may be replaced."""
    found = host_object(path) if path else MISSING
    is_settled = inspect.isroutine(found) or isinstance(found, (type, types.ModuleType))
    is_settled = is_settled or path in SETTLED or type(found).__module__ == "typing"
    return (type(found),) if is_settled else ()


def _of_instance(cls: Class) -> tuple[type, ...]:
    """Return the classes of the standard library that a class is or inherits from, where all are known."""
    if cls.is_open:
        return ()
    libraries = [base for base in cls.mro if not is_of_project(base)]
    paths = [f"{base.module}.{base.name}" for base in libraries]
    found = [STANDS_FOR.get(path) or host_object(path) for path in paths]
    is_known = all(isinstance(host, type) for host in found)
    return (*found, object) if is_known else ()


def is_never_raised(value: Value) -> bool:
    """Return whether a value is certainly neither an exception nor a class of exceptions."""
    if isinstance(value, Class):
        own = () if value.line else (host_object(f"{value.module}.{value.name}"),)
        found = _of_instance(value) or tuple(one for one in own if isinstance(one, type))
        return bool(found) and not any(issubclass(one, BaseException) for one in found)
    host = host_object(value.path) if isinstance(value, (Ext, Native)) and value.path else MISSING
    if isinstance(host, type):
        return not issubclass(host, BaseException)
    return is_none_of(value, type, BaseException)


def is_library_function_of_python(value: Value) -> bool:
    """Return whether a value is a function of the standard library that objects bind: none written in C."""
    return isinstance(value, (Ext, Native)) and _of_library(value.path) == (types.FunctionType,)


def has_fixed_attributes(value: Value) -> bool:
    """Return whether a value is certainly an object of Python's own without a dict for attributes."""
    if isinstance(value, Instance) and any(base.line for base in value.cls.mro):
        return False  # a model that is written in Python keeps what it needs as attributes
    found = certain_types(value)
    return bool(found) and not any(one.__dictoffset__ for one in found)


def is_none_of(value: Value, *kinds: Any) -> bool:
    """Return whether a value is certainly an object of none of some classes, nor of one below them."""
    found = certain_types(value)
    return bool(found) and not any(issubclass(one, kinds) for one in found)

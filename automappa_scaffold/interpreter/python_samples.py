"""Objects of Python's own that stand for abstract ones: of such a kind, operators refuse the same."""

import builtins
import enum
import functools
import importlib
import inspect
import typing
from collections import Counter, OrderedDict, defaultdict
from typing import Any, Optional

from automappa_scaffold.interpreter.certain_types import (
    SETTLED,
    STANDS_FOR,
    is_of_project,
    python_metaclasses,
)
from automappa_scaffold.interpreter.marks import AWARE, KIND, MEMBER, WHOLE
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
from automappa_scaffold.interpreter.refusals import is_bare_class, is_builtin, is_plain_class
from automappa_scaffold.interpreter.standard_names import (
    CALLABLE_FORM,
    GENERIC_FORM,
    TYPE_FORM,
    describes_standard,
    never_has,
)
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value

__all__ = ["sample_of"]


class _SomeClass:
    """Stands for a class."""


class _SomeEnumeration(enum.Enum):
    """Stands for an enumeration."""


def _some_function() -> None:
    """Stand for a function."""


_function: Any = _some_function
_OF_KINDS: dict[str, Any] = {
    TYPE_FORM: Optional[_SomeClass],  # noqa: UP045 - a value
    GENERIC_FORM: typing.List[_SomeClass],  # noqa: UP006 - a value
    CALLABLE_FORM: typing.Callable[..., _SomeClass],
    "typing.TypeVar": typing.TypeVar("_SomeVariable"),
    "typing.ParamSpec": typing.ParamSpec("_SomeParameters"),
}
_OF_WRAPPERS: dict[str, Any] = {
    "property": property(_function),
    "classmethod": classmethod(_function),
    "staticmethod": staticmethod(_function),
    "cached_property": functools.cached_property(lambda _: None),
}
_DAYS = ("datetime.date", "datetime.datetime")
# Special methods that say nothing of what operators and built-in functions make of an object.
_USUAL = frozenset(
    [
        *("__call__", "__class_getitem__", "__enter__", "__exit__", "__init__", "__init_subclass__"),
        *("__new__", "__on_class__", "__post_init__", "__reduce__", "__reduce_args__", "__reduce_keys__"),
        *("__reduce_v1__", "__repr__", "__set_name__", "__subclasshook__"),
    ]
)
# What every object has, and what says nothing of operators either.
_OF_ALL_OBJECTS = (
    frozenset(dir(_SomeClass))
    | _USUAL - {"__call__", "__enter__", "__exit__", "__repr__"}
    | {*("__getattr__", "__delattr__", "__del__", "__name__", "__qualname__", "__slots__")}
    - {"__eq__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__", "__str__", "__format__"}
)


def sample_of(value: Value) -> Any:
    """Return another object of the same kind, or MISSING: there is none, or it is a constant or container."""
    if isinstance(value, Class):
        return _of_class(value)
    if isinstance(value, (Function, Bound)):
        return _some_function
    if isinstance(value, Module):
        return builtins
    if isinstance(value, Wrapper):
        return _OF_WRAPPERS.get(value.kind, MISSING)
    if isinstance(value, Partial):
        return functools.partial(_some_function)
    if isinstance(value, Super):
        return super(_SomeClass, _SomeClass())
    if isinstance(value, (Ext, Native)):
        return _of_library(value)
    if isinstance(value, Unknown) and MEMBER in value.ns:
        is_method = inspect.isroutine(host_object(".".join(value.ns[MEMBER])))
        return _some_function if is_method else MISSING
    if isinstance(value, Unknown):
        kind = value.ns.get(KIND, "")
        return _OF_KINDS[kind] if kind in _OF_KINDS else _of_kind(kind, value.ns.get(AWARE))
    if isinstance(value, Instance) and (value.cls.module, value.cls.name) == ("types", "GenericAlias"):
        return list[_SomeClass]
    if isinstance(value, Instance) and (value.cls.module, value.cls.name) == ("typing", "_GenericAlias"):
        return _OF_KINDS[GENERIC_FORM]
    if isinstance(value, Instance) and value.cls.lookup(WHOLE) is True and not value.cls.line:
        names = {str(name) for base in value.cls.mro for name in base.ns}
        is_plain = not value.cls.is_open and not value.cls.has_content and names.isdisjoint(_OF_CONTENT)
        return _some_whole(value.cls.name, frozenset(names)) if is_plain else MISSING
    if isinstance(value, Instance) and value.cls.module == "builtins":
        python = host_object(f"builtins.{value.cls.name}")
        is_error = isinstance(python, type) and issubclass(python, BaseException)
        return object() if python is object else BaseException() if is_error else MISSING
    if isinstance(value, Instance) and not is_of_project(value.cls):
        made = _of_type(_type_of(value.cls))
        if made is not MISSING:
            return made
    is_known = isinstance(value, Instance) and (
        is_plain_class(value.cls) or value.cls.lookup("<methods>") is not MISSING
    )
    return _SomeClass() if is_known and not _is_special(value.cls) else MISSING


def _of_class(cls: Class) -> Any:
    """Return another class with the same operators, or MISSING."""
    if is_bare_class(cls):
        return _SomeClass
    kinds = python_metaclasses(cls) if cls.lookup("__class__") is MISSING else ()
    if not kinds or any(kind.__module__ not in ("builtins", "abc", "enum", "typing") for kind in kinds):
        return MISSING
    return _SomeEnumeration if any(kind.__module__ == "enum" for kind in kinds) else _SomeClass


# Of a class below a built-in one, whose objects are more than their special methods say.
_OF_CONTENT = ("keys", "append", "count", "add", "upper", "bit_length", "is_integer")


@functools.cache
def _some_whole(name: str, names: frozenset[str]) -> Any:
    """Return an object with these special methods, none of which says anything."""

    def ask(*_: Any) -> Any:
        raise ValueError(name)

    special = {one for one in names if one.startswith("__") and one.endswith("__")} - _OF_ALL_OBJECTS
    return type(name, (), dict.fromkeys(special, ask))()


# What built-in functions take for what it holds, and not for its special methods.
_WITH_BUFFERS = ("array", "mmap", "ctypes", "_ctypes")
_BY_CONTENT = (
    *(str, bytes, bytearray, memoryview, int, float, complex, tuple, list, dict, set, frozenset, type),
)


def _of_kind(kind: str, is_aware: bool | None) -> Any:
    """Return an object of a kind that is told, or MISSING."""
    found = host_object(kind) if kind else MISSING
    if kind in _DAYS:
        return _some_day(kind, is_aware)
    is_told = all(never_has(kind, name) != (name in dir(found)) for name in ("__call__", "__len__"))
    return _of_type(found) if is_told else MISSING


def _type_of(cls: Class) -> Any:
    """Return what a class of the library is in Python, or MISSING."""
    path = f"{cls.module}.{cls.name}"
    return STANDS_FOR.get(path) or host_object(path)


def _of_type(found: Any) -> Any:
    """Return an object with the special methods of a class, none of which says anything, or MISSING."""
    if found in (Counter, OrderedDict, defaultdict):
        return Counter()
    if (
        found is object
        or not isinstance(found, type)
        or found.__module__ in _WITH_BUFFERS
        or issubclass(found, _BY_CONTENT)
    ):
        return MISSING
    names = frozenset(name for base in found.__mro__[:-1] for name in base.__dict__)
    return _some_whole(found.__name__, names)


@functools.cache
def _some_day(kind: str, is_aware: bool | None) -> Any:
    """Return a day or moment.

    Beside another, nothing is said of a moment of which it is not known whether it is aware.
    """
    library: Any = importlib.import_module("datetime")  # of which most projects have no use at import
    if kind == "datetime.date":
        return library.date(2000, 1, 1)
    if is_aware is not None:
        return library.datetime(2000, 1, 1, tzinfo=library.timezone.utc if is_aware else None)

    def beside(name: str) -> Any:
        def run(self: Any, other: Any) -> Any:
            if isinstance(other, library.datetime):
                raise ValueError(name)
            return getattr(library.datetime, name)(self, other)

        return run

    names = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__sub__", "__rsub__")
    return type(kind, (library.datetime,), {name: beside(name) for name in names})(2000, 1, 1)


def _of_library(value: Ext | Native) -> Any:
    """Return what stands for a module, function or plain class of the standard library."""
    if value.path == "builtins.NotImplemented":
        return NotImplemented
    if value.path in SETTLED:
        return _of_type(type(host_object(value.path)))
    if describes_standard(value.path, "module"):
        return builtins if isinstance(value, Ext) else MISSING
    if is_builtin(value) or describes_standard(value.path, "function"):
        return _some_function if inspect.isroutine(host_object(value.path)) else MISSING
    if value.path.startswith("typing.") and type(form := host_object(value.path)).__module__ == "typing":
        return _SomeClass if isinstance(form, type) else form
    is_class = isinstance(value, Ext) and describes_standard(value.path, "class")
    found = host_object(value.path) if is_class else None
    is_plain = type(found) is type and not hasattr(found, "__class_getitem__")
    return _SomeClass if is_plain else MISSING


def _is_special(cls: Class) -> bool:
    """Return whether objects of a class have special methods of the program's."""
    names = (
        name for base in cls.mro for name, item in base.ns.items() if isinstance(item, (Function, Native))
    )
    return any(isinstance(name, str) and name.startswith("__") and name not in _USUAL for name in names)

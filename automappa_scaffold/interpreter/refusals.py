"""What Python refuses to do with values that are wholly known: an error, where others are unknown."""

import functools
import sys

from automappa_scaffold.interpreter.certain_types import certain_types, is_of_project
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.marks import KIND, WHOLE
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
)
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.standard_names import describes_standard
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
    "PYTHON_TYPES",
    "is_bare_class",
    "is_builtin",
    "is_definition",
    "is_library_function",
    "is_no_class",
    "is_no_str",
    "is_no_text",
    "is_not_implemented",
    "is_object",
    "is_plain_class",
    "is_seen_class",
    "is_solid",
    "is_unhashable",
    "takes_no_types",
]

# What is kept here as an object of a kind of ours, with Python's own type of it.
_FUNCTION = type(lambda: None)
PYTHON_TYPES: tuple[tuple[type, type], ...] = (
    (Function, _FUNCTION),
    (Bound, type([].append)),
    (Module, type(__import__("sys"))),
    (SetValue, set),
    (ListValue, list),
    (DictValue, dict),
    (Partial, functools.partial),
)

_NO_CLASSES = frozenset(
    ["typing.TypeVar", "typing.ParamSpec", "typing.TypeVarTuple"]
    + [
        f"builtins.{name}"
        for name in ("str", "int", "float", "bytes", "bool", "list", "tuple", "dict", "set")
    ]
)
# What Celery makes its apps and tasks of: these classes have no metaclass.
_WITHOUT_METACLASS = ("celery.app.base", "celery.app.task")


def is_plain_class(cls: Value) -> bool:
    """Return whether a class and all that it inherits from, ``object`` apart, stand in the project."""
    return isinstance(cls, Class) and not cls.is_open and bool(cls.line) and all(map(is_of_project, cls.mro))


def takes_no_types(value: Value) -> bool:
    """Return whether a value is a class that is seen to take no types in brackets."""
    return isinstance(value, Class) and (
        is_plain_class(value) or (is_bare_class(value) and all(map(_takes_none, value.mro)))
    )


def is_builtin_class(cls: Class) -> bool:
    """Return whether a class is built in: types in brackets behind it make another object."""
    return cls.module == "builtins" and not cls.line


def _takes_none(cls: Class) -> bool:
    return is_of_project(cls) or _is_error(cls) or cls.module in _WITHOUT_METACLASS


def _is_error(cls: Class) -> bool:
    return EXCEPTIONS.get(cls.name) is cls and "Group" not in cls.name


def is_seen_class(cls: Value) -> bool:
    """Return whether all special methods of a class are seen: in the project, or in models that have all."""
    return (
        isinstance(cls, Class)
        and not cls.is_open
        and all(is_of_project(base) or base.ns.get(WHOLE) is True for base in cls.mro)
    )


def is_bare_class(value: Value) -> bool:
    """Return whether a value is a class of which ``type`` alone says what its operators do."""
    if not isinstance(value, Class) or value.lookup("__class__") is not MISSING:
        return False
    if value.is_open and value.line:
        return False
    return all(is_of_project(cls) or (not cls.line and _is_of_python(cls)) for cls in value.mro)


def _is_of_python(cls: Class) -> bool:
    top = cls.module.partition(".")[0]
    if cls.module in _WITHOUT_METACLASS:
        return True
    return top in sys.stdlib_module_names and top not in ("enum", "typing")


def is_definition(value: Value) -> bool:
    """Return whether a value is a class or built-in function that has no operators, ``|`` apart."""
    if isinstance(value, Ext):
        is_form = value.path.rpartition(".")[0] in ("typing", "typing_extensions")
        return is_form or any(describes_standard(value.path, kind) for kind in ("class", "function"))
    return is_bare_class(value) or is_builtin(value)


def is_no_class(value: Value) -> bool:
    """Return whether what is not decided is certainly an object, and nothing that stands for a class."""
    return isinstance(value, Unknown) and value.ns.get(KIND) in _NO_CLASSES


def is_builtin(value: Value) -> bool:
    """Return whether a value stands for a function or class that is built in."""
    return isinstance(value, Native) and value.path.startswith("builtins.")


def is_library_function(value: Value) -> bool:
    """Return whether a value stands for a function of a library, written in Python."""
    top = value.path.partition(".")[0] if isinstance(value, Native) else ""
    return bool(top) and top not in sys.stdlib_module_names


def is_no_text(value: Value) -> bool:
    """Return whether a value certainly is no text, and no path either."""
    if is_constant(value):
        return not isinstance(value, str)
    if isinstance(value, Instance) and value.cls.lookup("__fspath__") is not MISSING:
        return False
    if isinstance(value, Instance) and not (value.cls.is_open or value.cls.has_content):
        return True
    kinds = certain_types(value)
    texts = (str, bytes, bytearray) if isinstance(value, Unknown) else str
    return bool(kinds) and not any(issubclass(kind, texts) or hasattr(kind, "__fspath__") for kind in kinds)


def is_no_str(value: Value) -> bool:
    """Return whether a value certainly is no text; a path is none, either."""
    if isinstance(value, Instance) and value.cls.lookup("__fspath__") is not MISSING:
        is_known = is_plain_class(value.cls) or not is_of_project(value.cls)
        return is_known and not value.cls.has_content
    return is_no_text(value)


def is_solid(value: Value) -> bool:
    """Return whether a value takes part in no operation but by methods that can be seen here."""
    if isinstance(value, Instance):
        return is_plain_class(value.cls)
    return (
        is_constant(value)
        or isinstance(value, (tuple, ListValue, DictValue, Function, Bound, Generator, Module))
        or is_library_function(value)
    )


def is_object(value: Value) -> bool:
    """Return whether a value is solid and neither constant nor container: it has no operators of its own."""
    return is_solid(value) and not (is_constant(value) or isinstance(value, (tuple, ListValue, DictValue)))


_UNHASHED = frozenset(("builtins", name) for name in ("bytearray", "dict", "list", "set"))


def is_unhashable(value: Value) -> bool:
    """Return whether a value can certainly be no key."""
    if isinstance(value, tuple):
        return any(map(is_unhashable, value))
    if isinstance(value, Instance):
        owner = next((base for base in value.cls.mro if "__hash__" in base.ns or "__eq__" in base.ns), None)
        if owner is None and any((base.module, base.name) in _UNHASHED for base in value.cls.mro):
            return True
        is_told = is_plain_class(value.cls) or WHOLE in value.cls.ns
        is_told = is_told or (not value.cls.is_open and owner is not None and "__hash__" in owner.ns)
        return is_told and owner is not None and owner.ns.get("__hash__") is None
    return type(value) in (ListValue, DictValue) or (isinstance(value, SetValue) and not value.is_frozen)


def is_not_implemented(value: Value) -> bool:
    """Return whether an operator's method says that it does not know."""
    return isinstance(value, Ext) and value.path == "builtins.NotImplemented"

"""Which special methods a value certainly lacks, and what Python therefore refuses to do with it."""

import enum
import sys

from automappa_scaffold.interpreter.certain_types import certain_types, is_of_project, python_metaclasses
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.marks import KIND, MEMBER, WHOLE
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    Native,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import host_object, member_kind
from automappa_scaffold.interpreter.refusals import (
    PYTHON_TYPES,
    is_bare_class,
    is_builtin_class,
    is_library_function,
    is_plain_class,
    takes_no_types,
)
from automappa_scaffold.interpreter.special_values import RangeValue, ViewValue
from automappa_scaffold.interpreter.standard_names import never_has
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    Unknown,
    Value,
    is_constant,
)

__all__ = ["has_no_elements", "is_uncallable", "lacks"]

_FUNCTION = type(lambda: None)
# No iterator of Python's own has one of these.
_NOT_OF_ITERATORS = frozenset(("__call__", "__getitem__", "__index__", "__len__"))


def _is_bare_enumeration(cls: Class) -> bool:
    """Return whether a class is an enumeration whose members are nothing else."""
    return "__members__" in cls.ns and not cls.is_open and not cls.has_content


def _has_seen_bases(cls: Class) -> bool:
    """Return whether a class may have any attribute, and yet no special method that is not seen."""
    is_known = all(isinstance(base, Class) for one in cls.mro for base in one.bases)
    return is_known and all(is_of_project(one) or one.ns.get(WHOLE) is True for one in cls.mro)


def _is_wholly_modelled(cls: Class) -> bool:
    """Return whether all that a class inherits from is of the project, or wholly modelled."""
    whole = [one for one in cls.mro if one.ns.get(WHOLE) is True]
    others = [one for one in cls.mro if not is_of_project(one) and one.lookup(WHOLE) is not True]
    return all(any(one in above.mro for above in whole) for one in others)


def _is_known_to_lack(cls: Class, method: str) -> bool:
    """Return whether no class, of the project and of the standard library, has a method."""
    return not cls.is_open and all(
        is_of_project(base) or _lacks_in_library(f"{base.module}.{base.name}", method) for base in cls.mro
    )


def _lacks_in_library(path: str, method: str) -> bool:
    """Return whether objects of a class of the standard library have no such method."""
    if never_has(path, method):
        return True
    found = host_object(path) if method.startswith("__") else None
    return isinstance(found, type) and not _has(found, method)


def is_uncallable(value: Value) -> bool:
    """Return whether calling a value is certainly refused."""
    if isinstance(value, Wrapper):
        return value.kind in ("property", "classmethod", "cached_property")
    return lacks(value, "__call__")


def lacks(value: Value, method: str) -> bool:
    """Return whether a value certainly has no such special method."""
    if isinstance(value, Class):
        if method == "__iter__" and not (takes_no_types(value) or is_builtin_class(value)):
            return False  # perhaps it has got types in brackets
        if is_bare_class(value):
            return not _has(type, method)
        kinds = python_metaclasses(value) if value.lookup("__class__") is MISSING else ()
        return bool(kinds) and not any(_has(kind, method) for kind in kinds)
    if isinstance(value, Instance):
        if value.cls.lookup(method) is not MISSING:
            return False
        is_told = not value.cls.is_open or _has_seen_bases(value.cls)
        if is_told and value.cls.lookup(WHOLE) is True and method.startswith("__"):
            return _is_wholly_modelled(value.cls) or _is_known_to_lack(value.cls, method)
        if _is_bare_enumeration(value.cls):
            return not any(method in python.__dict__ for python in enum.Flag.__mro__)
        if (value.cls.module, value.cls.name) == ("builtins", "object"):
            return not hasattr(object, method)
        is_of_library = value.cls.module.partition(".")[0] in sys.stdlib_module_names
        if not value.cls.line or is_of_library:
            kinds = () if value.cls.is_open else certain_types(value)
            is_lacking = bool(kinds) and not any(_has(kind, method) for kind in kinds)
            return is_lacking or never_has(f"{value.cls.module}.{value.cls.name}", method)
        return is_plain_class(value.cls) or _is_known_to_lack(value.cls, method)
    if isinstance(value, Unknown):
        if MEMBER in value.ns and member_kind(*value.ns[MEMBER]):
            return not _has(_FUNCTION, method)
        return KIND in value.ns and never_has(value.ns[KIND], method)
    if isinstance(value, (RangeValue, slice)):
        return not _has(range if isinstance(value, RangeValue) else slice, method)
    if is_constant(value) or isinstance(value, tuple):
        return not _has(type(value), method)
    if isinstance(value, ViewValue):
        return not _has(value.python, method)
    if isinstance(value, Generator):
        return not _has(value.python, method)
    if isinstance(value, (Ext, Native)):
        python = _FUNCTION if is_library_function(value) else next(iter(certain_types(value)), None)
        if python is None or (method == "__getitem__" and _takes_types(value.path)):
            return False
        return not _has(python, method)
    if isinstance(value, Wrapper):
        return any(not _has(python, method) for python in certain_types(value))
    if isinstance(value, Iterator):
        return "names" not in value.slots and method in _NOT_OF_ITERATORS
    return any(isinstance(value, known) and not _has(python, method) for known, python in PYTHON_TYPES)


def _takes_types(path: str) -> bool:
    """Return whether a class of the library takes types in brackets."""
    return hasattr(host_object(path), "__class_getitem__")


def has_no_elements(value: Value) -> bool:
    """Return whether a value certainly cannot be gone through."""
    found = host_object(value.path) if isinstance(value, Ext) else None
    if getattr(type(found), "__iter__", MISSING) is None:  # what forbids it, though it takes a key
        return True
    return lacks(value, "__iter__") and lacks(value, "__getitem__")


def _has(python: type, method: str) -> bool:
    """Return whether objects of a class have a special method; what the class itself has is no matter."""
    found = next((base.__dict__[method] for base in python.__mro__ if method in base.__dict__), None)
    return found is not None

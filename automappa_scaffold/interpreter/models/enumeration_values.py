"""What members of enumerations hold that are of another class besides."""

from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_types import INT, STR
from automappa_scaffold.interpreter.models.native import Args
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.values import MISSING, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["held_value", "is_made_anew"]


def is_made_anew(kind: Class | None) -> bool:
    """Return whether members hold what a class with content makes; those of ``int`` and ``str`` are made."""
    return kind is not None and kind.has_content and kind not in (INT, STR)


def _may_make(cls: Class) -> bool:
    """Return whether one of a class's bases is not seen, and may make objects of its own."""
    hosts = [
        host_object(base.path) if isinstance(base, (Ext, Native)) else MISSING
        for base in cls.bases
        if not isinstance(base, Class)
    ]
    plain: Any = object.__new__
    return any(not isinstance(host, type) or host.__new__ is not plain for host in hosts)


def held_value(
    m: Imports, cls: Class, kind: Class | None, value: Value, arguments: Args, place: Place
) -> Value:
    """Return a member's value: what its other class makes of the arguments, where it is of one."""
    if kind is None and any(map(_may_make, cls.mro)):
        return m.unknown("what a class of a library makes the value of a member", place)
    if kind is None or not ("__dataclass_fields__" in kind.ns or is_made_anew(kind)):
        return value
    if "__dataclass_fields__" in kind.ns:
        m.assume_version()
    return m.call(kind, arguments, {}, place)

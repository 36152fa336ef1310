"""What ``dataclasses`` refuses of a class and its fields."""

from collections.abc import Collection, Mapping

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Kwargs
from automappa_scaffold.interpreter.objects import Class, Function, Instance, content_of
from automappa_scaffold.interpreter.refusals import is_unhashable
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["is_no_data", "refuse_default", "refuse_field", "refuse_options", "refuse_unannotated"]

_ORDERING = ("__lt__", "__le__", "__gt__", "__ge__")


def refuse_options(m: Imports, cls: Class, options: Kwargs, place: Place) -> None:
    """Raise what ``dataclass`` raises for options that exclude each other, or what the class has."""

    def given(name: str, usual: bool = False) -> bool:
        return m.truth(options.get(name, usual)) is True

    if given("order") and m.truth(options.get("eq", True)) is False:
        raise m.refusal("ValueError", "eq must be true if order is true", place)
    taken = {
        "order": (_ORDERING, ". Consider using functools.total_ordering"),
        "frozen": (("__setattr__", "__delattr__"), ""),
        "unsafe_hash": (("__hash__",), ""),
    }
    for option, (methods, hint) in taken.items():
        for name in methods if given(option) else ():
            if isinstance(cls.ns.get(name), Function):
                text = f"Cannot overwrite attribute {name} in class {cls.name}{hint}"
                raise m.refusal("TypeError", text, place)
    if given("slots") and m.models["typing.TypedDict"] in cls.mro:  # the class is made anew
        text = "cannot inherit from both a TypedDict type and a non-TypedDict base class"
        raise m.refusal("TypeError", text, place)
    if given("slots") and "__slots__" in cls.ns:
        raise m.refusal("TypeError", f"{cls.name} already specifies __slots__", place)
    if given("weakref_slot") and not given("slots"):
        raise m.refusal("TypeError", "weakref_slot is True but slots is False", place)


def refuse_unannotated(
    m: Imports, cls: Class, own: Collection[str], field_class: Class, place: Place
) -> None:
    """Raise what ``dataclass`` raises for a field without annotation."""
    for name, value in cls.ns.items():
        if isinstance(value, Instance) and value.cls is field_class and name not in own:
            raise m.refusal("TypeError", f"{name!r} is a field but has no type annotation", place)


def refuse_field(m: Imports, kwargs: Mapping[str, Value], place: Place) -> None:
    """Raise what ``field`` raises for its arguments."""
    given = [name for name in ("default", "default_factory") if name in kwargs]
    if len(given) > 1 and not any(_is_missing(kwargs[name]) for name in given):
        raise m.refusal("ValueError", "cannot specify both default and default_factory", place)
    metadata = kwargs.get("metadata")
    if is_constant(metadata) and metadata is not None:
        text = f"mappingproxy() argument must be a mapping, not {type(metadata).__name__}"
        raise m.refusal("TypeError", text, place)


def _is_missing(value: Value) -> bool:
    return getattr(value, "path", "") == "dataclasses.MISSING"


def refuse_default(m: Imports, name: str, default: Value, place: Place) -> None:
    """Raise what ``dataclass`` raises for a default that objects would share."""
    held = content_of(default)
    is_new = m.python_numbers >= (3, 11)
    is_unhashed = is_new and isinstance(default, Instance) and is_unhashable(default)
    is_frozen = isinstance(held, SetValue) and held.is_frozen
    if is_frozen or not (isinstance(held, (ListValue, DictValue)) or is_unhashed):
        return
    own = default.cls.lookup("__hash__") if isinstance(default, Instance) else None
    if own is not None and own is not MISSING and is_new:
        return  # of a class that has brought one along
    raise m.refusal(
        "ValueError",
        f"mutable default {_kind_of(default)} for field {name} is not allowed: use default_factory",
        place,
    )


def _kind_of(default: Value) -> str:
    if isinstance(default, Instance):
        return f"<class '{default.cls.module}.{default.cls.ns.get('__qualname__', default.cls.name)}'>"
    kind = "dict" if isinstance(default, DictValue) else "set" if isinstance(default, SetValue) else "list"
    return f"<class '{kind}'>"


def is_no_data(value: Value, *, takes_class: bool) -> bool:
    """Return whether a value is certainly no object of a data class, nor such a class."""
    if isinstance(value, Class):
        return not takes_class or _has_no_fields(value)
    if isinstance(value, Instance):
        is_asked = takes_class and value.cls.lookup("__getattr__") is not MISSING
        return not is_asked and _has_no_fields(value.cls)
    return is_none_of(value, type)


def _has_no_fields(cls: Class) -> bool:
    is_known = not cls.is_open and not cls.is_partial and not isinstance(cls.lookup("__class__"), Class)
    return is_known and cls.lookup("__dataclass_fields__") is MISSING

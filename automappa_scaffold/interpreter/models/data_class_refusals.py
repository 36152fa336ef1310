"""What ``dataclasses`` refuses of a class and its fields."""

from collections.abc import Collection, Mapping

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.data_class_functions import fields_taken
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

__all__ = [
    "refuse_class",
    "refuse_default",
    "refuse_field",
    "refuse_options",
    "refuse_other",
    "refuse_unannotated",
]

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


def _is_frozen(cls: Class, field: Instance, default: Value) -> bool:
    """Return whether a set is a frozen one, as the field's annotation says."""
    shown = (base.ns["__fields__"].get(field.ns["name"]) for base in cls.mro if "__fields__" in base.ns)
    return isinstance(default, SetValue) and next(filter(None, shown), "") in ("frozenset", "FrozenSet")


def refuse_class(m: Imports, cls: Class, options: Kwargs, place: Place) -> None:
    """Raise what ``dataclass`` raises for a class that cannot be one."""
    before = ""
    for field in fields_taken(cls):
        default = field.ns.get("default", MISSING)
        if not _is_frozen(cls, field, default):
            refuse_default(m, field.ns["name"], default, place)
        if m.truth(field.ns["kw_only"]) or m.truth(field.ns["init"]) is False:
            continue
        if default is not MISSING or field.payload is not None:
            before = field.ns["name"]
        elif before and m.truth(options.get("init", True)):
            text = f"non-default argument '{field.ns['name']}' follows default argument"
            text += f" '{before}'" if m.python_numbers >= (3, 12) else ""
            raise m.refusal("TypeError", text, place)
    frozen = m.truth(options.get("frozen", False))
    m.store(cls.ns, "<frozen>", frozen)
    for base in cls.mro[1:]:
        if "<frozen>" in base.ns and frozen is not None and base.ns["<frozen>"] is (not frozen):
            kinds = ("frozen", "a non-frozen") if frozen else ("non-frozen", "a frozen")
            raise m.refusal("TypeError", f"cannot inherit {kinds[0]} dataclass from {kinds[1]} one", place)


def refuse_other(m: Imports, value: Value, place: Place) -> None:
    """Raise what ``dataclass`` raises for what is no class."""
    if isinstance(value, Function):
        raise m.raise_("AttributeError", "'function' object has no attribute '__mro__'", place)
    if is_constant(value) or isinstance(value, (tuple, ListValue, DictValue)):
        text = f"'{kind_name(value)}' object has no attribute '__module__'"
        raise m.raise_("AttributeError", text, place)
    if isinstance(value, Instance) and not value.cls.is_open:
        text = f"'{kind_name(value)}' object has no attribute '__mro__'"
        raise m.raise_("AttributeError", text, place)

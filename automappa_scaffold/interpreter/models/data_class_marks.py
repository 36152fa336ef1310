"""What ``dataclass`` leaves on a class besides its fields and methods: its options, its hash."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.data_class_functions import fields_of, held_in
from automappa_scaffold.interpreter.models.native import Args, Kwargs, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["set_hash", "set_params"]

_PARAMS = native_class("_DataclassParams", module="dataclasses", is_whole=True)
_OPTIONS = {"init": True, "repr": True, "eq": True, "order": False, "unsafe_hash": False, "frozen": False}
_SINCE_3_12 = {"match_args": True, "kw_only": False, "slots": False, "weakref_slot": False}


def set_params(m: Imports, cls: Class, options: Kwargs) -> None:
    """Note with which options a class became a data class."""
    usual = {**_OPTIONS, **(_SINCE_3_12 if m.python_numbers >= (3, 12) else {})}
    given = {name: options.get(name, value) for name, value in usual.items()}
    m.store(cls.ns, "__dataclass_params__", Instance(_PARAMS, m.namespace(**given)))


def _show(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    parts = []
    for name, value in args[0].ns.items():
        shown = m.call(m.models["builtins.repr"], (value,), {}, place)
        if not isinstance(shown, str):
            return m.undecided(shown, place)
        parts.append(f"{name}={shown}")
    return f"_DataclassParams({','.join(parts)})"


_PARAMS.ns["__repr__"] = Native("__repr__", _show, binds=True)


def set_hash(m: Imports, cls: Class, options: Kwargs) -> None:
    """Give a class the hash of its fields, or take the one away that it inherits."""
    own = cls.ns.get("__hash__", MISSING)
    is_explicit = own is not MISSING and not (own is None and "__eq__" in cls.ns)
    if is_explicit or (
        m.truth(options.get("eq", True)) is False and not m.truth(options.get("unsafe_hash", False))
    ):
        return
    is_hashed = m.truth(options.get("frozen", False)) or m.truth(options.get("unsafe_hash", False))
    m.store(cls.ns, "__hash__", None if is_hashed is False else Native("__hash__", _hash_fields, binds=True))


def _hash_fields(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the hash of the fields that take part in it: those that are compared, where it is not said."""
    values = []
    for field in fields_of(args[0].cls):
        told = field.ns.get("hash")
        is_hashed = m.truth(field.ns.get("compare") if told is None else told)
        if is_hashed is None:
            return m.unknown("which fields a hash is of", place)
        if is_hashed:
            values.append(held_in(args[0], field.ns["name"]))
    m.refuse_unhashable(tuple(values), place)
    return m.as_hash(m.hash_of(tuple(values), place), place)

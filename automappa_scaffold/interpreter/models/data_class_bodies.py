"""What stands in the body of a data class: annotations, slots, defaults that take part in the making."""

from collections.abc import Mapping, Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import FIXED
from automappa_scaffold.interpreter.models.native import Kwargs
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["mark_of", "name_default", "own_annotations", "take_from_descriptor", "with_slots"]

# What is known of a class alone that was made.
_OF_ONE_CLASS = ("__class__", "__dict__", "__weakref__", FIXED)


def own_annotations(cls: Class) -> Mapping[str, Value]:
    """Return what a class itself annotates, also where it was made by a call of ``type``."""
    given = cls.ns.get("__annotations__")
    if "__fields__" not in cls.ns and isinstance(given, DictValue) and not given.unknown:
        return {name: shown for name, shown in given.items.items() if isinstance(name, str)}
    own: Mapping[str, Value] = cls.ns.get("__fields__", {})
    return own


def mark_of(m: Imports, cls: Class, annotation: Value) -> str:
    """Return which of the marks of ``dataclasses`` an annotation is, whatever its name, or an empty text."""
    text = annotation if isinstance(annotation, str) else ""
    name, bracket, _ = text.partition("[")
    module = m.modules.get(cls.module)
    held = module.ns.get(name.strip()) if module is not None else None
    if isinstance(held, Ext):
        name = held.path
    elif (bracket and held is None and "." not in name) or isinstance(held, Class):
        return ""  # a text, whose names are looked up in the module
    name = name.rpartition(".")[2].strip()
    return name if name in ("ClassVar", "InitVar", "KW_ONLY") else ""


def _slots_of(cls: Class) -> tuple[Value, ...]:
    """Return the names that a class itself has slots for."""
    slots = cls.ns.get("__slots__", ())
    if isinstance(slots, DictValue):
        return tuple(slots.items)
    return slots if isinstance(slots, tuple) else slots.items if isinstance(slots, ListValue) else (slots,)


def name_default(m: Imports, cls: Class, name: str, place: Place) -> None:
    """Tell the default of a field its name, if it wants to know."""
    default = cls.ns.get(name)
    if isinstance(default, Instance) and default.cls.lookup("__set_name__") is not MISSING:
        m.call(m.get_attribute(default, "__set_name__", place), (cls, name), {}, place)


def take_from_descriptor(m: Imports, cls: Class, field: Instance, place: Place) -> None:
    """Let a descriptor say what the default of its field is."""
    default = field.ns.get("default", MISSING)
    if isinstance(default, Instance) and default.cls.lookup("__get__") is not MISSING:
        m.store(cls.ns, "<descriptors>", True)
        try:
            field.ns["default"] = m.get_attribute(cls, field.ns["name"], place)
        except PyRaise as raised:
            if raised.type_name != "AttributeError":
                raise
            m.store(field.ns, "default", MISSING)


def with_slots(m: Imports, cls: Class, fields: Sequence[str], options: Kwargs, place: Place) -> Value:
    """Return the class that a data class becomes that gets slots: Python makes it a second time.

    All that is told of a new class is told again. Methods go on to take ``super()`` and ``__class__`` for the
    first one, of which no object is made.
    """
    taken = {name for base in cls.mro[1:] for name in _slots_of(base)}
    names = m.namespace(**{key: held for key, held in cls.ns.items() if key not in {*fields, *_OF_ONE_CLASS}})
    names["__slots__"] = tuple(name for name in fields if name not in taken)
    if m.truth(options.get("weakref_slot", False)) is True:
        names["__slots__"] = (*names["__slots__"], "__weakref__")
    meta = cls.ns.get("__class__")
    return m.build_class(cls.name, cls.bases, names, {} if meta is None else {"metaclass": meta}, place)

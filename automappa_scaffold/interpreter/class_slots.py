"""What Python refuses as the ``__slots__`` of a class."""

from collections.abc import Sequence

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.class_layouts import holds_parts, listed_slots
from automappa_scaffold.interpreter.iteration import Iteration
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import SLOTS
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Class, content_of
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import DictValue, ListValue, Namespace, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["refuse_slots"]

# Room that an object has once, or not at all.
_ONCE = ("__dict__", "__weakref__")


def refuse_slots(m: Iteration, bases: Sequence[Value], names: Namespace, place: Place) -> None:
    """Raise what Python raises for ``__slots__`` that cannot be."""
    slots = content_of(names.get("__slots__", ()))
    if has_no_elements(slots):
        raise m.refusal("TypeError", f"'{kind_name(slots)}' object is not iterable", place)
    listed = _elements(m, slots, place)
    if listed is not slots:
        m.store(names, SLOTS, listed)
    if listed and (name_of_base := holds_parts(bases)) is not None:
        text = f"nonempty __slots__ not supported for subtype of '{name_of_base}'"
        raise m.refusal("TypeError", text, place)
    for number, slot in enumerate(listed):
        if is_none_of(slot, str):
            raise m.refusal("TypeError", f"__slots__ items must be strings, not '{kind_name(slot)}'", place)
        if isinstance(slot, str) and not slot.isidentifier():
            raise m.refusal("TypeError", "__slots__ must be identifiers", place)
        if (
            isinstance(slot, str)
            and slot in _ONCE
            and (slot in listed[:number] or any(map(_has_room, bases)))
        ):
            raise m.refusal("TypeError", f"{slot} slot disallowed: we already got one", place)
        if isinstance(slot, str) and slot in names and slot != "__qualname__":
            raise m.refusal("ValueError", f"'{slot}' in __slots__ conflicts with class variable", place)


def _elements(m: Iteration, slots: Value, place: Place) -> tuple[Value, ...]:
    """Return the names in ``__slots__``, as far as they are known."""
    if isinstance(slots, (str, tuple, ListValue, DictValue)):
        return listed_slots(slots)
    if isinstance(slots, Unknown) and certain_types(slots):
        m.unsettle("which slots a class has", place)
        return ()
    if isinstance(slots, Unknown):
        return ()
    if is_constant(slots):
        return tuple(slots) if isinstance(slots, bytes) else ()
    items, unknown = m.iterate(slots, place)
    return () if unknown is not None else tuple(map(m.decide, items))


def _has_room(base: Value) -> bool:
    """Return whether objects of a base certainly have room for whatever attribute."""
    return isinstance(base, Class) and any(
        is_plain_class(base) and "__slots__" not in cls.ns for cls in base.mro if cls.line
    )

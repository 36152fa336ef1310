"""What room objects of a class have in memory: classes whose rooms differ cannot be bases of one."""

from collections.abc import Iterable, Sequence

from automappa_scaffold.interpreter.objects import Class, content_of
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value, is_constant

__all__ = ["has_clashing_slots", "holds_parts", "listed_slots"]

# Slots that every class may add without changing where anything else lies.
_FREE = ("__dict__", "__weakref__")
# Objects of these end with their parts, so that nothing can lie behind them.
_OPEN_ENDED = ("int", "tuple", "bytes", "type")


def listed_slots(slots: Value) -> tuple[Value, ...]:
    """Return the names in ``__slots__``, as far as they are seen."""
    held = content_of(slots)
    if isinstance(held, str):
        return (held,)
    if isinstance(held, (ListValue, DictValue)):
        return () if held.unknown is not None else tuple(held.items)
    return held if isinstance(held, tuple) else ()


def holds_parts(bases: Sequence[Value]) -> str | None:
    """Return the name of the first base whose objects have no room for slots behind them, or None."""
    for base in bases:
        if isinstance(base, Class) and any(
            cls.module == "builtins" and cls.name in _OPEN_ENDED for cls in base.mro
        ):
            return base.name
    return None


def has_clashing_slots(bases: Sequence[Value]) -> bool:
    """Return whether two bases have slots of their own, and none is below the other."""
    solid = {found for base in bases if isinstance(base, Class) for found in _solid(base)}
    return not any(all(one.is_subclass(other) for other in solid) for one in solid) if solid else False


def _solid(cls: Class) -> set[Class]:
    """Return the nearest classes that a class inherits from, itself included, that have slots."""
    if cls.line and _adds_slots(cls.ns.get("__slots__", ())):
        return {cls}
    found: set[Class] = set()
    for base in cls.bases:
        if isinstance(base, Class):
            found |= _solid(base)
    return _lowest(found)


def _adds_slots(slots: Value) -> bool:
    return any(is_constant(slot) and slot not in _FREE for slot in listed_slots(slots))


def _lowest(classes: Iterable[Class]) -> set[Class]:
    every = set(classes)
    return {cls for cls in every if not any(other is not cls and other.is_subclass(cls) for other in every)}

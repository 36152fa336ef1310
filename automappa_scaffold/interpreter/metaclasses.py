"""Which metaclass makes a class, and whether it may give the class names that are not seen."""

import sys
from collections.abc import Sequence

from automappa_scaffold.interpreter.objects import Class, Function
from automappa_scaffold.interpreter.parts import Parts
from automappa_scaffold.interpreter.values import Ext, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["is_foreign_metaclass", "most_derived", "order_as_told"]


def is_foreign_metaclass(meta: Value) -> bool:
    """Return whether a metaclass is neither the project's alone nor one of the standard library."""
    if isinstance(meta, Class):
        others = [base for cls in meta.mro for base in cls.bases if not isinstance(base, Class)]
        return bool(meta.line) and any(map(is_foreign_metaclass, others))
    if isinstance(meta, Ext):
        return meta.path.partition(".")[0] not in sys.stdlib_module_names
    return isinstance(meta, Unknown)


def most_derived(given: Value, bases: Sequence[Value]) -> Value:
    """Return the metaclass of a class with such bases: the one that is below all others."""
    found = given
    for base in bases:
        meta = base.lookup("__class__") if isinstance(base, Class) else None
        if isinstance(meta, Class) and (  # no property, as proxies have it
            not found or (isinstance(found, Class) and meta is not found and meta.is_subclass(found))
        ):
            found = meta
    return found


def order_as_told(m: Parts, made: Class, meta: Class, place: Place) -> None:
    """Let a class inherit in the order that its metaclass tells, where this has an ``mro`` of its own."""
    own = meta.lookup("mro")
    if not isinstance(own, Function):
        return
    classes, unknown = m.iterate(m.call(own, (made,), {}, place), place)
    followed = tuple(one for one in classes if isinstance(one, Class) and one.name != "object")
    if unknown is not None or len(followed) < len(classes) - 1:
        made.is_open = True
    else:
        made.mro = followed

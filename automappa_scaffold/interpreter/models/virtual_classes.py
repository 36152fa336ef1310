"""Abstract classes that count others as below them: registered ones, and those that a hook speaks for."""

from automappa_scaffold.interpreter.class_bases import subclasses_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.protocols import is_protocol
from automappa_scaffold.interpreter.objects import Class, Function, Wrapper
from automappa_scaffold.interpreter.refusals import is_not_implemented
from automappa_scaffold.interpreter.values import MISSING
from automappa_scaffold.source.places import Place

__all__ = ["VIRTUAL", "counts_below", "is_virtual"]

# Among the names of a class: the classes that are registered with it.
VIRTUAL = "<virtual>"


def is_virtual(kind: Class) -> bool:
    """Return whether a class may count others as below it that do not inherit from it."""
    if VIRTUAL in kind.ns or is_protocol(kind):
        return True
    if any(isinstance(base.ns.get("__subclasshook__"), (Function, Wrapper)) for base in kind.mro):
        return True
    return kind.line > 0 and any(map(is_virtual, subclasses_of(kind)))


def counts_below(m: Imports, cls: Class, kind: Class, place: Place) -> bool | None:
    """Return whether a class is below an abstract one, or counts as such; None: it is not decided."""
    hook = kind.lookup("__subclasshook__")
    if isinstance(hook, Wrapper) and isinstance(hook.function, Function):
        answer = m.call(m.get_attribute(kind, "__subclasshook__", place), (cls,), {}, place)
        if not is_not_implemented(answer):
            return m.truth(answer)
    elif hook is not MISSING:
        return None
    if cls.is_subclass(kind):
        return True
    registered = kind.ns.get(VIRTUAL, ())
    if not isinstance(registered, tuple) or is_protocol(kind):
        return None
    answers = [
        counts_below(m, cls, other, place) if isinstance(other, Class) else None
        for other in (*registered, *kind.subclasses.values())
    ]
    return True if True in answers else None if None in answers or cls.is_open else False

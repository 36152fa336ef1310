"""Which objects are there for as long as the worker runs, so that weak references lead to them."""

from collections.abc import Iterable, Iterator

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.models.native import Args, Kwargs, native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["are_kept", "weak_reference"]

_REFERENCE = native_class("ReferenceType", module="weakref", is_open=True)


def are_kept(m: Imports, values: Iterable[Value]) -> bool:
    """Return whether modules hold all of these under a name, or in a container or class that has one."""
    wanted = {id(value) for value in values}
    for module in [*m.modules.values()]:
        if not wanted:
            return True
        wanted.difference_update(id(held) for value in [*module.ns.values()] for held in _held_by(value))
    return not wanted


def _held_by(value: Value) -> Iterator[Value]:
    yield value
    if isinstance(value, (ListValue, tuple)):
        yield from value if isinstance(value, tuple) else value.items
    elif isinstance(value, DictValue):
        yield from value.items.values()
    elif isinstance(value, Class):
        yield from value.ns.values()


def weak_reference(m: Imports, value: Value) -> Instance | None:
    """Return the reference to an object, the same each time; None: it is not followed."""
    if not isinstance(value, (Class, Function, Instance)):
        return None
    key = ("weakref.ref", id(value))
    if key not in m.aliases:
        m.aliases[key] = Instance(_REFERENCE, m.namespace(), value)
    found: Instance = m.aliases[key]
    return found


def _referred(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = args[0].payload
    if are_kept(m, (value,)):
        return value
    made = m.unknown("whether an object is still there", place, is_foreign=True)
    if isinstance(value, Instance) and OPEN not in value.ns:  # it may get attributes by it
        m.store(value.ns, OPEN, made)
    return made


_REFERENCE.ns["__call__"] = Native("__call__", _referred, binds=True)
_REFERENCE.ns["__eq__"] = Native(
    "__eq__",
    lambda m, args, kwargs, place: (
        True if args[0] is m.decide(args[1]) else m.unknown("whether two objects are equal", place)
    ),
    binds=True,
)

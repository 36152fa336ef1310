"""The methods that every object has from ``object``."""

from functools import partial

from automappa_scaffold.interpreter.attribute_setting import AttributeSetting
from automappa_scaffold.interpreter.method_identity import HeldMethod
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.refusals import is_seen_class
from automappa_scaffold.interpreter.slot_methods import slot_misfit
from automappa_scaffold.interpreter.values import MISSING, Spread, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["OBJECT_METHODS", "OBJECT_NAMES", "object_native", "refuse_arguments"]

OBJECT_METHODS = frozenset(
    {
        "__init__",
        "__init_subclass__",
        "__setattr__",
        "__set_name__",
        "__post_init__",
        "__del__",
        "__delattr__",
        "__hash__",
    }
)
# What every object has, and those of the project's classes besides.
OBJECT_NAMES = frozenset(dir(object)) | {"__weakref__"}


def object_native(name: str, receiver: Value) -> Native:
    """Return a method of ``object``."""
    run = (HeldMethod if receiver is None else partial)(_object_method, name, receiver)
    made = Native(name, run, binds=receiver is None)
    made.path = f"builtins.object.{name}"
    return made


def refuse_arguments(m: AttributeSetting, cls: Class, own: str, other: str, place: Place) -> None:
    """Raise what ``object`` raises for arguments that none of its methods takes.

    Args:
        own: the method that is called.
    """
    if not is_seen_class(cls):
        return
    if cls.lookup(own) is not MISSING:
        taken = "instance to initialize" if own == "__init__" else "type to instantiate"
        text = f"object.{own}() takes exactly one argument (the {taken})"
        raise m.refusal("TypeError", text, place)
    if cls.lookup(other) is MISSING:
        raise m.refusal("TypeError", f"{cls.name}() takes no arguments", place)


def _refuse_no_name(m: AttributeSetting, name: Value, place: Place) -> None:
    """Raise what Python raises for the name of an attribute that is no text."""
    if is_constant(name) and not isinstance(name, str):
        text = f"attribute name must be string, not '{type(name).__name__}'"
        raise m.refusal("TypeError", text, place)


def _object_method(
    name: str,
    receiver: Value,
    m: AttributeSetting,
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Stand for a method of ``object``; ``receiver``: what it is bound to, if it is."""
    bound = (receiver, *args) if isinstance(receiver, (Instance, Class)) else args
    is_counted = isinstance(receiver, Instance) and not any(arg.__class__ is Spread for arg in args)
    if is_counted and not kwargs and (misfit := slot_misfit(object, name, len(args))):
        raise m.refusal("TypeError", misfit, place)
    if name == "__init__" and (bound[1:] or kwargs) and isinstance(bound[0], Instance):
        refuse_arguments(m, bound[0].cls, "__init__", "__new__", place)
    if name == "__init_subclass__" and kwargs and is_seen_class(receiver):
        raise m.refusal("TypeError", f"{receiver.name}.__init_subclass__() takes no keyword arguments", place)
    if name in ("__setattr__", "__delattr__") and len(bound) > 1:
        _refuse_no_name(m, m.decide(bound[1]), place)
    if name == "__setattr__" and len(bound) == 3 and isinstance(bound[0], Instance):
        key = m.decide(bound[1])
        if isinstance(key, str):
            m.set_plainly(bound[0], key, bound[2], place)
    if name == "__delattr__" and len(bound) == 2 and isinstance(bound[0], Instance):
        key = m.decide(bound[1])
        if isinstance(key, str):
            m.delete_plainly(bound[0], key, place)
    if name == "__setattr__" and len(bound) == 3 and isinstance(bound[0], Class):
        key = m.decide(bound[1])
        if isinstance(key, str):
            m.set_on_class_plainly(bound[0], key, bound[2], place)
    return m.unknown("the hash of an object", place) if name == "__hash__" else None

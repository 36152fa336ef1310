"""Methods of models that are taken from their class, and called without an object of it."""

import sys

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Module, Native
from automappa_scaffold.interpreter.values import DictValue, ListValue, Spread, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["unbound"]

_OF_CLASSES = ("__class_getitem__", "__init_subclass__", "__new__")


def unbound(method: Native, cls: Class) -> Native:
    """Return a method of a library's class as it stands in the class: it wants an object first."""
    if method.name in _OF_CLASSES:
        return method
    owner = next((base for base in cls.mro if any(held is method for held in base.ns.values())), cls)
    if owner.line or owner.module.partition(".")[0] in sys.stdlib_module_names:
        return method
    if method.unbound is None:
        method.unbound = _wanting_object(method, owner)
    return method.unbound


def _wanting_object(method: Native, owner: Class) -> Native:
    def run(m: Core, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place) -> Value:
        receiver = args[0] if args else None
        if not args and not kwargs.keys() & {"self", "**"}:
            text = f"{owner.name}.{method.name}() missing 1 required positional argument: 'self'"
            raise m.refusal("TypeError", text, place)
        if is_constant(receiver) or isinstance(
            receiver, (tuple, ListValue, DictValue, Function, Bound, Native, Module, Spread)
        ):
            m.disturb(f"what {method.name}() does with another object is not followed", place)
            return m.unknown(f"{owner.name}.{method.name}() of another object", place)
        return method.run(m, args, kwargs, place)

    made = Native(method.name, run, binds=True)
    made.path, made.unbound = method.path, made
    return made

"""What ``type`` and metaclasses refuse where they are called."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class, content_of
from automappa_scaffold.interpreter.refusals import is_object
from automappa_scaffold.interpreter.values import DictValue, ListValue, Spread, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["refuse_class_arguments"]

_KINDS: tuple[tuple[type, str], ...] = ((str, "str"), (tuple, "tuple"), (DictValue, "dict"))


def refuse_class_arguments(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what ``type`` raises for such arguments; the first one is the class that is called."""
    if "**" in kwargs or any(argument.__class__ is Spread for argument in args):
        return
    metaclass = args[0]
    is_type = isinstance(metaclass, Class) and (metaclass.module, metaclass.name) == ("builtins", "type")
    if is_type and len(args) == 2:
        if kwargs:
            raise m.refusal("TypeError", "type() takes no keyword arguments", place)
    elif len(args) != 4:
        text = f"type.__new__() takes exactly 3 arguments ({len(args) - 1} given)"
        raise m.refusal("TypeError", "type() takes 1 or 3 arguments" if is_type else text, place)
    else:
        for number, (argument, (kind, name)) in enumerate(zip(args[1:], _KINDS, strict=True), 1):
            value = content_of(m.decide(argument))
            if not isinstance(value, kind) and _is_told(value):
                text = f"type.__new__() argument {number} must be {name}, not {kind_name(value)}"
                raise m.refusal("TypeError", text, place)


def _is_told(value: Value) -> bool:
    """Return whether it is known of which kind a value is."""
    return is_constant(value) or is_object(value) or isinstance(value, (tuple, ListValue, DictValue, Class))

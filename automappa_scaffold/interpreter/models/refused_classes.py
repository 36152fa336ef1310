"""What ``type`` and metaclasses refuse where they are called."""

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class, content_of
from automappa_scaffold.interpreter.values import Spread
from automappa_scaffold.source.places import Place

__all__ = ["refuse_class_arguments"]

_KINDS: tuple[type, ...] = (str, tuple, dict)


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
        for number, (argument, kind) in enumerate(zip(args[1:], _KINDS, strict=True), 1):
            value = content_of(m.decide(argument))
            if is_none_of(value, kind):
                text = f"type.__new__() argument {number} must be {kind.__name__}, not {kind_name(value)}"
                raise m.refusal("TypeError", text, place)

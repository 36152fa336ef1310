"""Methods of built-in types that ask the object itself, where its class is the project's."""

from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.containers import is_read_by_keys
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["METHODS_OF_OBJECTS"]


def _formatter(value: Instance) -> Native | None:
    """Return ``__format__``: without a format it is what ``str`` says of the object."""

    def run(m: Any, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
        if len(args) == 1 and m.decide(args[0]) == "":
            return m.call(m.external("builtins.str"), (value,), {}, place)
        if not value.cls.has_content:
            if len(args) != 1 or not isinstance(m.decide(args[0]), str):
                return m.undecided(args[0] if args else None, place)
            text = f"unsupported format string passed to {value.cls.name}.__format__"
            raise m.refusal("TypeError", text, place)
        return m.call(m.container_method(value.payload, "__format__", place), args, kwargs, place)

    return Native("__format__", run)


def _copier(value: Instance) -> Native | None:
    """Return ``copy`` of a dict whose class says how it is iterated over: its keys are asked for."""
    if not isinstance(value.payload, DictValue) or value.cls.lookup("__iter__") is MISSING:
        return None

    def run(m: Any, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
        held: Any = value.payload
        made = m.new_dict()
        if held.items or held.unknown:  # Python does not ask an empty one
            m.merge(made, value, place)
        return made

    return Native("copy", run) if is_read_by_keys(value) else None


METHODS_OF_OBJECTS: Mapping[str, Callable[[Instance], Native | None]] = {
    "__format__": _formatter,
    "copy": _copier,
}

"""Built-in functions of numbers that ask an object of the program's for what it stands for."""

import builtins
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Function, Instance, Native, content_of
from automappa_scaffold.interpreter.refusals import is_not_implemented
from automappa_scaffold.interpreter.values import MISSING, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["told_by_object"]

_METHODS = {"abs": "__abs__", "round": "__round__", "divmod": "__divmod__", "pow": "__pow__"}
_INDEXED = ("hex", "bin", "oct", "chr")
# By which methods objects say which number they are, and of which kind each has to give one.
_NUMBERS: dict[str, tuple[tuple[str, type], ...]] = {
    "int": (("__int__", int), ("__index__", int), ("__trunc__", int)),
    "float": (("__float__", float), ("__index__", int)),
    "complex": (("__complex__", complex), ("__float__", float), ("__index__", int)),
    "bytes": (("__bytes__", bytes),),
    **dict.fromkeys(_INDEXED, (("__index__", int),)),
}


def _is_seen(value: Instance, method: str) -> bool:
    """Return whether the program says what a method does, or a model does of what is not built in."""
    found = value.cls.lookup(method)
    return isinstance(found, Function) or (isinstance(found, Native) and value.cls.lookup(WHOLE) is True)


def told_by_object(m: Imports, name: str, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what a method of the program's gives for a built-in function, or MISSING: there is none."""
    value = args[0] if args else None
    if not isinstance(value, Instance) or kwargs:
        return MISSING
    method = _METHODS.get(name, "")
    if _is_seen(value, method):
        made = m.call(m.special_method(value, method, place), args[1:], {}, place)
        return MISSING if is_not_implemented(made) else made
    if len(args) > 1:
        return MISSING
    python: Any = getattr(builtins, name)
    for method, kind in _NUMBERS.get(name, ()):
        if _is_seen(value, method):
            told = m.decide(m.call(m.special_method(value, method, place), (), {}, place))
            if is_none_of(told, kind):
                text = f"{method} returned non-{kind.__name__} (type {kind_name(told)})"
                raise m.refusal("TypeError", text, place)
            held = content_of(told)
            return m.compute(partial(python, held), place) if is_constant(held) else told
    held = content_of(value)
    is_number = name in _NUMBERS and name != "bytes" and isinstance(held, (int, float))
    return m.compute(lambda: python(held), place) if is_number and value.cls.has_content else MISSING

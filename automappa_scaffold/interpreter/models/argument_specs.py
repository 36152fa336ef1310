"""``inspect.getfullargspec``: the parameters of a function, by kind."""

from automappa_scaffold.interpreter.function_parts import defaults_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Bound, Function, Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import (
    KEYWORD_ONLY,
    POSITIONAL,
    POSITIONAL_ONLY,
    VAR_KEYWORD,
    VAR_POSITIONAL,
)

__all__ = ["ARGUMENT_SPECS"]

ARGUMENT_SPECS = Models()

_SPEC = native_class("FullArgSpec", module="inspect")
_PARTS = ("args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations")
_SPEC.ns["__getitem__"] = Native(
    "__getitem__", lambda m, args, kwargs, place: m.get_item(args[0].payload, args[1], place), binds=True
)
_SPEC.ns["__iter__"] = Native(
    "__iter__", lambda m, args, kwargs, place: m.new_iterator(args[0].payload), binds=True
)


@ARGUMENT_SPECS.function("inspect.getfullargspec")
def _getfullargspec(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0] if args else kwargs.get("func"))
    value = m.decide(value.function) if isinstance(value, Bound) else value  # what is bound is shown, too
    if not isinstance(value, Function) or not value.module.path or "__signature__" in value.ns:
        return m.unknown("parameters that are not followed", place, is_foreign=True)
    kinds: dict[int, list[str]] = {}
    for name, kind, _ in value.spec.parameters:
        kinds.setdefault(kind, []).append(name)
    by_place = [*kinds.get(POSITIONAL_ONLY, ()), *kinds.get(POSITIONAL, ())]
    by_name = kinds.get(KEYWORD_ONLY, [])
    defaults = defaults_of(value)
    held = m.new_dict({name: defaults[name] for name in by_name if name in defaults})
    parts = (
        m.new_list([*by_place]),
        next(iter(kinds.get(VAR_POSITIONAL, ())), None),
        next(iter(kinds.get(VAR_KEYWORD, ())), None),
        tuple(defaults[name] for name in by_place if name in defaults) or None,
        m.new_list([*by_name]),
        held if held.items else None,
        m.unknown("the annotations of a function", place, is_foreign=True),
    )
    return Instance(_SPEC, m.namespace(**dict(zip(_PARTS, parts, strict=True))), parts)

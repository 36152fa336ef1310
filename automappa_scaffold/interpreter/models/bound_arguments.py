"""``Signature.bind``: arguments bound to parameters, or what ``inspect`` says of those that do not fit."""

import inspect
from collections.abc import Mapping
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import DictValue, Ext, Spread, Value
from automappa_scaffold.source.places import Place

__all__ = ["add_binding"]

_BOUND = native_class("BoundArguments", module="inspect")


def add_binding(signature: Class) -> None:
    """Give signatures their methods that bind."""
    for name in ("bind", "bind_partial"):
        signature.ns[name] = Native(name, _binding(name), binds=True)


def _binding(name: str) -> Any:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if "**" in kwargs or any(isinstance(argument, Spread) for argument in args):
            return m.unknown("arguments bound to parameters", place)
        signature = _host_signature(args[0])
        try:
            bound = getattr(signature, name)(*args[1:], **kwargs)
        except TypeError as error:
            raise m.refusal("TypeError", str(error), place) from None
        held = {key: _held(m, value) for key, value in bound.arguments.items()}
        return Instance(_BOUND, m.namespace(arguments=m.new_dict(held), signature=args[0]))

    return run


def _held(m: Imports, value: Any) -> Value:
    return m.new_dict(value) if type(value) is dict else value


def _host_signature(signature: Value) -> inspect.Signature:
    told: Mapping[str, Instance] = signature.ns["parameters"].items
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                getattr(inspect.Parameter, parameter.ns["kind"].ns["name"]),
                default=inspect.Parameter.empty if _is_empty(parameter) else parameter.ns["default"],
            )
            for name, parameter in told.items()
        ],
        __validate_parameters__=False,
    )


def _is_empty(parameter: Instance) -> bool:
    default = parameter.ns["default"]
    return isinstance(default, Ext) and default.path == "inspect.Parameter.empty"


def _apply_defaults(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    own = args[0].ns
    bound = inspect.BoundArguments(_host_signature(own["signature"]), {**own["arguments"].items})
    bound.apply_defaults()
    m.store(own, "arguments", m.new_dict({key: _held(m, value) for key, value in bound.arguments.items()}))
    return None


def _given(name: str) -> Wrapper:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        own = args[0].ns
        held = {
            key: {**value.items} if isinstance(value, DictValue) and _takes_keywords(own, key) else value
            for key, value in own["arguments"].items.items()
        }
        return _held(m, getattr(inspect.BoundArguments(_host_signature(own["signature"]), held), name))

    return Wrapper("property", Native(name, run))


def _takes_keywords(own: Mapping[str, Value], name: str) -> bool:
    kind: str = own["signature"].ns["parameters"].items[name].ns["kind"].ns["name"]
    return kind == "VAR_KEYWORD"


_BOUND.ns["apply_defaults"] = Native("apply_defaults", _apply_defaults, binds=True)
_BOUND.ns["args"], _BOUND.ns["kwargs"] = _given("args"), _given("kwargs")

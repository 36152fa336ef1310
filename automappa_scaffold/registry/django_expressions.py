"""``Q``, ``F`` and aggregates: what they were made with, until a query looks at it.

Source: ``django.db.models.query_utils``, ``.expressions`` and ``.aggregates`` of Django 4.2 to 5.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import Spread, Value
from automappa_scaffold.registry.django_lookups import Asked, refuse_lookup, refuse_reference
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.open_methods import leave_open
from automappa_scaffold.source.places import Place

__all__ = ["default_alias", "expression_names", "refuse_condition", "refuse_expression"]

_COMBINING = ("__and__", "__or__", "__xor__")
_ARITHMETIC = "add sub mul truediv mod pow and or xor radd rsub rmul rtruediv rmod rpow neg rand ror rxor"
_AGGREGATES = ("Avg", "Count", "Max", "Min", "StdDev", "Sum", "Variance")


@dataclass(frozen=True, slots=True)
class _Given:
    """What an expression was made with, or of what conditions one is combined."""

    args: Args
    kwargs: Kwargs


def _keep(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    args[0].payload = _Given(args[1:], kwargs)
    return None


def _combine(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) > 1 and not (isinstance(args[1], Instance) and args[1].cls.is_subclass(_Q)):
        return m.unknown("a combined condition", place, is_foreign=True)
    return Instance(_Q, m.namespace(), _Given(args, {}))


def _compute(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("what a database computes", place, is_foreign=True)


def _condition_class() -> Class:
    made = native_class("Q", module="django.db.models.query_utils", is_open=True)
    made.ns["__init__"] = Native("__init__", _keep, binds=True)
    for name in (*_COMBINING, "__invert__"):
        made.ns[name] = Native(name, _combine, binds=True)
    leave_open(made, "__bool__", "__contains__", "__eq__", "__len__")
    return made


def _expression_class(name: str, module: str) -> Class:
    made = native_class(name, module=f"django.db.models.{module}", is_open=True)
    made.ns["__init__"] = Native("__init__", _keep, binds=True)
    for operator in _ARITHMETIC.split():
        made.ns[f"__{operator}__"] = Native(f"__{operator}__", _compute, binds=True)
    for method in ("asc", "desc"):
        made.ns[method] = Native(method, _compute, binds=True)
    leave_open(made, "__eq__")
    return made


_Q = _condition_class()
_F = _expression_class("F", "expressions")
_AGGREGATE = {name: _expression_class(name, "aggregates") for name in _AGGREGATES}


def expression_names() -> dict[str, Value]:
    """Return what the names of conditions and expressions stand for."""
    names: dict[str, Value] = {}
    for cls in (_Q, _F, *_AGGREGATE.values()):
        names[f"django.db.models.{cls.name}"] = names[f"{cls.module}.{cls.name}"] = cls
    return names


def refuse_condition(
    m: Interpreter, state: DjangoState, asked: Asked, args: Args, kwargs: Kwargs, place: Place
) -> None:
    """Raise what a query raises for its conditions."""
    for given in args:
        if isinstance(given, Spread):
            continue
        inner = _given(m, given, _Q)
        if inner is not None:
            refuse_condition(m, state, asked, inner.args, inner.kwargs, place)
    for name, value in kwargs.items():
        if name != "**":
            refuse_lookup(m, state, asked, name, place, value)
            refuse_expression(m, state, asked, value, place)


def refuse_expression(m: Interpreter, state: DjangoState, asked: Asked, value: Value, place: Place) -> None:
    """Raise what a query raises for the columns that an expression names."""
    for cls in (_F, *_AGGREGATE.values()):
        given = _given(m, value, cls)
        if given is None:
            continue
        for name in _columns(m, given):
            refuse_reference(m, state, asked, name, place)
        condition = given.kwargs.get("filter")
        if condition is not None:
            refuse_condition(m, state, asked, (condition,), {}, place)


def default_alias(m: Interpreter, value: Value) -> str | None:
    """Return the name that an aggregate has in a query which gives it none."""
    for cls in _AGGREGATE.values():
        given = _given(m, value, cls)
        for column in () if given is None else _columns(m, given):
            return f"{column}__{cls.name.lower()}"
    return None


def _columns(m: Interpreter, given: _Given) -> Iterator[str]:
    held = given.args[:1] or (given.kwargs.get("expression", given.kwargs.get("name")),)
    for value in map(m.decide, held):
        if isinstance(value, str) and value != "*":
            yield value
        inner = _given(m, value, _F)
        if inner is not None:
            yield from _columns(m, inner)


def _given(m: Interpreter, value: Value, cls: Class) -> _Given | None:
    value = m.decide(value)
    if not isinstance(value, Instance) or value.cls is not cls:
        return None
    return value.payload if isinstance(value.payload, _Given) else None

"""What a generator has that is driven by hand: ``send``, ``throw``, ``close`` and what it tells of itself."""

from collections.abc import Callable, Mapping
from functools import partial
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any

from automappa_scaffold.interpreter.generator_steps import NOT_FOLLOWED
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.stepping import Stepping
from automappa_scaffold.interpreter.values import MISSING, Spread, Value
from automappa_scaffold.source.places import Place

__all__ = ["close_generator", "generator_attribute", "throw_into"]

Args = tuple[Value, ...]
Kwargs = Mapping[str, Value]


# What any of the objects has that a ``Generator`` stands for.
_NAMES = frozenset(
    name
    for kind in (GeneratorType, CoroutineType, AsyncGeneratorType, map, zip, filter, enumerate, reversed)
    for name in dir(kind)
)


def generator_attribute(m: Stepping, value: Generator, name: str, place: Place | None) -> Value:
    """Return an attribute of a generator."""
    if name in ("__name__", "__qualname__") and value.frame is not None:
        return value.frame.function.ns[name]
    if value.is_coroutine and name in _OF_COROUTINES and not value.spent:
        return Native(name, partial(_OF_COROUTINES[name], value))
    if name in _METHODS and not value.is_async:
        return Native(name, partial(_counted, name, value))
    if name == "gi_running" and not value.is_async and value.lost is None:
        return value.is_running
    if name not in _NAMES:
        return MISSING
    if (value.is_async or value.is_generator) and not hasattr(value.python, name):
        return MISSING
    m.disturb(NOT_FOLLOWED, place)
    return m.unknown("a generator that is driven by hand", place)


def throw_into(m: Stepping, generator: Generator, raised: PyRaise, place: Place) -> Value:
    """Raise an exception where a generator waits, and return its next element."""
    if generator.is_coroutine or generator.lost is not None:
        return m.next_element(generator, place)
    if generator.waiting is None and not generator.is_left and not generator.is_running:
        generator.spent, generator.steps = True, None
        raise raised

    def command() -> Value:
        raise raised

    return m.next_element(generator, place, command)


def close_generator(m: Stepping, generator: Generator, place: Place) -> None:
    """End a generator, as ``close()`` does."""
    if generator.waiting is None:
        generator.spent, generator.steps = True, None
        return
    try:
        throw_into(m, generator, m.raise_("GeneratorExit", "", place), place)
    except PyRaise as ended:
        if ended.type_name in ("GeneratorExit", "StopIteration"):
            return
        raise
    if generator.lost is None:
        raise m.raise_("RuntimeError", "generator ignored GeneratorExit", place)


def _refuse_count(name: str, args: Args, kwargs: Kwargs, m: Stepping, place: Place) -> None:
    """Raise what Python raises for a wrong number of arguments, in its own words."""
    least, most = _COUNTS[name]
    is_open = "**" in kwargs or any(isinstance(argument, Spread) for argument in args)
    if not is_open and (kwargs or not least <= len(args) <= most):
        some: Any = (number for number in range(0))
        m.compute(lambda: getattr(some, name)(*args, **kwargs), place)


def _counted(name: str, value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _refuse_count(name, args, kwargs, m, place)
    return _METHODS[name](value, m, args, kwargs, place)


def _next(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.next_element(value, place)


def _itself(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return value


def _send(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    sent = args[0]
    if m.decide(sent) is not None and not value.spent and not value.is_coroutine:
        if not is_solid(m.decide(sent)):
            m.disturb(NOT_FOLLOWED, place)
        raise m.refusal("TypeError", "can't send non-None value to a just-started generator", place)
    return m.next_element(value, place, lambda: sent)


def _throw(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    kind, given = (*args, None, None)[:2]
    if isinstance(kind, Class):
        is_made = isinstance(given, Instance) and given.cls.is_subclass(kind)
        made = given if is_made else m.call(kind, () if given is None else (given,), {}, place)
    else:
        made = kind
    if is_solid(made) or isinstance(made, Class):
        raise m.refusal(
            "TypeError", "exceptions must be classes or instances deriving from BaseException", place
        )
    return throw_into(m, value, PyRaise(made, place), place)


def _close(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    close_generator(m, value, place)
    return None


def _run_at_once(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run a coroutine that waits for nothing outside itself."""
    before = m.unknowns
    value.spent = True
    value.run(lambda element: None)
    result = value.returned
    if m.unknowns != before:
        m.disturb(NOT_FOLLOWED, place)
        return m.unknown(NOT_FOLLOWED, place)
    raised = m.raise_("StopIteration", "", place)
    raised.value.ns["value"] = result
    raised.value.ns["args"] = () if result is None else (result,)
    raise raised


def _drop(value: Generator, m: Stepping, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value.spent = True
    return None


_OF_COROUTINES: Mapping[str, Callable[..., Value]] = {"close": _drop, "send": _run_at_once}
# How many arguments they take, at least and at most.
_COUNTS = {"__iter__": (0, 0), "__next__": (0, 0), "close": (0, 0), "send": (1, 1), "throw": (1, 3)}
_METHODS: Mapping[str, Callable[..., Value]] = {
    "__iter__": _itself,
    "__next__": _next,
    "close": _close,
    "send": _send,
    "throw": _throw,
}

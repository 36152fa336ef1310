"""Built-in functions over elements and numbers."""

import builtins
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.objects import Generator, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Ext, Maybe, Union, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_ITERATION"]

BUILTIN_ITERATION = Models()


@BUILTIN_ITERATION.function("builtins.len")
def _len(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Instance):
        return m.call(m.get_attribute(value, "__len__", place), (), {}, place)
    if isinstance(value, (Unknown, Ext, Union)):
        return m.undecided(value, place)
    items, unknown = m.iterate(value, place)
    if unknown or any(isinstance(item, Maybe) for item in items):
        return m.unknown("the length of a list that is not decided", place)
    return len(items)


@BUILTIN_ITERATION.function("builtins.range")
def _range(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    numbers = [m.decide(argument) for argument in args]
    if all(isinstance(number, int) for number in numbers):
        made = m.compute(lambda: range(*numbers), place)
        if len(made) <= 100_000:
            return tuple(made)
    return m.unknown("a range that is not constant", place)


def _per_element(pick: Callable[[Imports, tuple[Value, ...], Kwargs], list[Value]]) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        items, unknown = m.iterate(args[0], place)
        return m.new_list(pick(m, items, kwargs), unknown)

    return run


def _enumerate(m: Imports, items: tuple[Value, ...], kwargs: Kwargs) -> list[Value]:
    start = kwargs.get("start", 0)
    return [(index, item) for index, item in enumerate(items, start if isinstance(start, int) else 0)]


def _sorted(m: Imports, items: tuple[Value, ...], kwargs: Kwargs) -> list[Value]:
    if all(isinstance(item, str) for item in items) and "key" not in kwargs:
        return sorted(items, reverse=kwargs.get("reverse") is True)
    return list(items)


BUILTIN_ITERATION["builtins.enumerate"] = Native("enumerate", _per_element(_enumerate))
BUILTIN_ITERATION["builtins.sorted"] = Native("sorted", _per_element(_sorted))
BUILTIN_ITERATION["builtins.reversed"] = Native(
    "reversed", _per_element(lambda m, items, kwargs: [*reversed(items)])
)
BUILTIN_ITERATION["builtins.iter"] = Native("iter", _per_element(lambda m, items, kwargs: [*items]))


@BUILTIN_ITERATION.function("builtins.zip")
def _zip(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    columns = [m.iterate(argument, place) for argument in args]
    unknown = next((u for _, u in columns if u), None)
    return m.new_list(list(zip(*[items for items, _ in columns], strict=False)), unknown)


@BUILTIN_ITERATION.function("builtins.map")
def _map(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    columns = [m.iterate(argument, place)[0] for argument in args[1:]]
    unknown = next((u for u in (m.iterate(a, place)[1] for a in args[1:]) if u), None)
    return m.new_list([m.call(args[0], row, {}, place) for row in zip(*columns, strict=False)], unknown)


@BUILTIN_ITERATION.function("builtins.filter")
def _filter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[1], place)
    kept: list[Value] = []
    for item in items:
        value = item if args[0] is None else m.call(args[0], (item,), {}, place)
        truth = m.truth(value)
        if truth is None:
            unknown = unknown or m.undecided(value, place)
        elif truth:
            kept.append(item)
    return m.new_list(kept, unknown)


def _quantifier(decisive: bool) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        items, unknown = m.iterate(args[0], place)
        answers = [m.truth(item) for item in items]
        if decisive in answers:
            return decisive
        return (
            m.unknown("not all elements are decided", place) if unknown or None in answers else not decisive
        )

    return run


BUILTIN_ITERATION["builtins.any"] = Native("any", _quantifier(True))
BUILTIN_ITERATION["builtins.all"] = Native("all", _quantifier(False))


def _folded(name: str) -> None:
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        if kwargs or any(value is MISSING for value in plain):
            return m.undecided(next((a for a in args if isinstance(a, (Unknown, Ext))), None), place)
        return m.from_python(m.compute(lambda: python(*plain), place))

    BUILTIN_ITERATION[f"builtins.{name}"] = Native(name, run)


for _name in (
    "min",
    "max",
    "sum",
    "abs",
    "round",
    "ord",
    "chr",
    "repr",
    "hex",
    "oct",
    "bin",
    "divmod",
    "format",
):
    _folded(_name)


@BUILTIN_ITERATION.function("builtins.next")
def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Generator) and args[0].is_function:
        # Its body would run up to the next yield only; what comes behind may never run.
        m.note("what a generator does that is driven by hand is not followed", place)
    elif isinstance(args[0], Generator):
        items, unknown = m.iterate(args[0], place)
        if items and not isinstance(items[0], Maybe):
            return items[0]
        if not items and not unknown and len(args) > 1:
            return args[1]
    return m.unknown("next() of an iterator", place)

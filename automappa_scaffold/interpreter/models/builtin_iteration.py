"""Built-in functions that walk through elements."""

import sys

from automappa_scaffold.interpreter.element_kinds import holds_plainly, type_name
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.iteration_steps import END, advance, in_order, next_of
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Class, Generator, Instance, Iterator
from automappa_scaffold.interpreter.refusals import kind_name, lacks
from automappa_scaffold.interpreter.special_values import RangeValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_ITERATION"]

BUILTIN_ITERATION = Models()


@BUILTIN_ITERATION.function("builtins.len")
def _len(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Class) and isinstance(value.ns.get("__members__"), DictValue):
        return len(m.iterate(value, place)[0])
    if lacks(value, "__len__") or isinstance(value, Iterator):
        raise m.refusal("TypeError", f"object of type '{kind_name(value)}' has no len()", place)
    if isinstance(value, Instance) and not holds_plainly(value, "__len__"):
        length = m.call(m.get_attribute(value, "__len__", place), (), {}, place)
        if isinstance(length, int) and length < 0:
            raise m.refusal("ValueError", "__len__() should return >= 0", place)
        return length
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
        if not made[100_000:]:  # whose length is perhaps no index
            return RangeValue.of(made)
    wrong = next((n for n in numbers if is_constant(n) and not isinstance(n, int)), 0)
    if wrong != 0:
        text = f"'{kind_name(wrong)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    return m.unknown("a range that is not constant", place)


@BUILTIN_ITERATION.function("builtins.enumerate")
def _enumerate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    start = m.decide(args[1] if len(args) > 1 else kwargs.get("start", 0))
    given = args[0] if args else kwargs.get("iterable")
    if not isinstance(start, int):
        return m.undecided(start, place)
    if isinstance(given, Generator):
        numbers = iter(range(start, sys.maxsize))
        return Generator(lambda handle: m.take(given, lambda item: handle((next(numbers), item)), place))
    items, unknown = in_order(m, given, place)
    maybe = next((item for item in items if isinstance(item, Maybe)), None)
    if maybe is not None:  # the numbers behind it are not decided
        rest = m.unknown("which elements are there", maybe.scope.place)
        known = items[: items.index(maybe)]
        return m.new_iterator([(start + i, item) for i, item in enumerate(known)], unknown or rest)
    return m.new_iterator([(start + i, item) for i, item in enumerate(items)], unknown)


@BUILTIN_ITERATION.function("builtins.reversed")
def _reversed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Instance) and args[0].cls.lookup("__reversed__") is not MISSING:
        return m.call(m.get_attribute(args[0], "__reversed__", place), (), {}, place)
    if isinstance(args[0], SetValue):
        raise m.refusal("TypeError", f"'{type_name(args[0])}' object is not reversible", place)
    items, unknown = in_order(m, args[0], place)
    return m.new_iterator(items[::-1], unknown)


@BUILTIN_ITERATION.function("builtins.iter")
def _iter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if len(args) > 1:
        return m.unknown("what iter() of a function gives", place)
    if isinstance(value, (Generator, Iterator)):
        return value
    if isinstance(value, Instance) and value.cls.lookup("__iter__") is not MISSING:
        return m.call(m.get_attribute(value, "__iter__", place), (), {}, place)
    return m.new_iterator(*in_order(m, value, place))


def _first_of(m: Imports, generator: Generator, place: Place) -> Iterator:
    """Return the first element of a generator, and what stands for the others: they are not computed."""
    found: list[Value] = []

    def keep(item: Value) -> bool:
        found.append(item)
        return True

    seen = m.unordered_seen
    unknown = m.take(generator, keep, place)
    if m.unordered_seen != seen:
        return m.new_iterator((), m.unknown("which element comes first", place))
    if found and unknown is None:
        unknown = m.unknown("the elements of a generator behind the first", place)
    return m.new_iterator(found, unknown)


@BUILTIN_ITERATION.function("builtins.next")
def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Generator) and value.is_function and value.rest is None:
        # Its body would run up to the next yield only; what comes behind may never run.
        m.disturb("what a generator does that is driven by hand is not followed", place)
        return m.unknown("next() of a generator", place)
    if isinstance(value, Generator):
        if value.rest is None:
            value.rest = _first_of(m, value, place)
        value = value.rest
    if isinstance(value, Iterator):
        found = advance(m, value, place)
    elif isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING:
        found = next_of(m, value, place)
    elif isinstance(value, (Unknown, Ext, Union, Instance)):
        return m.undecided(value, place)
    else:
        raise m.raise_("TypeError", f"'{type_name(value)}' object is not an iterator", place)
    if found is not END:
        return found
    if len(args) > 1:
        return args[1]
    raise m.raise_("StopIteration", "", place)

"""Built-in functions that walk through elements."""

from collections.abc import Callable
from itertools import count

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.element_kinds import holds_plainly, type_name
from automappa_scaffold.interpreter.element_order import Order
from automappa_scaffold.interpreter.generators import Generator, Iterator, Steps, run_of, why_more
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.iteration_steps import END, advance, in_order, is_stepwise, next_of
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Class, Instance, content_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import RangeValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
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

_MAX_CALLS = 10_000


@BUILTIN_ITERATION.function("builtins.len")
def _len(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Class) and (method := m.metaclass_method(value, "__len__")) is not None:
        return m.call(method, (value,), {}, place)
    if isinstance(value, Class) and isinstance(value.ns.get("__members__"), DictValue):
        return len(m.iterate(value, place)[0])
    if lacks(value, "__len__") or isinstance(value, Iterator):
        raise m.refusal("TypeError", f"object of type '{kind_name(value)}' has no len()", place)
    if isinstance(value, Instance) and not holds_plainly(value, "__len__"):
        length = m.call(m.special_method(value, "__len__", place), (), {}, place)
        return _checked_length(m, m.decide(length), place)
    if isinstance(value, Union):
        return m.each(value, lambda option: _len(m, (option,), kwargs, place))
    if isinstance(value, (Unknown, Ext)):
        return m.undecided(value, place)
    items, unknown = m.iterate(value, place)
    if unknown or any(isinstance(item, Maybe) for item in items):
        return m.unknown("the length of a list that is not decided", place)
    return len(items)


def _checked_length(m: Imports, length: Value, place: Place) -> Value:
    """Return the length that ``__len__`` of an object tells, as a plain number."""
    if is_none_of(length, int) and lacks(length, "__index__"):
        text = f"'{kind_name(length)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    if not isinstance(length, int):
        return m.undecided(length, place)
    if length < 0:
        raise m.refusal("ValueError", "__len__() should return >= 0", place)
    return int(length)


@BUILTIN_ITERATION.function("builtins.range")
def _range(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    numbers = [m.decide(argument) for argument in args]
    if not all(map(is_constant, numbers)):
        numbers = [_index(m, number, place) for number in numbers]
    if all(isinstance(number, int) for number in numbers):
        made = m.compute(lambda: range(*numbers), place)
        if not made[100_000:]:  # whose length is perhaps no index
            return RangeValue.of(made)
    wrong = next((n for n in numbers if is_constant(n) and not isinstance(n, int)), 0)
    if wrong != 0:
        text = f"'{kind_name(wrong)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    m.refuse_as_python(range, numbers, place)
    return m.unknown("a range that is not constant", place)


def _index(m: Imports, value: Value, place: Place) -> Value:
    """Return the number that an object or class stands for where an index is wanted."""
    held = content_of(value)
    if isinstance(held, int):
        return held
    method = value.cls.lookup("__index__") if isinstance(value, Instance) else MISSING
    if isinstance(value, Class):
        found = m.metaclass_method(value, "__index__")
        method = MISSING if found is None else found
    if method is not MISSING:
        bound = m.special_method(value, "__index__", place) if isinstance(value, Instance) else None
        told = m.decide(
            m.call(method, (value,), {}, place) if bound is None else m.call(bound, (), {}, place)
        )
        if is_none_of(told, int):
            text = f"__index__ returned non-int (type {kind_name(told)})"
            raise m.refusal("TypeError", text, place)
        return told
    if lacks(value, "__index__"):
        text = f"'{kind_name(value)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    return value


@BUILTIN_ITERATION.function("builtins.enumerate")
def _enumerate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    start = m.decide(args[1] if len(args) > 1 else kwargs.get("start", 0))
    given = args[0] if args else kwargs.get("iterable")
    start = start if isinstance(start, int) else _index(m, start, place)
    if is_constant(start) and not isinstance(start, int):
        text = f"'{kind_name(start)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    if not isinstance(start, int):
        return m.undecided(start, place)
    given = m.iterator_of(m.decide(given), place)
    if is_stepwise(given):
        numbers = count(start)

        def pull() -> Steps:
            return _numbered(m.rest_of(given, place), start)

        def run(handle: Callable[[Value], Value]) -> Unknown | None:
            order = Order(m)

            def number(item: Value) -> Value:
                order.begin_round()
                index = next(numbers)
                at = m.unknown("the order of a listing", place) if order.is_open else index
                stops = handle((at, item))
                order.end_round()
                return stops

            return m.take(given, number, place)

        return Generator(run if isinstance(given, Generator) else run_of(pull), birth=m.birth, pull=pull)
    items, unknown = in_order(m, given, place)
    maybe = next((item for item in items if isinstance(item, Maybe)), None)
    if maybe is not None:  # the numbers behind it are not decided
        rest = m.unknown("which elements are there", maybe.scope.place)
        known = items[: items.index(maybe)]
        return m.new_iterator([(start + i, item) for i, item in enumerate(known)], unknown or rest)
    return m.new_iterator([(start + i, item) for i, item in enumerate(items)], unknown)


def _numbered(steps: Steps, number: int) -> Steps:
    while True:
        try:
            item = next(steps)
        except StopIteration as ended:
            return why_more(ended)
        yield item if isinstance(item, Maybe) else (number, item)
        number += 1


@BUILTIN_ITERATION.function("builtins.reversed")
def _reversed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Instance) and args[0].cls.lookup("__reversed__") is not MISSING:
        return m.call(m.special_method(args[0], "__reversed__", place), (), {}, place)
    if isinstance(args[0], SetValue):
        raise m.refusal("TypeError", f"'{type_name(args[0])}' object is not reversible", place)
    if isinstance(args[0], (Generator, Iterator)):
        raise m.refusal("TypeError", f"'{kind_name(args[0])}' object is not reversible", place)
    is_own = isinstance(args[0], Instance) and args[0].cls.has_content
    held = content_of(args[0]) if is_own else args[0]  # what a subclass says of its order is not asked
    items, unknown = in_order(m, held, place)
    return m.new_iterator(items[::-1], unknown)


@BUILTIN_ITERATION.function("builtins.iter")
def _iter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if len(args) > 1:

        def pull() -> Steps:
            return _until(m, value, args[1], place)

        return Generator(run_of(pull), birth=m.birth, pull=pull)
    if isinstance(value, (Generator, Iterator)):
        return value
    if isinstance(value, Instance) and value.cls.lookup("__iter__") is not MISSING:
        return m.own_iterator(value, place)
    made = m.new_iterator(*in_order(m, value, place))
    if type(value) is ListValue and value.unknown is None and not value.is_unordered:
        made.slots["source"] = value
    return made


def _until(m: Imports, function: Value, end: Value, place: Place) -> Steps:
    """Yield what a function returns, until that is the end."""
    for _ in range(_MAX_CALLS):
        m.step()
        try:
            item = m.call(function, (), {}, place)
        except PyRaise as raised:
            if raised.type_name != "StopIteration":
                raise
            return None
        is_end = m.truth(m.compare("Eq", item, end, place))
        if is_end is None:
            return m.unknown("whether a function returns what ends its calls", place)
        if is_end:
            return None
        yield item
    return m.unknown("calls of a function that do not end", place)


@BUILTIN_ITERATION.function("builtins.next")
def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(given := m.decide(args[0]), (Unknown, Ext)) and lacks(given, "__next__"):
        raise m.refusal("TypeError", f"'{kind_name(given)}' object is not an iterator", place)
    value = m.decide(args[0])
    if isinstance(value, Generator):
        return _next_of_generator(m, value, args[1:], place)
    if isinstance(value, Iterator):
        found = advance(m, value, place)
    elif isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING:
        found = next_of(m, value, place)
    elif isinstance(value, Instance) and lacks(value, "__next__"):
        raise m.refusal("TypeError", f"'{kind_name(value)}' object is not an iterator", place)
    elif isinstance(value, (Unknown, Ext, Union, Instance)):
        return m.undecided(value, place)
    else:
        raise m.raise_("TypeError", f"'{type_name(value)}' object is not an iterator", place)
    if found is not END:
        return found
    if len(args) > 1:
        return args[1]
    raise m.raise_("StopIteration", "", place)


def _next_of_generator(m: Imports, value: Generator, others: Args, place: Place) -> Value:
    if value.is_async:
        kind = "coroutine" if value.is_coroutine else "async_generator"
        raise m.raise_("TypeError", f"'{kind}' object is not an iterator", place)
    try:
        return m.next_element(value, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration" or not others:
            raise
        return others[0]

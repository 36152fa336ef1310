"""Built-in functions over elements and numbers."""

import builtins
import sys
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.containers import holds_plainly, type_name
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.objects import Class, Generator, Instance, Iterator, Native, content_of
from automappa_scaffold.interpreter.operators import is_wide
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_ITERATION"]

BUILTIN_ITERATION = Models()


@BUILTIN_ITERATION.function("builtins.len")
def _len(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Class) and isinstance(value.ns.get("__members__"), DictValue):
        return len(m.iterate(value, place)[0])
    if isinstance(value, Instance) and not holds_plainly(value, "__len__"):
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


def _in_order(m: Imports, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
    """Return the elements that come first, second and so on; of a set none is known to."""
    items, unknown = m.iterate_in_order(value, place)
    return (
        ((), unknown) if unknown is not None and isinstance(m.decide(value), SetValue) else (items, unknown)
    )


@BUILTIN_ITERATION.function("builtins.enumerate")
def _enumerate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    start = m.decide(args[1] if len(args) > 1 else kwargs.get("start", 0))
    if not isinstance(start, int):
        return m.undecided(start, place)
    if isinstance(args[0], Generator):
        numbers = iter(range(start, sys.maxsize))
        return Generator(lambda handle: m.take(args[0], lambda item: handle((next(numbers), item)), place))
    items, unknown = _in_order(m, args[0], place)
    maybe = next((item for item in items if isinstance(item, Maybe)), None)
    if maybe is not None:  # the numbers behind it are not decided
        rest = m.unknown("which elements are there", maybe.scope.place)
        known = items[: items.index(maybe)]
        return m.new_iterator([(start + i, item) for i, item in enumerate(known)], unknown or rest)
    return m.new_iterator([(start + i, item) for i, item in enumerate(items)], unknown)


def _sort_order(
    m: Imports, items: tuple[Value, ...], kwargs: Kwargs, place: Place
) -> tuple[Value, ...] | None:
    """Return elements in order, or None where that is not decided."""
    key = kwargs.get("key")
    keys = [item if key is None else m.call(key, (item,), {}, place) for item in items]
    plain = [MISSING if isinstance(k, Maybe) else m.to_python(m.decide(k), place) for k in keys]
    reverse = m.truth(kwargs.get("reverse", False))
    if any(k is MISSING for k in plain):
        if len(items) > 1 and all(isinstance(content_of(k), Instance) for k in keys) and reverse is not None:
            return _sort_objects(m, items, keys, place, reverse=reverse)
        return items if len(items) < 2 else None
    if reverse is None:
        return None
    order = m.compute(lambda: sorted(range(len(plain)), key=plain.__getitem__, reverse=reverse), place)
    return tuple(items[index] for index in order)


def _sort_objects(
    m: Imports, items: tuple[Value, ...], keys: list[Value], place: Place, *, reverse: bool
) -> tuple[Value, ...] | None:
    """Sort by insertion with the program's own ``__lt__``."""
    order: list[int] = []
    for index, key in enumerate(keys):
        at = len(order)
        while at > 0:
            one, other = (keys[order[at - 1]], key) if reverse else (key, keys[order[at - 1]])
            less = m.truth(m.compare("Lt", one, other, place))
            if less is None:
                return None
            if not less:
                break
            at -= 1
        order.insert(at, index)
    return tuple(items[index] for index in order)


@BUILTIN_ITERATION.function("builtins.sorted")
def _sorted(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[0], place)
    ordered = _sort_order(m, items, kwargs, place)
    if ordered is None or (unknown and items):
        return m.new_list(items, unknown or m.unknown("the order of this list", place))
    return m.new_list(ordered, unknown)


@BUILTIN_ITERATION.function("builtins.reversed")
def _reversed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(args[0], Instance) and args[0].cls.lookup("__reversed__") is not MISSING:
        return m.call(m.get_attribute(args[0], "__reversed__", place), (), {}, place)
    items, unknown = m.iterate(args[0], place)
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
    return m.new_iterator(*_in_order(m, value, place))


_END = object()


class _Stepper:
    """Hands out one element after another, and then ``_END``; ``undecided``: why there may be others."""

    def __init__(self, m: Imports, value: Value, place: Place) -> None:
        value = m.decide(value)
        if isinstance(value, Instance) and value.cls.lookup("__iter__") is not MISSING:
            value = m.call(m.get_attribute(value, "__iter__", place), (), {}, place)
        is_stepwise = isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING
        if not is_stepwise and not isinstance(value, Iterator):
            value = m.new_iterator(*_in_order(m, value, place))
        self.m, self.value, self.place = m, value, place
        self.undecided: Unknown | None = None

    def __call__(self) -> Value:
        if isinstance(self.value, Instance):
            return _next_of(self.m, self.value, self.place)
        found = _advance(self.m, self.value, self.place)
        if isinstance(self.value.slots["next"], Unknown):
            self.undecided = self.value.slots["next"]
        return found


def _next_of(m: Imports, value: Instance, place: Place) -> Value:
    try:
        return m.call(m.get_attribute(value, "__next__", place), (), {}, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration":
            raise
        return _END


def _advance(m: Imports, value: Iterator, place: Place) -> Value:
    """Return an iterator's next element, ``_END``, or an Unknown."""
    items, index, unknown = value.slots["items"], value.slots["next"], value.slots["unknown"]
    if not isinstance(index, int):
        return m.undecided(index, place)
    if index < len(items) and not isinstance(items[index], Maybe):
        m.store(value.slots, "next", index + 1)
        return items[index]
    if index < len(items) or unknown is not None:
        blame = m.undecided(unknown, place) if unknown else m.unknown("which elements are there", place)
        m.store(value.slots, "next", blame)
        return blame
    return _END


@BUILTIN_ITERATION.function("builtins.zip")
def _zip(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    steppers = [_Stepper(m, argument, place) for argument in args]
    rows: list[Value] = []
    while steppers:
        m.step()
        row = []
        for step in steppers:
            row.append(step())
            if row[-1] is _END:
                return m.new_iterator(rows)
        ended = next((step for step in steppers if step.undecided is not None), None)
        if ended is not None:
            return m.new_iterator(rows, ended.undecided)
        rows.append(tuple(row))
        if len(rows) > _MAX_ROWS:
            return m.new_iterator(rows, m.unknown("a zip that does not end", place))
    return m.new_iterator(rows)


_MAX_ROWS = 10_000


def _lazily(pick: Callable[[Imports, Args, Place, Callable[[Value], Value]], Unknown | None]) -> Run:
    return lambda m, args, kwargs, place: Generator(lambda handle: pick(m, args, place, handle))


def _map(m: Imports, args: Args, place: Place, handle: Callable[[Value], Value]) -> Unknown | None:
    if len(args) == 2:
        unknown = m.take(args[1], lambda item: handle(_mapped(m, args[0], item, place)), place)
        return unknown or _in_order(m, args[1], place)[1] if isinstance(args[1], SetValue) else unknown
    rows = _zip(m, args[1:], {}, place)
    return m.take(rows, lambda row: handle(m.call(args[0], row, {}, place)), place)


def _mapped(m: Imports, function: Value, item: Value, place: Place) -> Value:
    if isinstance(item, Maybe):
        return Maybe(m.call(function, (item.value,), {}, place), item.scope)
    return m.call(function, (item,), {}, place)


def _filter(m: Imports, args: Args, place: Place, handle: Callable[[Value], Value]) -> Unknown | None:
    def keep(item: Value) -> Value:
        bare = item.value if isinstance(item, Maybe) else item
        value = bare if args[0] is None else m.call(args[0], (bare,), {}, place)
        truth = m.truth(value)
        if truth is None:
            return handle(Maybe(bare, m.scope_at(value, place)))
        return handle(item) if truth else None

    return m.take(args[1], keep, place)


BUILTIN_ITERATION["builtins.map"] = Native("map", _lazily(_map))
BUILTIN_ITERATION["builtins.filter"] = Native("filter", _lazily(_filter))


def _quantifier(decisive: bool) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        answers: list[bool | None] = []

        def look(item: Value) -> bool:
            answers.append(None if isinstance(item, Maybe) else m.truth(item))
            return answers[-1] is decisive

        unknown = m.take(args[0], look, place)
        if decisive in answers:
            return decisive
        return (
            m.unknown("not all elements are decided", place) if unknown or None in answers else not decisive
        )

    return run


BUILTIN_ITERATION["builtins.any"] = Native("any", _quantifier(True))
BUILTIN_ITERATION["builtins.all"] = Native("all", _quantifier(False))


def _extreme(name: str) -> None:
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        items, unknown = m.iterate(args[0], place) if len(args) == 1 else (args, None)
        if unknown or any(isinstance(item, Maybe) for item in items):
            return m.undecided(unknown or items[0], place)
        if not items and "default" in kwargs:
            return kwargs["default"]
        key = kwargs.get("key")
        keys = [item if key is None else m.call(key, (item,), {}, place) for item in items]
        plain = [m.to_python(m.decide(k), place) for k in keys]
        if any(k is MISSING for k in plain):
            return m.unknown(f"{name}() of what is not known", place)
        best = m.compute(
            lambda: python(range(len(plain)), key=plain.__getitem__) if plain else python(()), place
        )
        return items[best]

    BUILTIN_ITERATION[f"builtins.{name}"] = Native(name, run)


_extreme("min")
_extreme("max")


def _folded(name: str) -> None:
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        if kwargs or any(value is MISSING for value in plain):
            return m.undecided(next((a for a in args if isinstance(a, (Unknown, Ext))), None), place)
        if name == "format" and len(plain) > 1 and is_wide(str(plain[1])):
            return m.unknown("a very long constant", place)
        if name == "pow" and len(plain) == 2:
            return m.binary("Pow", plain[0], plain[1], place)
        return m.from_python(m.compute(lambda: python(*plain), place))

    BUILTIN_ITERATION[f"builtins.{name}"] = Native(name, run)


for _name in (
    "sum",
    "abs",
    "round",
    "ord",
    "chr",
    "ascii",
    "repr",
    "hex",
    "oct",
    "bin",
    "divmod",
    "pow",
    "format",
):
    _folded(_name)


def _first_of(m: Imports, generator: Generator, place: Place) -> Iterator:
    """Return the first element of a generator, and what stands for the others: they are not computed."""
    found: list[Value] = []

    def keep(item: Value) -> bool:
        found.append(item)
        return True

    unknown = m.take(generator, keep, place)
    if found and unknown is None:
        unknown = m.unknown("the elements of a generator behind the first", place)
    return m.new_iterator(found, unknown)


@BUILTIN_ITERATION.function("builtins.next")
def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    if isinstance(value, Generator) and value.is_function and value.rest is None:
        # Its body would run up to the next yield only; what comes behind may never run.
        m.note("what a generator does that is driven by hand is not followed", place)
        return m.unknown("next() of a generator", place)
    if isinstance(value, Generator):
        if value.rest is None:
            value.rest = _first_of(m, value, place)
        value = value.rest
    if isinstance(value, Iterator):
        found = _advance(m, value, place)
    elif isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING:
        found = _next_of(m, value, place)
    elif isinstance(value, (Unknown, Ext, Union, Instance)):
        return m.undecided(value, place)
    else:
        raise m.raise_("TypeError", f"'{type_name(value)}' object is not an iterator", place)
    if found is not _END:
        return found
    if len(args) > 1:
        return args[1]
    raise m.raise_("StopIteration", "", place)

"""Built-in functions that make elements of elements, or ask about them one by one."""

from collections.abc import Callable, Sequence
from functools import partial

from automappa_scaffold.interpreter.generators import Generator, Steps, run_of, why_more
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.models.iteration_steps import END, Stepper, is_stepwise
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.values import (
    Maybe,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_LAZY"]

BUILTIN_LAZY = Models()

_MAX_ROWS = 10_000


@BUILTIN_LAZY.function("builtins.zip")
def _zip(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    steppers = [Stepper(m, argument, place) for argument in args]
    is_strict = m.truth(kwargs.get("strict", False))
    if is_strict or any(is_stepwise(m.decide(argument)) for argument in args):
        return _lazy(m, lambda: _zipped(m, steppers, place, is_strict=is_strict))
    rows: list[Value] = []
    steps = _zipped(m, steppers, place, is_strict=False)
    while len(rows) < _MAX_ROWS:
        try:
            rows.append(next(steps))
        except StopIteration as ended:
            return m.new_iterator(rows, ended.value)
    return m.new_iterator(rows, m.unknown("a zip that does not end", place))


def _zipped(m: Imports, steppers: Sequence[Stepper], place: Place, *, is_strict: bool | None) -> Steps:
    while steppers:
        m.step()
        row = []
        for step in steppers:
            row.append(step())
            if row[-1] is END:
                wrong = _uneven(row, steppers) if is_strict else ""
                if wrong:
                    raise m.refusal("ValueError", wrong, place)
                return None
        ended = next((step for step in steppers if step.undecided is not None), None)
        if ended is not None:
            return ended.undecided
        yield tuple(row)
    return None


def _uneven(row: list[Value], steppers: Sequence[Stepper]) -> str:
    """Return what is wrong with the lengths, where the last of a row has no more elements."""
    at = len(row)
    if at > 1:
        others = "argument 1" if at == 2 else f"arguments 1-{at - 1}"
        return f"zip() argument {at} is shorter than {others}"
    for number, step in enumerate(steppers[1:], 2):
        if step() is not END:
            others = "argument 1" if number == 2 else f"arguments 1-{number - 1}"
            return f"zip() argument {number} is longer than {others}"
    return ""


def _lazy(m: Imports, pull: Callable[[], Steps]) -> Generator:
    return Generator(run_of(pull), birth=m.birth, pull=pull)


def _refuse_elements(m: Imports, args: Args, place: Place) -> None:
    """Raise what Python raises at once for what has no elements."""
    for given in args:
        bare = m.decide(given)
        if has_no_elements(bare):
            raise m.refusal("TypeError", f"'{kind_name(bare)}' object is not iterable", place)


def _begun(m: Imports, given: Value, place: Place) -> Value:
    """Return the iterator of an object of the project, which is asked for at once."""
    bare = m.decide(given)
    is_own = isinstance(bare, Instance) and isinstance(bare.cls.lookup("__iter__"), Function)
    return m.own_iterator(bare, place) if isinstance(bare, Instance) and is_own else given


Handle = Callable[[Value], Value]


def _lazily(
    pick: Callable[[Imports, Args, Place, Handle], Unknown | None],
    pull: Callable[[Imports, Args, Place], Steps],
) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        _refuse_elements(m, args[1:], place)
        args = (*args[:1], *(_begun(m, argument, place) for argument in args[1:]))
        return Generator(
            lambda handle: pick(m, args, place, handle), birth=m.birth, pull=lambda: pull(m, args, place)
        )

    return run


def _map(m: Imports, args: Args, place: Place, handle: Handle) -> Unknown | None:
    if len(args) == 2:
        return m.take(args[1], lambda item: handle(_mapped(m, args[0], item, place)), place)
    rows = _zip(m, args[1:], {}, place)
    return m.take(rows, lambda row: handle(m.call(args[0], row, {}, place)), place)


def _pull_mapped(m: Imports, args: Args, place: Place) -> Steps:
    steppers = [Stepper(m, argument, place) for argument in args[1:]]
    rows = _zipped(m, steppers, place, is_strict=False)
    while True:
        try:
            row = next(rows)
        except StopIteration as ended:
            return why_more(ended)
        yield m.apart(partial(m.call, args[0], row, {}, place))


def _mapped(m: Imports, function: Value, item: Value, place: Place) -> Value:
    if isinstance(item, Maybe):
        return Maybe(m.call(function, (item.value,), {}, place), item.scope)
    return m.apart(lambda: m.call(function, (item,), {}, place))


def _filter(m: Imports, args: Args, place: Place, handle: Handle) -> Unknown | None:
    def keep(item: Value) -> Value:
        bare = item.value if isinstance(item, Maybe) else item
        truth, value = _kept(m, args[0], bare, place)
        if truth is None:
            return handle(Maybe(bare, m.scope_at(value, place)))
        return handle(item) if truth else None

    return m.take(args[1], keep, place)


def _kept(m: Imports, test: Value, item: Value, place: Place) -> tuple[bool | None, Value]:
    value = item if test is None else m.apart(lambda: m.call(test, (item,), {}, place))
    return m.truth(value), value


def _pull_filtered(m: Imports, args: Args, place: Place) -> Steps:
    step = Stepper(m, args[1], place)
    while (item := step()) is not END:
        if step.undecided is not None:
            return step.undecided
        truth, value = _kept(m, args[0], item, place)
        if truth is None:
            scope = m.scope_at(value, place)
            return m.unknown(scope.reason, scope.place)
        if truth:
            yield item
    return None


BUILTIN_LAZY["builtins.map"] = Native("map", _lazily(_map, _pull_mapped))
BUILTIN_LAZY["builtins.filter"] = Native("filter", _lazily(_filter, _pull_filtered))


def _quantifier(decisive: bool) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        answers: list[bool | None] = []

        def look(item: Value) -> bool:
            answers.append(None if isinstance(item, Maybe) else m.truth(item))
            return answers[-1] is decisive

        unknown = m.take(args[0], look, place)
        if decisive in answers:
            return decisive
        if unknown is None and None not in answers:
            return not decisive
        return m.of_kind(m.unknown("not all elements are decided", place), "builtins.bool")

    return run


BUILTIN_LAZY["builtins.any"] = Native("any", _quantifier(True))
BUILTIN_LAZY["builtins.all"] = Native("all", _quantifier(False))

"""Comprehensions and generator expressions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.element_kinds import is_hashable
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator, Steps, why_more
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LEFT
from automappa_scaffold.interpreter.live_containers import counter_of, going_through
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Namespace,
    Scope,
    Unknown,
    Value,
)
from automappa_scaffold.interpreter.yields import async_elements
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["COMPREHENSIONS"]


def _comp(m: Evaluation, node: Node, frame: Frame) -> Value:
    kind, element, generators = node[2], node[3], node[4]
    inner = Frame(frame.module, Namespace(m.birth), frame, frame.function)
    # The first iterable is evaluated outside, which matters in the body of a class.
    first = m.eval(generators[0][1], frame)
    if kind == "generator":
        if not generators[0][3] and has_no_elements(first):
            text = f"'{kind_name(first)}' object is not iterable"
            raise m.refusal("TypeError", text, m.place(generators[0][1], frame.module))
        return _generator(m, element, generators, inner, first)
    items: list[Value] = []
    unordered = m.unordered_seen
    unknown = _comprehend(m, element, generators, 0, inner, items.append, first)
    if kind == "dict":
        made = m.new_dict(unknown=unknown)
        made.meta["shuffled"] = m.unordered_seen != unordered
        for pair in items:
            _add_pair(m, made, pair, m.place(node, frame.module))
        return made
    if kind == "set":
        made_set = m.new_set((), unknown)
        m.extend(made_set, items, None)
        return made_set
    return m.new_list(items, unknown) if m.unordered_seen == unordered else m.new_shuffled(items, unknown)


def _generator(
    m: Evaluation, element: Any, generators: Sequence[Any], inner: Frame, first: Value
) -> Generator:
    def run(handle: Callable[[Value], Any]) -> Unknown | None:
        try:
            return _comprehend(m, element, generators, 0, inner, handle, first)
        except PyRaise as raised:
            raise m.as_generator_raises(raised) from None

    def pull() -> Steps:
        try:
            return (yield from _pull(m, element, generators, 0, inner, first))
        except PyRaise as raised:
            raise m.as_generator_raises(raised) from None

    made = Generator(run, birth=m.birth, pull=pull)
    made.is_generator = True
    return made


def _source(m: Evaluation, iterable: Node, frame: Frame, first: Value, is_async: bool) -> Value:
    """Return what the elements come from, which has to have some."""
    source = m.eval(iterable, frame) if first is MISSING else first
    if is_async:
        return async_elements(m, m.decide(source), m.place(iterable, frame.module))
    m.require_iterable(source, m.place(iterable, frame.module))
    return source


def _steps(m: Evaluation, source: Value, place: Place) -> Steps:
    """Yield elements, one by one where what is done with them may change what they come from."""
    source = m.decide(source)
    if isinstance(source, (DictValue, ListValue)) or counter_of(source) is not None:
        items, unknown = m.iterate(source, place)
        yield from going_through(m, source, items, place)
        return unknown
    return (yield from m.walk(source, place))


def _give_each(steps: Steps, handle: Callable[[Value], Any]) -> Unknown | None:
    while True:
        try:
            item = next(steps)
        except StopIteration as ended:
            return why_more(ended)
        handle(item)


def _pull(
    m: Evaluation, element: Any, generators: Sequence[Any], depth: int, frame: Frame, first: Value = MISSING
) -> Steps:
    """Yield the elements of a generator expression from one of its ``for``s on, one by one."""
    if depth == len(generators):
        yield m.apart(lambda: m.eval(element, frame))
        return None
    target, iterable, conditions, is_async = generators[depth]
    place = m.place(iterable, frame.module)
    steps = _steps(m, _source(m, iterable, frame, first, is_async), place)
    while True:
        m.step()
        try:
            item = next(steps)
        except StopIteration as ended:
            return why_more(ended)
        if isinstance(item, Maybe):
            return m.unknown("which of these elements are there", item.scope.place)
        m.assign(target, item, frame)
        verdict, scope = _conditions(m, conditions, frame)
        if scope is not None:
            return m.unknown(scope.reason, scope.place)
        if verdict is not False:
            unknown = yield from _pull(m, element, generators, depth + 1, frame)
            if unknown is not None:
                return unknown


def _add_pair(m: Evaluation, made: DictValue, pair: Value, place: Place) -> None:
    key, value = pair.value if isinstance(pair, Maybe) else pair
    if isinstance(pair, Maybe):
        before = made.items.get(key, MISSING) if is_hashable(key) else MISSING
        value = m.join([before, value], pair.scope)
    m.set_item(made, key, value, place)


def _comprehend(
    m: Evaluation,
    element: Any,
    generators: Sequence[Any],
    depth: int,
    frame: Frame,
    handle: Callable[[Value], Any],
    first: Value = MISSING,
) -> Unknown | None:
    """Run a comprehension from one of its ``for``s on; return why there may be other elements."""
    if depth == len(generators):
        if not isinstance(element[0], str):  # the key and the value of a dict
            handle(m.apart(lambda: (m.eval(element[0], frame), m.eval(element[1], frame))))
        else:
            handle(m.apart(lambda: m.eval(element, frame)))
        return None
    target, iterable, conditions, is_async = generators[depth]
    place = m.place(iterable, frame.module)
    others: list[Unknown | None] = []

    def each(item: Value) -> None:
        m.step()
        scope = item.scope if isinstance(item, Maybe) else None
        m.assign(target, item.value if isinstance(item, Maybe) else item, frame)
        verdict, blamed = _conditions(m, conditions, frame)
        scope = scope or blamed
        if verdict is False:
            return
        if scope is None:
            others.append(_comprehend(m, element, generators, depth + 1, frame, handle))
            return
        wrapped = _maybe(handle, scope)

        def run() -> None:
            others.append(_comprehend(m, element, generators, depth + 1, frame, wrapped))

        # What an element that is perhaps not there imports or declares, is perhaps not there either.
        results = m.fork(scope, [run, _do_nothing])
        kept = [result if isinstance(result, PyRaise) or result is LEFT else None for result in results]
        m.settle(kept, scope)

    source = m.decide(_source(m, iterable, frame, first, is_async))
    if isinstance(source, Generator):
        unknown = m.take(source, each, place)
    else:
        unknown = _give_each(_steps(m, source, place), each)
    unknown = unknown or next((other for other in others if other is not None), None)
    if unknown is not None:
        _run_for_another(m, element, generators, depth, frame, unknown, place)
    return unknown


def _run_for_another(
    m: Evaluation,
    element: Any,
    generators: Sequence[Any],
    depth: int,
    frame: Frame,
    unknown: Unknown,
    place: Place,
) -> None:
    """Run a comprehension once for an element that is not known, for what that imports and declares."""

    def run() -> None:
        m.assign(generators[depth][0], m.undecided(unknown, place), frame)
        if _conditions(m, generators[depth][2], frame)[0] is not False:
            _comprehend(m, element, generators, depth + 1, frame, _drop)

    m.fork(Scope(unknown.reason, unknown.place or place), [run, _do_nothing])


def _drop(value: Value) -> None:
    return None


def _do_nothing() -> None:
    return None


def _conditions(m: Evaluation, conditions: Sequence[Node], frame: Frame) -> tuple[bool | None, Scope | None]:
    scope = None
    for condition in conditions:
        value = m.apart(partial(m.eval, condition, frame))
        truth = m.truth(value)
        if truth is False:
            return False, None
        if truth is None:
            scope = m.scope_of(value, condition, frame)
    return (True if scope is None else None), scope


def _maybe(handle: Callable[[Value], Any], scope: Scope) -> Callable[[Value], Any]:
    return lambda value: handle(value if isinstance(value, Maybe) else Maybe(value, scope))


COMPREHENSIONS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "comp": _comp,
}

"""Loops."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Iterator as HostIterator

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.element_order import Order
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.generators import Generator, Iterator, Steps
from automappa_scaffold.interpreter.live_containers import going_through, viewed
from automappa_scaffold.interpreter.loop_rounds import EXACT_ROUNDS, Loop, begin_changes, end_changes
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.stepping import is_numbered
from automappa_scaffold.interpreter.unordered_loops import (
    depends_on_order,
    forget_order,
    forget_rounds,
    is_driven,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    ListValue,
    Maybe,
    Scope,
    Unknown,
    Value,
)
from automappa_scaffold.interpreter.while_loops import run_while
from automappa_scaffold.source.program import Node

__all__ = ["LOOPS"]


def _for(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    place = m.place(node[3], frame.module)
    value = m.eval(node[3], frame)
    bare, is_held = m.decide(value), node[3][0] != "call"
    if node[3][0] != "aiter":
        m.require_iterable(bare, place)
    if isinstance(bare, Instance) and (
        is_numbered(bare)
        or isinstance(bare.cls.lookup("__iter__"), Function)
        or bare.cls.lookup("__next__") is not MISSING
    ):
        value = bare = m.iterator_of(bare, place)
        is_held = False
        if isinstance(bare, Instance) and (is_numbered(bare) or bare.cls.lookup("__next__") is not MISSING):
            return _for_steps(m, node, m.rest_of(bare, place), frame)
    if isinstance(bare, Generator) and not bare.spent:
        # Of some it has to be known before a round whether elements have an order.
        is_stepped = is_held and is_driven(node)
        if not is_stepped and (bare.pull is None or not depends_on_order(node[4])):
            return _for_generator(m, node, bare, frame, closes=not is_held)
    if isinstance(bare, (Generator, Iterator)):
        return _for_steps(m, node, m.walk(bare, place), frame)
    items, unknown = m.iterate(value, place)
    is_unordered = isinstance(bare, ListValue) and bare.is_unordered
    if is_unordered and depends_on_order(node[4]):
        items, unknown = (), m.unknown("the order of these elements", place)
    loop = Loop(m, frame)
    shown = viewed(m, node[3], frame)
    bare = bare if shown is None else shown
    going = going_through(m, bare, items, place)

    def rounds() -> Outcome | None:
        outcome = _rounds(m, node, going, frame, loop)
        if outcome is None and unknown is not None:
            outcome = _open_rounds(m, node, unknown, frame, loop)
        return outcome

    ended = loop.run(rounds, node[5])
    if is_unordered:
        forget_order(m, node, place, frame)
    return ended


def _for_generator(
    m: ControlFlow, node: Node, generator: Generator, frame: Frame, *, closes: bool
) -> Outcome | None:
    """Run a loop whose rounds and its generator take turns."""
    loop = Loop(m, frame)
    ended: list[Outcome] = []
    order = Order(m)
    place = m.place(node[3], frame.module)

    def round_(element: Value) -> bool:
        m.step()
        if order.begin_round() and depends_on_order(node[4]):
            return True
        mark, scopes = len(m.logs), m.scopes
        outcome = _round(m, node, element, frame, loop)
        loop.end_round(mark, scopes)
        order.end_round()
        if outcome is None or outcome.kind == "continue":
            return False
        ended.append(outcome)
        return True

    def rounds() -> Outcome | None:
        unknown = m.push(generator, round_, place, closes=closes)
        if ended:
            return ended[0]
        if order.is_open_at_once and depends_on_order(node[4]):
            unknown = m.unknown("the order of these elements", place)
        return None if unknown is None else _open_rounds(m, node, unknown, frame, loop)

    outcome = loop.run(rounds, node[5])
    if order.is_open_at_once and depends_on_order(node[4]):
        forget_order(m, node, place, frame)
    elif order.is_unknown:
        forget_rounds(m, node, place, frame)
    return outcome


def _for_steps(m: ControlFlow, node: Node, steps: Steps, frame: Frame) -> Outcome | None:
    """Run a loop that asks for each element when the round before has ended."""
    loop = Loop(m, frame)
    ended: list[Unknown | None] = []
    order = Order(m)

    def items() -> HostIterator[Value]:
        try:
            while True:
                item = next(steps)
                order.begin_round()
                yield item
                order.end_round()
        except StopIteration as last:
            ended.append(last.value)

    def rounds() -> Outcome | None:
        outcome = _rounds(m, node, items(), frame, loop)
        unknown = ended[0] if ended else None
        return outcome if outcome or unknown is None else _open_rounds(m, node, unknown, frame, loop)

    outcome = loop.run(rounds, node[5])
    if order.is_unknown:
        forget_rounds(m, node, m.place(node[3], frame.module), frame)
    return outcome


def _rounds(m: ControlFlow, node: Node, items: Iterable[Value], frame: Frame, loop: Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    target, body = node[2], node[4]
    for item in items:
        m.step()
        if item.__class__ is Maybe:
            outcome = _round(m, node, item, frame, loop)
        else:
            m.assign(target, item, frame)
            outcome = loop.run_body(body)
        if len(m.logs) != loop.mark:
            loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    return None


def _round(m: ControlFlow, node: Node, item: Value, frame: Frame, loop: Loop) -> Outcome | None:
    if isinstance(item, Maybe):
        bare = item.value
        return m.either(item.scope, [lambda: _round(m, node, bare, frame, loop), lambda: None], frame)
    m.assign(node[2], item, frame)
    return loop.run_body(node[4])


def _open_rounds(m: ControlFlow, node: Node, unknown: Unknown, frame: Frame, loop: Loop) -> Outcome | None:
    """Run rounds for elements of which neither number nor value is known."""
    place = m.place(node[3], frame.module)
    scope = Scope(unknown.reason, unknown.place or place)
    for number in range(EXACT_ROUNDS):
        item = Maybe(m.undecided(unknown, place), scope)
        mark = begin_changes(m)
        outcome = _round(m, node, item, frame, loop)
        end_changes(m, mark, scope, forget=number == EXACT_ROUNDS - 2)
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    return None


LOOPS: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "for": _for,
    "while": run_while,
}

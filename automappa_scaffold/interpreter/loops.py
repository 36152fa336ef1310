"""Loops."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Iterator as HostIterator

from automappa_scaffold.interpreter.branches import same
from automappa_scaffold.interpreter.changes import Changes
from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.element_kinds import is_one_of_containers
from automappa_scaffold.interpreter.frames import Frame, Outcome, Span
from automappa_scaffold.interpreter.generators import Generator, Iterator, Steps
from automappa_scaffold.interpreter.live_containers import live, viewed
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.stepping import is_numbered
from automappa_scaffold.interpreter.unordered_loops import depends_on_order, forget_order, is_driven
from automappa_scaffold.interpreter.values import (
    MISSING,
    OPEN,
    DictValue,
    ListValue,
    Maybe,
    Scope,
    Unknown,
    Value,
    is_foreign,
)
from automappa_scaffold.source.program import Node

__all__ = ["LOOPS"]

_MAX_WHILE = 10_000
_MAX_LEFT_ROUNDS = 20
# A loop that goes on for an unknown number of rounds runs so many as they are; then what still changes is
# forgotten, and one more round shows what it does whatever came before.
_EXACT_ROUNDS = 3


class _Loop(Span):
    """A loop that runs, and its rounds."""

    __slots__ = ("frame", "m", "mark", "outer", "round", "scopes")

    def __init__(self, m: ControlFlow, frame: Frame) -> None:
        super().__init__()
        self.m, self.frame = m, frame
        self.scopes, self.mark = m.scopes, len(m.logs)
        self.round = Span()
        self.outer, frame.loop = frame.loop, self

    def end_round(self, mark: int | None = None, scopes: tuple[Scope, ...] | None = None) -> None:
        """A ``continue`` that is not decided ends with its round."""
        m = self.m
        mark = self.mark if mark is None else mark
        if m.scope_left(self.round, mark) is not None:
            self.round.is_open = False
            m.end_span(mark, self.scopes if scopes is None else scopes)
            self.round = Span()

    def run_body(self, body: Sequence[Node]) -> Outcome | None:
        """Run what a round does; what it raises is not certain where a ``continue`` perhaps came before."""
        m = self.m
        mark, scopes = len(m.logs), m.scopes
        try:
            return m.run_block(body, self.frame)
        except PyRaise as raised:
            left = m.scope_left(self.round, mark)
            if left is None:
                raise
            self.end_round(mark, scopes)
            m.part(raised, left)
            return None

    def run(self, rounds: Callable[[], Outcome | None], otherwise: Sequence[Node]) -> Outcome | None:
        """Run the rounds and what follows when no ``break`` ends them."""
        m, frame = self.m, self.frame
        outcome: Outcome | None = None
        left: Scope | None = None
        error: PyRaise | None = None
        try:
            outcome = rounds()
            frame.loop = self.outer
            if outcome is None:
                outcome = m.run_block(otherwise, frame)
            elif outcome.kind == "break":
                outcome = None
            left = m.scope_left(self, self.mark)
        except PyRaise as raised:
            left, error = m.scope_left(self, self.mark), raised
            if left is None:
                raise
        finally:
            frame.loop = self.outer
            self.is_open = self.round.is_open = False
            m.end_span(self.mark, self.scopes)
        m.part(error, left)
        if outcome is not None and left is not None:
            m.leave(outcome, left, frame)
            return None
        return outcome


def _for(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    place = m.place(node[3], frame.module)
    value = m.eval(node[3], frame)
    bare, is_held = m.decide(value), node[3][0] != "call"
    if isinstance(bare, Instance) and (
        is_numbered(bare) or isinstance(bare.cls.lookup("__iter__"), Function)
    ):
        value = bare = m.iterator_of(bare, place)
        is_held = False
        if isinstance(bare, Instance) and (is_numbered(bare) or bare.cls.lookup("__next__") is not MISSING):
            return _for_steps(m, node, m.rest_of(bare, place), frame)
    if isinstance(bare, Generator) and not (bare.spent or (is_held and is_driven(node))):
        return _for_generator(m, node, bare, frame, closes=not is_held)
    if isinstance(bare, (Generator, Iterator)):
        return _for_steps(m, node, m.walk(bare, place), frame)
    items, unknown = m.iterate(value, place)
    is_unordered = isinstance(bare, ListValue) and bare.is_unordered
    if is_unordered and depends_on_order(node[4]):
        items, unknown = (), m.unknown("the order of these elements", place)
    loop = _Loop(m, frame)
    shown = viewed(m, node[3], frame)
    if isinstance(bare, ViewValue):
        shown = bare.held if not bare.unknown else shown
    bare = bare if shown is None else shown
    going = live(m, bare, items, place) if isinstance(bare, (ListValue, DictValue)) and items else items

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
    loop = _Loop(m, frame)
    ended: list[Outcome] = []

    def round_(element: Value) -> bool:
        m.step()
        mark, scopes = len(m.logs), m.scopes
        outcome = _round(m, node, element, frame, loop)
        loop.end_round(mark, scopes)
        if outcome is None or outcome.kind == "continue":
            return False
        ended.append(outcome)
        return True

    def rounds() -> Outcome | None:
        unknown = m.push(generator, round_, m.place(node[3], frame.module), closes=closes)
        if ended:
            return ended[0]
        return None if unknown is None else _open_rounds(m, node, unknown, frame, loop)

    return loop.run(rounds, node[5])


def _for_steps(m: ControlFlow, node: Node, steps: Steps, frame: Frame) -> Outcome | None:
    """Run a loop that asks for each element when the round before has ended."""
    loop = _Loop(m, frame)
    ended: list[Unknown | None] = []

    def items() -> HostIterator[Value]:
        ended.append((yield from steps))

    def rounds() -> Outcome | None:
        outcome = _rounds(m, node, items(), frame, loop)
        unknown = ended[0] if ended else None
        return outcome if outcome or unknown is None else _open_rounds(m, node, unknown, frame, loop)

    return loop.run(rounds, node[5])


def _rounds(m: ControlFlow, node: Node, items: Iterable[Value], frame: Frame, loop: _Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    for item in items:
        m.step()
        outcome = _round(m, node, item, frame, loop)
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    return None


def _round(m: ControlFlow, node: Node, item: Value, frame: Frame, loop: _Loop) -> Outcome | None:
    if isinstance(item, Maybe):
        bare = item.value
        return m.either(item.scope, [lambda: _round(m, node, bare, frame, loop), lambda: None], frame)
    m.assign(node[2], item, frame)
    return loop.run_body(node[4])


def _open_rounds(m: ControlFlow, node: Node, unknown: Unknown, frame: Frame, loop: _Loop) -> Outcome | None:
    """Run rounds for elements of which neither number nor value is known."""
    place = m.place(node[3], frame.module)
    scope = Scope(unknown.reason, unknown.place or place)
    for number in range(_EXACT_ROUNDS):
        item = Maybe(m.undecided(unknown, place), scope)
        mark = _begin_changes(m)
        outcome = _round(m, node, item, frame, loop)
        _end_changes(m, mark, scope, forget=number == _EXACT_ROUNDS - 2)
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    return None


def _begin_changes(m: ControlFlow) -> int:
    m.open_log()
    return len(m.logs) - 1


def _end_changes(m: ControlFlow, mark: int, scope: Scope, *, forget: bool) -> None:
    """Close the logs above a mark; ``forget``: what changed since is not known any more."""
    changed: Changes = {}
    for log in m.logs[mark:]:
        for key, change in (*log.items(), *log.others.items()):
            changed.setdefault(key, change)
    carried = m.close_lingering(mark)
    m.linger(carried)
    if not forget:
        return
    for names, name, old in changed.values():
        new = names.get(name, MISSING)
        if same(old, new) or new is MISSING or is_one_of_containers(new):
            continue
        if name == "items" and isinstance(new, tuple) and "unknown" in names:
            m.store(names, "unknown", names["unknown"] or m.unknown(scope.reason, scope.place))
        elif name != "unknown":
            # Attributes under computed names stay foreign if all that was set in two rounds is.
            stays_foreign = name == OPEN and is_foreign(old) and is_foreign(new)
            m.store(names, name, m.unknown(scope.reason, scope.place, is_foreign=stays_foreign))


def _while(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    loop = _Loop(m, frame)
    return loop.run(lambda: _while_rounds(m, node, frame, loop), node[4])


def _while_rounds(m: ControlFlow, node: Node, frame: Frame, loop: _Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    for number in range(_MAX_WHILE):
        left = m.scope_left(loop, loop.mark) if number > _MAX_LEFT_ROUNDS else None
        if left is not None:  # an undecided break ends it at some time
            mark = _begin_changes(m)
            loop.run_body(node[3])
            _end_changes(m, mark, left, forget=True)
            return Outcome("break")
        test = m.eval(node[2], frame)
        truth = m.truth(test)
        if truth is False:
            return None
        if truth is None:
            return _open_while(m, node, test, loop, 0)
        outcome = loop.run_body(node[3])
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    endless = Scope("this loop does not end within 10,000 rounds", m.place(node, frame.module))
    m.note(endless.reason, endless.place)
    mark = _begin_changes(m)
    for _ in range(_EXACT_ROUNDS):
        loop.run_body(node[3])
    _end_changes(m, mark, endless, forget=True)
    return Outcome("break")


def _open_while(m: ControlFlow, node: Node, test: Value, loop: _Loop, number: int) -> Outcome | None:
    """Run rounds of which it is not known whether they come."""
    frame = loop.frame
    scope = m.scope_of(test, node[2], frame)

    def round_() -> Outcome | None:
        mark = _begin_changes(m)
        outcome = loop.run_body(node[3])
        _end_changes(m, mark, scope, forget=number == _EXACT_ROUNDS - 2)
        if (outcome is not None and outcome.kind != "continue") or number == _EXACT_ROUNDS - 1:
            return None if outcome is not None and outcome.kind == "continue" else outcome
        again = m.eval(node[2], frame)
        truth = m.truth(again)
        if truth is False:
            return None
        return _open_while(m, node, again, loop, number + 1)

    return m.either(scope, [round_, lambda: None], frame)


LOOPS: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "for": _for,
    "while": _while,
}

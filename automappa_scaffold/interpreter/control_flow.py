"""Conditions and loops."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.definitions import Definitions
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Scope
from automappa_scaffold.source.program import Node

__all__ = ["CONTROL_FLOW", "ControlFlow"]


class ControlFlow(Definitions):
    """Running blocks of which it is not decided which is taken."""

    def either(
        self, scope: Scope, branches: Sequence[Callable[[], Outcome | None]], frame: Frame
    ) -> Outcome | None:
        """Run blocks of which one is taken; go on with those that do not leave."""
        results = self.fork(scope, branches)
        alive = [result for result in results if not isinstance(result, PyRaise)]
        self.settle([None if not isinstance(r, PyRaise) else r for r in results], scope)
        leaving = [result for result in alive if result is not None]
        if not leaving:
            return None
        if len(leaving) == len(alive):
            kinds = {outcome.kind for outcome in leaving}
            if len(kinds) == 1:
                return Outcome(kinds.pop(), self.join([outcome.value for outcome in leaving], scope))
        for outcome in leaving:
            if outcome.kind == "return":
                frame.pending.append((scope, outcome.value))
        # What follows runs only when the branch that left was not taken.
        self.scopes = (*self.scopes, scope)
        return None


_MAX_WHILE = 10_000


def _if(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    test = m.eval(node[2], frame)
    truth = m.truth(test)
    if truth is not None:
        return m.run_block(node[3] if truth else node[4], frame)
    scope = m.scope_of(test, node[2], frame)
    return m.either(
        scope,
        [lambda: m.run_block(node[3], frame), lambda: m.run_block(node[4], frame)],
        frame,
    )


def _for(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    place = m.place(node[3], frame.module)
    items, unknown = m.iterate(m.eval(node[3], frame), place)
    before = m.scopes, len(frame.pending)
    for item in items:
        m.step()
        if isinstance(item, Maybe):
            outcome = _maybe_round(m, node, item, frame)
        else:
            m.assign(node[2], item, frame)
            outcome = m.run_block(node[4], frame)
        if len(frame.pending) == before[1]:
            m.scopes = before[0]  # an undecided continue ends with its round
        if outcome is not None and outcome.kind == "break":
            return None
        if outcome is not None and outcome.kind == "return":
            return outcome
    if unknown is not None:
        blamed = Maybe(m.undecided(unknown, place), Scope(unknown.reason, unknown.place or place))
        outcome = _maybe_round(m, node, blamed, frame)
        if outcome is not None and outcome.kind == "return":
            return outcome
    return m.run_block(node[5], frame)


def _maybe_round(m: ControlFlow, node: Node, item: Maybe, frame: Frame) -> Outcome | None:
    def round_() -> Outcome | None:
        m.assign(node[2], item.value, frame)
        return m.run_block(node[4], frame)

    outcome = m.either(item.scope, [round_, lambda: None], frame)
    return None if outcome is not None and outcome.kind != "return" else outcome


def _while(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    for _ in range(_MAX_WHILE):
        test = m.eval(node[2], frame)
        truth = m.truth(test)
        if truth is False:
            return m.run_block(node[4], frame)
        if truth is None:
            scope = m.scope_of(test, node[2], frame)
            outcome = m.either(scope, [lambda: m.run_block(node[3], frame), lambda: None], frame)
            return outcome if outcome is not None and outcome.kind == "return" else None
        outcome = m.run_block(node[3], frame)
        if outcome is not None and outcome.kind == "break":
            return None
        if outcome is not None and outcome.kind == "return":
            return outcome
    m.note("this loop does not end within 10,000 rounds", m.place(node, frame.module))
    return None


CONTROL_FLOW: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "if": _if,
    "for": _for,
    "while": _while,
}

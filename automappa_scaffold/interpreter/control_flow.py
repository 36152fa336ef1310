"""Conditions and loops."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.definitions import Definitions
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Scope, Value
from automappa_scaffold.source.program import Node

__all__ = ["CONTROL_FLOW", "ControlFlow"]


class ControlFlow(Definitions):
    """Running blocks of which it is not decided which is taken."""

    def either(
        self, scope: Scope, branches: Sequence[Callable[[], Outcome | None]], frame: Frame
    ) -> Outcome | None:
        """Run blocks of which one is taken; go on with those that do not leave."""
        left = frame.left
        results = self.fork(scope, branches)
        alive = [result for result in results if not isinstance(result, PyRaise)]
        self.settle([None if not isinstance(r, PyRaise) else r for r in results], scope)
        leaving = [result for result in alive if result is not None]
        if not leaving and frame.left == left:
            return None
        if leaving and len(leaving) == len(alive):
            kinds = {outcome.kind for outcome in leaving}
            if len(kinds) == 1:
                return Outcome(kinds.pop(), self.join([outcome.value for outcome in leaving], scope))
        for outcome in leaving:
            if outcome.kind == "return":
                frame.pending.append((scope, outcome.value))
            frame.breaks += outcome.kind == "break"
        # What follows runs, and changes anything, only when no branch that left was taken.
        frame.left += 1
        self.scopes = (*self.scopes, scope)
        self.open_log(scope)
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


class _Loop:
    """What a loop began with, to be restored behind its rounds and behind itself."""

    def __init__(self, m: ControlFlow, frame: Frame) -> None:
        self.m, self.frame = m, frame
        self.scopes, self.mark = m.scopes, len(m.logs)
        self.returns, self.breaks, self.left = len(frame.pending), frame.breaks, frame.left

    def end_round(self) -> None:
        """A ``continue`` that is not decided ends with its round."""
        if len(self.frame.pending) == self.returns and self.frame.breaks == self.breaks:
            self._restore()

    def end(self) -> None:
        """A ``break`` that is not decided ends with the loop; a ``return`` goes on to the function's end."""
        if len(self.frame.pending) == self.returns:
            self.frame.breaks = self.breaks
            self._restore()

    def _restore(self) -> None:
        self.m.close_lingering(self.mark)
        self.m.scopes = self.scopes
        self.frame.left = self.left


def _for(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    place = m.place(node[3], frame.module)
    items, unknown = m.iterate(m.eval(node[3], frame), place)
    if unknown is not None:
        items = (*items, Maybe(m.undecided(unknown, place), Scope(unknown.reason, unknown.place or place)))
    loop = _Loop(m, frame)
    try:
        outcome = _rounds(m, node, items, frame, loop)
    finally:
        loop.end()
    if outcome is None:
        return m.run_block(node[5], frame)
    return outcome if outcome.kind == "return" else None


def _rounds(m: ControlFlow, node: Node, items: Sequence[Value], frame: Frame, loop: _Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    for item in items:
        m.step()
        if isinstance(item, Maybe):
            outcome = _maybe_round(m, node, item, frame)
        else:
            m.assign(node[2], item, frame)
            outcome = m.run_block(node[4], frame)
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    return None


def _maybe_round(m: ControlFlow, node: Node, item: Maybe, frame: Frame) -> Outcome | None:
    def round_() -> Outcome | None:
        m.assign(node[2], item.value, frame)
        return m.run_block(node[4], frame)

    outcome = m.either(item.scope, [round_, lambda: None], frame)
    return None if outcome is not None and outcome.kind != "return" else outcome


def _while(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    loop = _Loop(m, frame)
    try:
        outcome = _while_rounds(m, node, frame, loop)
    finally:
        loop.end()
    if outcome is None:
        return m.run_block(node[4], frame)
    return outcome if outcome.kind == "return" else None


def _while_rounds(m: ControlFlow, node: Node, frame: Frame, loop: _Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    for _ in range(_MAX_WHILE):
        test = m.eval(node[2], frame)
        truth = m.truth(test)
        if truth is False:
            return None
        if truth is None:
            scope = m.scope_of(test, node[2], frame)
            return m.either(scope, [lambda: m.run_block(node[3], frame), lambda: None], frame)
        outcome = m.run_block(node[3], frame)
        loop.end_round()
        if outcome is not None and outcome.kind != "continue":
            return outcome
    m.note("this loop does not end within 10,000 rounds", m.place(node, frame.module))
    return Outcome("break")


CONTROL_FLOW: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "if": _if,
    "for": _for,
    "while": _while,
}

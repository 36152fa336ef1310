"""``while`` loops."""

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.loop_rounds import EXACT_ROUNDS, Loop, begin_changes, end_changes
from automappa_scaffold.interpreter.marks import IN_THREAD
from automappa_scaffold.interpreter.values import (
    Scope,
    Value,
)
from automappa_scaffold.source.program import Node

__all__ = ["run_while"]


_MAX_WHILE = 10_000
_MAX_LEFT_ROUNDS = 20
# A thread may go on for as long as the worker runs.
_MAX_IN_THREAD = 100
# Under conditions that are not decided, what so many rounds leave behind is hardly ever known.
_MAX_UNDECIDED = 500


def run_while(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    """Run a ``while`` statement; return how it ended early, or None."""
    loop = Loop(m, frame)
    return loop.run(lambda: _while_rounds(m, node, frame, loop), node[4])


def _while_rounds(m: ControlFlow, node: Node, frame: Frame, loop: Loop) -> Outcome | None:
    """Run a loop's rounds; return the ``break`` or ``return`` that ended it."""
    is_in_thread = m.patched.get(IN_THREAD, False) is not False
    most = _MAX_IN_THREAD if is_in_thread else _MAX_UNDECIDED if m.scopes else _MAX_WHILE
    for number in range(most):
        left = m.scope_left(loop, loop.mark) if number > _MAX_LEFT_ROUNDS else None
        if left is not None:  # an undecided break ends it at some time
            mark = begin_changes(m)
            loop.run_body(node[3])
            end_changes(m, mark, left, forget=True)
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
    endless = Scope(f"this loop does not end within {most:,} rounds", m.place(node, frame.module))
    if not is_in_thread:
        m.note(endless.reason, endless.place)
    mark = begin_changes(m)
    for _ in range(EXACT_ROUNDS):
        loop.run_body(node[3])
    end_changes(m, mark, endless, forget=True)
    return Outcome("break")


def _open_while(m: ControlFlow, node: Node, test: Value, loop: Loop, number: int) -> Outcome | None:
    """Run rounds of which it is not known whether they come."""
    frame = loop.frame
    scope = m.scope_of(test, node[2], frame)

    def round_() -> Outcome | None:
        mark = begin_changes(m)
        outcome = loop.run_body(node[3])
        end_changes(m, mark, scope, forget=number == EXACT_ROUNDS - 2)
        if (outcome is not None and outcome.kind != "continue") or number == EXACT_ROUNDS - 1:
            return None if outcome is not None and outcome.kind == "continue" else outcome
        again = m.eval(node[2], frame)
        truth = m.truth(again)
        if truth is False:
            return None
        return _open_while(m, node, again, loop, number + 1)

    return m.either(scope, [round_, lambda: None], frame)

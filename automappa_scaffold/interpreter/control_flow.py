"""Conditions, and blocks that are left early."""

from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.definitions import Definitions
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.frames import Catcher, Frame, Outcome, Span
from automappa_scaffold.interpreter.leaving import LEFT, LeftError
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Scope, Value, is_constant
from automappa_scaffold.source.program import Node

__all__ = ["CONTROL_FLOW", "ControlFlow", "Names", "span_of"]

Names = Mapping[str, Value]


class ControlFlow(Definitions):
    """Running blocks of which it is not decided which is taken."""

    def either(
        self, scope: Scope, branches: Sequence[Callable[[], Outcome | None]], frame: Frame
    ) -> Outcome | None:
        """Run blocks of which one is taken; go on with those that do not leave."""
        results = self.fork(scope, branches, lambda outcome: outcome and span_of(outcome, frame))
        if all(result is None for result in results):
            return None
        going = [result for result in results if not isinstance(result, PyRaise) and result is not LEFT]
        self.settle([None if not isinstance(r, PyRaise) and r is not LEFT else r for r in results], scope)
        leaving = [result for result in going if result is not None]
        if leaving and len(leaving) == len(going) and len({outcome.kind for outcome in leaving}) == 1:
            return Outcome(leaving[0].kind, self.join([outcome.value for outcome in leaving], scope))
        for outcome in leaving:
            if outcome.kind == "return":
                frame.pending.append((scope, outcome.value))
        return None

    def leave(self, outcome: Outcome, scope: Scope, frame: Frame) -> None:
        """Go on behind a block that perhaps ended early, and perhaps was left in another way before."""
        if outcome.kind == "return":
            frame.pending.append((scope, outcome.value))
        self.linger([(scope, span_of(outcome, frame))])

    def catching(self, catch: Callable[[PyRaise], Span | None]) -> Catcher:
        """Return a statement that may catch what is raised while it is among the catchers."""
        return Catcher(catch, len(self.importing))

    def run_watched(self, body: Sequence[Node], frame: Frame) -> tuple[Outcome | None, Names | None]:
        """Run a block; return how it ended early, and the names from before foreign code perhaps raised."""
        before = self.risky_calls
        for index, node in enumerate(body):
            held = dict(frame.names)
            outcome = self.run_block((node,), frame)
            if self.risky_calls > before:
                return outcome or self.run_block(body[index + 1 :], frame), held
            if outcome is not None:
                return outcome, None
        return None, None

    def doubt_constants(self, held: Names, scope: Scope, frame: Frame) -> None:
        """Let the constants that a block changed have their old values as well: it was perhaps cut short.

        That is how a flag tells whether the block came to its end. Other values are taken to be there.
        """
        for name, old in held.items():
            new = frame.names.get(name, MISSING)
            if new is not old and is_constant(old) and is_constant(new):
                self.store(frame.names, name, self.join([new, old], scope))

    def run_catching(
        self, catcher: Catcher, block: Callable[[], Outcome | None], frame: Frame
    ) -> Outcome | None:
        """Run a block that a catcher surrounds, and go on behind it with all that came through."""
        mark, scopes = len(self.logs), self.scopes
        outcome: Outcome | None = None
        left: Scope | None = None
        error: PyRaise | None = None
        try:
            outcome = block()
            left = self.scope_left(catcher, mark)
        except PyRaise as raised:
            left, error = self.scope_left(catcher, mark), raised
            if left is None:
                raise
        except LeftError as branch:
            if branch.span is not catcher:
                raise
        finally:
            catcher.is_open = False
            self.end_span(mark, scopes)
        self.part(error, left)
        if outcome is not None and left is not None:
            self.leave(outcome, left, frame)
            return None
        return outcome


def span_of(outcome: Outcome, frame: Frame) -> Span:
    """Return what an outcome leaves."""
    if outcome.kind == "return" or frame.loop is None:
        return frame
    span: Span = frame.loop if outcome.kind == "break" else frame.loop.round
    return span


def _if(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    test = EVALUATE[node[2][0]](m, node[2], frame)
    truth = test if test.__class__ is bool else m.truth(test)
    if truth is not None:
        body = node[3] if truth else node[4]
        return m.run_block(body, frame) if body else None
    scope = m.scope_of(test, node[2], frame)
    return m.either(
        scope,
        [lambda: m.run_block(node[3], frame), lambda: m.run_block(node[4], frame)],
        frame,
    )


CONTROL_FLOW: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "if": _if,
}

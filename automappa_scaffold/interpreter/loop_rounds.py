"""What loops share: how their rounds begin and end, and what is forgotten where these are not counted."""

from collections.abc import Callable, Sequence

from automappa_scaffold.interpreter.changes import Changes
from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.element_kinds import is_one_of_containers
from automappa_scaffold.interpreter.frames import Frame, Outcome, Span
from automappa_scaffold.interpreter.joined_tuples import same
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Scope, is_foreign
from automappa_scaffold.source.program import Node

__all__ = ["EXACT_ROUNDS", "Loop", "begin_changes", "end_changes"]


# A loop that goes on for an unknown number of rounds runs so many as they are; then what still changes is
# forgotten, and one more round shows what it does whatever came before.
EXACT_ROUNDS = 3


class Loop(Span):
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
        except LeftError as branch:
            if branch.span not in (self, self.round):
                raise
            return Outcome("break" if branch.span is self else "continue")

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


def begin_changes(m: ControlFlow) -> int:
    """Begin to log what a round changes; return the mark for ``end_changes``."""
    m.open_log()
    return len(m.logs) - 1


def end_changes(m: ControlFlow, mark: int, scope: Scope, *, forget: bool) -> None:
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

"""Function bodies that wait in their middle: what a generator is between two of its elements.

The interpreter runs a body on the stack. One that is to stop at a ``yield`` and go on later gets a stack of
its own, which is a thread's: never do two of them run at a time.
"""

import threading
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.branches import Branches
from automappa_scaffold.interpreter.frames import Catcher, Span
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["WaitingBody"]

_STACK = 64 * 1024 * 1024
# So many calls deep may a body go on the stack that it has.
_DEEPEST = 60


class _DroppedError(BaseException):
    """Nobody will ask for the next element."""


class WaitingBody:
    """A body that runs up to its next ``yield`` whenever it is told to go on.

    Attributes:
        element: what was yielded last.
        error: what ended it.
        is_over: it will not go on.
        is_lost: it came to a ``yield`` of which it is not known whether it is reached.
        unknown: why there may be other elements.
    """

    def __init__(self, m: Branches, run: Callable[[Callable[[Value], Value]], Value]) -> None:
        self.element: Value = None
        self.error: BaseException | None = None
        self.unknown: Unknown | None = None
        self.is_over = self.is_lost = False
        self.place: Place | None = None  # of what told it to go on
        self._m, self._run_body, self._birth = m, run, m.birth
        self._span = Span()
        self._go, self._back = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._back.acquire()
        self._command: Callable[[], Value] = lambda: None
        self._thread: threading.Thread | None = None
        # What is its own of the interpreter's state, while it waits.
        self._catchers: list[Catcher] = []
        self._depth = 0
        self._handling: PyRaise | None = None

    @property
    def cleans_up(self) -> bool:
        """Whether it waits inside what does something when nobody asks for the next element any more."""
        return not self.is_over and (self._handling is not None or any(c.cleans_up for c in self._catchers))

    def go_on(self, command: Callable[[], Value], place: Place | None) -> bool:
        """Run up to the next ``yield``, where ``command`` gives or raises what the last one is worth.

        Returns whether the system has room for it.
        """
        m = self._m
        catchers, depth, handling, deepest = m.catchers, m.depth, m.handling, m.deepest
        for catcher in self._catchers:
            catcher.depth = len(m.importing)
        m.catchers = [*catchers, *self._catchers]
        m.depth = depth + self._depth
        m.deepest = min(deepest, m.depth + _DEEPEST)
        m.handling = self._handling or handling
        self._command, self.place = command, place
        try:
            has_room = self._switch()
            self._catchers = m.catchers[len(catchers) :]
            self._depth = m.depth - depth
            self._handling = m.handling if m.handling is not handling else None
        finally:
            m.catchers, m.depth, m.handling, m.deepest = catchers, depth, handling, deepest
        return has_room

    def drop(self) -> None:
        """End it where it waits; nothing of it runs any more."""
        if self.is_over or self._thread is None:
            return
        m = self._m
        kept = (m.logs, m.birth, m.scopes, m.catchers, m.depth, m.handling)
        m.logs, m.birth, m.catchers = [], self._birth, list(self._catchers)
        try:
            self._command = _end
            self._switch()
        finally:
            m.logs, m.birth, m.scopes, m.catchers, m.depth, m.handling = kept

    def _switch(self) -> bool:
        if self._thread is not None:
            self._go.release()
        elif not self._start():
            return False
        self._back.acquire()
        return True

    def _start(self) -> bool:
        size = threading.stack_size()
        threading.stack_size(_STACK)
        thread = threading.Thread(target=self._work, daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system refuses the memory
            return False
        finally:
            threading.stack_size(size)
        self._thread = thread
        return True

    def _work(self) -> None:
        m = self._m
        scopes, mark = m.scopes, len(m.logs)
        try:
            self.unknown = self._run_body(self._hand_out)
        except LeftError as left:
            if left.span is not self._span:
                self.error = left
        except BaseException as error:  # handed to the thread that asked
            self.error = error
        finally:
            self._span.is_open = False
            if not isinstance(self.error, _DroppedError):
                m.end_span(mark, scopes)
            self.is_over = True
            self._back.release()

    def _hand_out(self, element: Value) -> Value:
        if self._m.birth != self._birth or isinstance(element, Maybe):
            self.is_lost = True
            raise LeftError(self._span)
        self.element = element
        self._back.release()
        self._go.acquire()
        return self._command()


def _end() -> Any:
    raise _DroppedError

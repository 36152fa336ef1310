"""Whether elements that are handed out one by one come in an order that is known."""

from automappa_scaffold.interpreter.iteration import Iteration

__all__ = ["Order"]


class Order:
    """Watches whether the elements of a loop come in an order that is not known, whatever its rounds do.

    ``is_open``: an element was asked for that any other might have come before. ``is_open_at_once``: the very
    first one was.
    """

    def __init__(self, m: Iteration) -> None:
        self._m = m
        self._seen = m.unordered_seen
        self._rounds = 0
        self.is_open = self.is_open_at_once = False

    @property
    def is_unknown(self) -> bool:
        """Whether there was more than one round, and any order of them is possible."""
        return self.is_open and self._rounds > 1

    def begin_round(self) -> bool:
        """Note what was looked at to get an element; return whether that was so at the first one."""
        self.is_open = self.is_open or self._m.unordered_seen != self._seen
        self.is_open_at_once = self.is_open_at_once or (self.is_open and not self._rounds)
        self._rounds += 1
        return self.is_open_at_once

    def end_round(self) -> None:
        """Leave out what the round itself looked at."""
        self._seen = self._m.unordered_seen

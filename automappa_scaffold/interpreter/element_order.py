"""Whether elements that are handed out one by one come in an order that is known."""

from automappa_scaffold.interpreter.iteration import Iteration

__all__ = ["Order"]


class Order:
    """Watches whether the elements of a loop come in an order that is not known, whatever its rounds do.

    ``is_open``: an element was asked for that any other might have come before.
    """

    def __init__(self, m: Iteration) -> None:
        self._m = m
        self._seen = m.unordered_seen
        self._rounds = 0
        self.is_open = False

    @property
    def is_unknown(self) -> bool:
        """Whether there was more than one round, and any order of them is possible."""
        return self.is_open and self._rounds > 1

    def begin_round(self) -> None:
        """Note what was looked at to get an element."""
        self.is_open = self.is_open or self._m.unordered_seen != self._seen
        self._rounds += 1

    def end_round(self) -> None:
        """Leave out what the round itself looked at."""
        self._seen = self._m.unordered_seen

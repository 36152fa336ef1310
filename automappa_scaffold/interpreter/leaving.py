"""How a branch tells that it left a block around the one that it is a part of."""

from automappa_scaffold.interpreter.frames import Span

__all__ = ["LEFT", "LeftError"]


class _Left:
    """Marks the result of a branch that left a block around the one it is a part of."""


LEFT = _Left()


class LeftError(Exception):
    """All branches left a block around the one they are a part of.

    ``catcher``: the statement that caught what they raised, where it left more than itself. Those around it
    clean up as this passes; those inside it have done so.
    """

    def __init__(self, span: Span, catcher: Span | None = None) -> None:
        super().__init__()
        self.span = span
        self.catcher = catcher

    def passes(self, span: Span) -> bool:
        """Return whether a statement is left by this, and not by what was raised."""
        return self.catcher is not None and span is not self.span and span.birth < self.catcher.birth

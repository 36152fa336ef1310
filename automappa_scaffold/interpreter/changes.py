"""What is bound while a branch runs of which nobody knows whether it is taken."""

from typing import Any

from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.values import Namespace, Scope, Value

__all__ = ["Change", "Changes", "Log"]

# What an undecided branch changed: by mapping and key, what was bound there.
Change = tuple[Namespace, Any, Value]


Changes = dict[tuple[int, Any], Change]


class Log(Changes):
    """Changes since a branch began.

    Attributes:
        scope: what runs under it was perhaps not reached at all, because a branch left before.
        span: what that branch left; the log lasts until it ends.
        others: what the branch that left had changed.
    """

    __slots__ = ("others", "scope", "serial", "span")

    def __init__(self, serial: int, scope: Scope | None = None, span: Span | None = None) -> None:
        super().__init__()
        self.serial = serial
        self.scope = scope
        self.span = span
        self.others: Changes = {}

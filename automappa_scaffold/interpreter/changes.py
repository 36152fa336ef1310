"""What is bound while a branch runs of which nobody knows whether it is taken."""

from typing import Any

from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.values import MISSING, Namespace, Scope, Value

__all__ = ["SHARED", "Change", "Changes", "Log", "remember_shared", "restore_shared"]

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

    __slots__ = ("orders", "others", "scope", "serial", "span")

    def __init__(self, serial: int, scope: Scope | None = None, span: Span | None = None) -> None:
        super().__init__()
        self.serial = serial
        self.scope = scope
        self.span = span
        self.others: Changes = {}
        # Of mappings out of which keys were taken: the keys that there were before, in order.
        self.orders: dict[int, tuple[Namespace, list[Any]]] = {}

    def has_reordered(self) -> bool:
        """Return whether keys come one after the other as they did not before."""
        for names, before in self.orders.values():
            places = {key: index for index, key in enumerate(before)}
            now = [places[key] for key in names if key in places]
            if now != sorted(now):
                return True
        return False

    def restore_orders(self) -> None:
        """Let keys that were put back come where they came before."""
        for names, before in self.orders.values():
            held = {**dict.fromkeys(key for key in before if key in names), **names}
            names.clear()
            names.update(held)


# The depth of mappings that all starts of one process share, as those of modelled classes.
SHARED = -1

_changed: Changes = {}


def remember_shared(names: Namespace, key: Any) -> None:
    """Remember what a shared mapping holds, before a start changes it."""
    changed = (id(names), key)
    if changed not in _changed:
        _changed[changed] = (names, key, names.get(key, MISSING))


def restore_shared() -> None:
    """Take back what an earlier start changed of what all share."""
    for names, key, held in _changed.values():
        if held is MISSING:
            names.pop(key, None)
        else:
            names[key] = held
    _changed.clear()

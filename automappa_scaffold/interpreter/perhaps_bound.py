"""Names, attributes and keys that are bound under a condition only: what stands in their place otherwise."""

from collections.abc import Callable

from automappa_scaffold.interpreter.branches import Branches
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Union, Value, is_perhaps_bound

__all__ = ["PerhapsBound"]


class PerhapsBound(Branches):
    """Reading what is perhaps not bound."""

    def or_else(self, held: Union, rest: Callable[[], Value]) -> Value:
        """Return what is perhaps bound, or what stands in its place, which may be MISSING."""
        bound = self.as_bound(held)
        return self.settle(self.fork(held.scope, [lambda: bound, rest]), held.scope)

    def as_bound(self, held: Value, raised: Callable[[], PyRaise] | None = None) -> Value:
        """Return a value as if it were bound; where something may catch the error, go on behind that too."""
        if not is_perhaps_bound(held):
            return held
        if raised is not None and self.catchers:
            self.part(raised(), held.scope)
        return self.join([option for option in held.options if option is not MISSING], held.scope)

"""What stands for hashes, which differ for texts from one start of Python to the next.

A hash is followed as what it is the hash of: a *stand-in*, one of Python's own values, which equals that of
another hash where the hashes are equal.
"""

from typing import Any

from automappa_scaffold.interpreter.marks import HASH_OF
from automappa_scaffold.interpreter.values import MISSING, Unknown, Value

__all__ = ["StandIn", "equal_hashes", "hash_of_constant", "hash_of_tuple"]

StandIn = Any


def equal_hashes(one: Value, other: Value) -> bool | None:
    """Return whether two numbers that are not known are the same hash; None: that is not known either."""
    if not isinstance(one, Unknown) or not isinstance(other, Unknown):
        return None
    stand_ins = (one.ns.get(HASH_OF, MISSING), other.ns.get(HASH_OF, MISSING))
    return None if MISSING in stand_ins else bool(stand_ins[0] == stand_ins[1])


def hash_of_constant(value: Value) -> StandIn:
    """Return what stands for the hash of a constant."""
    if isinstance(value, (bool, int, float, complex)):
        return hash(value) if value == value else ("number", value)
    if isinstance(value, (str, bytes)):
        # Texts and bytes of the same characters have one hash, and that of nothing is 0.
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        return (("text", data) if data.isascii() else ("text", type(value), data)) if data else 0
    return (type(value).__name__, value)


def hash_of_tuple(parts: tuple[StandIn, ...]) -> StandIn:
    """Return what stands for the hash of a tuple, by those of its elements."""
    return hash(parts) if all(isinstance(part, int) for part in parts) else ("tuple", parts)

"""Under which keys caches of functions keep what the functions gave."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from automappa_scaffold.interpreter.element_kinds import is_hashable
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["LooseKey", "key_of", "known_key"]


@dataclass(frozen=True, eq=False, slots=True)
class LooseKey:
    """A call's arguments, some of which are compared by methods of the program."""

    parts: tuple[Value, ...]


def key_of(m: Imports, parts: Sequence[Value], place: Place) -> "tuple[Value, ...] | LooseKey":
    """Return a key for a call: equal arguments make equal keys where Python itself compares them."""
    made: list[Value] = []
    for part in parts:
        plain = m.to_python(part, place)
        if plain is not MISSING and is_hashable(plain):
            made.append(plain)
        elif isinstance(part, tuple):
            inner = key_of(m, part, place)
            if isinstance(inner, LooseKey):
                return LooseKey(tuple(parts))
            made.append(inner)
        elif _is_itself_alone(part):
            made.append(part)
        else:
            return LooseKey(tuple(parts))
    return tuple(made)


def _is_itself_alone(value: Value) -> bool:
    """Return whether a value equals no other."""
    if isinstance(value, Instance):
        is_plain = not value.cls.is_open and not value.cls.has_content
        return is_plain and value.cls.lookup("__eq__") is MISSING
    return isinstance(value, (Class, Function, Module, Ext))


def known_key(m: Imports, key: LooseKey, known: Iterable[Value], place: Place) -> tuple[Value, bool]:
    """Return the key of a call with equal arguments, else the key itself; and whether that is decided.

    MISSING: the arguments say nothing.
    """
    if any(isinstance(part, (Unknown, DictValue)) for part in key.parts):
        return MISSING, True
    for other in known:
        if not isinstance(other, LooseKey) or len(other.parts) != len(key.parts):
            continue
        is_same = _are_same(m, key.parts, other.parts, place)
        if is_same is not False:
            return other, is_same is True
    return key, True


def _are_same(m: Imports, parts: Sequence[Value], others: Sequence[Value], place: Place) -> bool | None:
    """Return whether arguments are equal, or None; those that Python compares are looked at first."""
    pairs = [*_unequal(parts, others)]
    if any(is_constant(one) and is_constant(other) and one != other for one, other in pairs):
        return False
    is_same: bool | None = True
    for one, other in pairs:
        if is_constant(one) and is_constant(other):
            continue
        answer = m.truth(m.compare("Eq", one, other, place))
        if answer is False:
            return False
        is_same = is_same and answer
    return is_same


def _unequal(parts: Sequence[Value], others: Sequence[Value]) -> Iterator[tuple[Value, Value]]:
    """Yield the pairs that are not the same object, of tuples those in them."""
    for one, other in zip(parts, others, strict=True):
        if type(one) is type(other) is tuple and len(one) == len(other):
            yield from _unequal(one, other)
        elif one is not other:
            yield one, other

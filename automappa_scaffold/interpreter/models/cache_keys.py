"""Under which keys caches of functions keep what the functions gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from automappa_scaffold.interpreter.element_kinds import is_hashable
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Unknown, Value
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
        same = [
            one is another or m.truth(m.compare("Eq", one, another, place))
            for one, another in zip(key.parts, other.parts, strict=True)
        ]
        if False not in same:
            return other, None not in same
    return key, True

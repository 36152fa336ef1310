"""What a value may be that is found by a computed name or key: one of several, of which few matter.

An ``Unknown`` keeps these under ``METHOD``: a tuple of values, or True where they are not known. What matters
is whether a call of it runs code of the project, or changes a list, set or dict that the project made.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from automappa_scaffold.interpreter.marks import METHOD
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
)

__all__ = [
    "Candidates",
    "Changer",
    "Sifted",
    "changers",
    "flat",
    "have_element",
    "matters",
    "may_run",
    "runs",
    "things_of",
]

Candidates = tuple[Value, ...] | bool

_CONTAINERS = (ListValue, DictValue)


class Changer:
    """A method of a container that changes it."""

    __slots__ = ("container", "name")

    def __init__(self, container: ListValue | DictValue, name: str) -> None:
        self.container = container
        self.name = name


_OF_CONTAINERS = frozenset((ListValue, SetValue, DictValue))
_CHANGEABLE = _OF_CONTAINERS | {Changer}
_NEVER_RUN = frozenset((Changer, ListValue, SetValue, DictValue, Ext, Native, str, int, bool, type(None)))


def _perhaps(candidates: Iterable[Value]) -> list[Value]:
    return [one for one in candidates if one.__class__ not in _NEVER_RUN]


class Sifted(tuple[Value, ...]):
    """Candidates that are asked again and again; ``perhaps``: those among them that may run code."""

    perhaps: list[Value]

    @classmethod
    def of(cls, candidates: tuple[Value, ...]) -> "Sifted":
        """Return candidates, sifted."""
        made = cls(candidates)
        made.perhaps = _perhaps(candidates)
        return made


def runs(value: Value) -> bool:
    """Return whether calling a value, or a method of it, runs code of the project."""
    stack: list[Value] = [value]
    seen: set[int] = set()  # what is undecided holds others that are, which many of them share
    while stack:
        one = stack.pop()
        if isinstance(one, Maybe):
            stack.append(one.value)
        elif isinstance(one, Union):
            stack += one.options
        elif isinstance(one, Wrapper):
            stack += (one.function, one.setter)
        elif isinstance(one, Unknown):
            held: Candidates = one.ns.get(METHOD, False)
            if held is True:
                return True
            if held and id(one) not in seen:
                seen.add(id(one))
                stack += held
        elif isinstance(one, (Class, Instance)):
            if (one.cls if isinstance(one, Instance) else one).line:
                return True
        elif isinstance(one, (Function, Bound, Partial)):
            return True
    return False


def may_run(candidates: Candidates) -> bool:
    """Return whether one of the candidates runs code of the project."""
    if isinstance(candidates, bool):
        return candidates
    return any(map(runs, candidates.perhaps if isinstance(candidates, Sifted) else _perhaps(candidates)))


def changers(candidates: Candidates) -> Iterator[Changer]:
    """Yield the methods among the candidates that change a container."""
    for one in () if isinstance(candidates, bool) else candidates:
        if isinstance(one, Changer):
            yield one


def matters(value: Value) -> bool:
    """Return whether a value runs code of the project when it is called, or is one that can be changed."""
    if value.__class__ in _CHANGEABLE:
        return True
    if isinstance(value, Maybe):
        return matters(value.value)
    if isinstance(value, Union):
        return any(map(matters, value.options))
    return isinstance(value, (Changer, *_CONTAINERS)) or runs(value)


def have_element(candidates: Candidates) -> Candidates:
    """Return what an element of one of the candidates may be."""
    if may_run(candidates):
        return True
    found: list[Value] = []
    for one in () if isinstance(candidates, bool) else candidates:
        bare = one.value if isinstance(one, Maybe) else one
        for held in bare.options if isinstance(bare, Union) else (bare,):
            if isinstance(held, DictValue):
                found += held.items.values()
            elif isinstance(held, (tuple, ListValue)):
                found += held if isinstance(held, tuple) else held.items
    return flat(value for value in found if matters(value))


def flat(values: Iterable[Value]) -> Candidates:
    """Return values as candidates: each once, and in the place of one that is not decided what it may be."""
    found: dict[Any, Value] = {}
    left = [*values]
    while left:
        value = left.pop()
        kind = value.__class__
        if kind is Changer:  # as most
            found[id(value.container), value.name] = value
        elif kind in _OF_CONTAINERS:
            found[id(value)] = value
        elif isinstance(value, (Maybe, Assumed)):
            left.append(value.value)
        elif isinstance(value, Union):
            left += [option for option in value.options if option is not MISSING]
        elif isinstance(value, Unknown) and METHOD in value.ns:
            if isinstance(value.ns[METHOD], bool):
                return True
            left += value.ns[METHOD]
        else:
            found[value.is_foreign if isinstance(value, Unknown) else id(value)] = value
    return tuple(found.values())


def things_of(owner: Value) -> Candidates:
    """Return what an attribute of a class, module or object may be, whatever its name."""
    if isinstance(owner, Instance):
        of_class = things_of(owner.cls)
        return of_class if isinstance(of_class, bool) else (*owner.ns.values(), *of_class)
    if isinstance(owner, Class):
        classes = [owner, *owner.mro]
        meta = owner.lookup("__class__")
        classes += meta.mro if isinstance(meta, Class) else ()
        return (owner, *(value for cls in classes if cls.line for value in cls.ns.values()))
    return tuple(owner.ns.values()) if isinstance(owner, Module) else True

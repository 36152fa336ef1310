"""Abstract values. Constants and tuples are Python's own; the rest is one of these and of ``objects``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import EllipsisType, NoneType
from typing import Any, TypeGuard

from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.source.places import Place

__all__ = [
    "IS_CONSTANT",
    "MISSING",
    "Assumed",
    "DictValue",
    "Ext",
    "ListValue",
    "Maybe",
    "Namespace",
    "Scope",
    "SetValue",
    "Spread",
    "Union",
    "Unknown",
    "Value",
    "constant_kind",
    "is_constant",
    "is_foreign",
    "is_long",
    "is_perhaps_bound",
    "show",
]

Value = Any


class _Missing:
    """Marks a name that is not bound."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


_ONLY_OPEN = (OPEN,)


class Namespace(dict[Any, Value]):
    """A mapping whose changes can be undone; ``depth`` is the number of open branches when it was made."""

    __slots__ = ("depth",)

    def __init__(self, depth: int, items: Mapping[Any, Value] | Iterable[tuple[Any, Value]] = ()) -> None:
        if items:
            super().__init__(items)
        self.depth = depth


@dataclass(frozen=True, slots=True)
class Scope:
    """An undecided condition under which code runs."""

    reason: str
    place: Place


class ListValue:
    """A list: its elements stand as one tuple under ``slots["items"]``; ``is_open``: there may be more."""

    __slots__ = ("slots",)

    def __init__(self, slots: Namespace) -> None:
        self.slots = slots

    @property
    def items(self) -> tuple[Value, ...]:
        """The elements, some of them perhaps Maybe."""
        items: tuple[Value, ...] = self.slots["items"]
        return items

    @property
    def unknown(self) -> "Unknown | None":
        """Why there may be more or other elements, or None."""
        mark = self.slots.get("unknown")
        return mark if mark is None or mark.__class__ is Unknown else _why_open(mark)

    @property
    def is_unordered(self) -> bool:
        """Whether the elements come in an order that source does not tell, as those of a set or folder."""
        return bool(self.slots.get("shuffled")) and len(self.items) + (self.unknown is not None) > 1


class SetValue(ListValue):
    """A set, its elements in the order they were added; ``slots["frozen"]``: a ``frozenset``."""

    __slots__ = ()

    @property
    def is_frozen(self) -> bool:
        """Whether it is a ``frozenset``."""
        return "frozen" in self.slots

    @property
    def is_unordered(self) -> bool:
        """Whether there is more than one element."""
        return len(self.items) > 1


class DictValue:
    """A dict; ``unknown`` under ``meta`` says why there may be other keys.

    ``shown`` under ``meta``: it is that of a class, and this is in it besides. ``hidden``: keys that are not
    in it for the program.
    """

    __slots__ = ("items", "meta")

    def __init__(self, items: Namespace, meta: Namespace) -> None:
        self.items = items
        self.meta = meta

    @property
    def unknown(self) -> "Unknown | None":
        """Why there may be other keys, or None."""
        mark = self.meta.get("unknown")
        return mark if mark is None or mark.__class__ is Unknown else _why_open(mark)

    def elements(self, pick: Callable[[Value, Value], Value]) -> list[Value]:
        """Return what is picked of each key and its value; a key that is perhaps not there makes a Maybe."""
        hidden = self.meta.get("hidden", _ONLY_OPEN)
        found = [
            Maybe(pick(key, _bound(held)), held.scope)
            if held.__class__ is Union and MISSING in held.options
            else pick(key, held)
            for key, held in self.items.items()
            if key not in hidden
        ]
        if "shown" in self.meta:
            found += [pick(key, held) for key, held in self.meta["shown"].items() if key not in self.items]
        return found

    def pairs(self) -> Mapping[Any, Value]:
        """Return what a copy of it holds."""
        hidden = self.meta.get("hidden", ())
        if not hidden:
            return self.items
        own = {key: held for key, held in self.items.items() if key not in hidden}
        return {**self.meta.get("shown", {}), **own}

    @property
    def is_read_only(self) -> bool:
        """Whether it is the ``mappingproxy`` of a class."""
        return "shown" in self.meta

    @property
    def is_unordered(self) -> bool:
        """Whether the keys come in an order that source does not tell."""
        return bool(self.meta.get("shuffled")) and len(self.items) > 1


class Ext:
    """Something of a package that is not the project's, by its dotted path: the same path is one thing."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def __eq__(self, other: object) -> bool:
        return other.__class__ is Ext and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)


class Unknown:
    """A value that source does not decide, with the expression that blocks it.

    ``is_foreign``: it comes out of third-party code that knows nothing of the project's Celery app, so that
    calling it registers no task.
    """

    __slots__ = ("is_foreign", "ns", "place", "reason")

    def __init__(self, reason: str, place: Place | None, ns: Namespace, *, is_foreign: bool = False) -> None:
        self.reason = reason
        self.place = place
        self.ns = ns
        self.is_foreign = is_foreign


class Spread:
    """Positional arguments of unknown number."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown


class Assumed:
    """A value that rests on an assumption, told when the value decides something."""

    __slots__ = ("note", "value")

    def __init__(self, value: Value, note: str) -> None:
        self.value = value
        self.note = note


class Maybe:
    """An element that is there only under a condition."""

    __slots__ = ("scope", "value")

    def __init__(self, value: Value, scope: Scope) -> None:
        self.value = value
        self.scope = scope


class Union:
    """One of several values, by a condition that is not decided. MISSING among them: perhaps not bound."""

    __slots__ = ("options", "scope")

    def __init__(self, options: tuple[Value, ...], scope: Scope) -> None:
        self.options = options
        self.scope = scope


def is_perhaps_bound(value: Value) -> TypeGuard[Union]:
    """Return whether a name with this value may be bound to nothing."""
    return value.__class__ is Union and MISSING in value.options


def _bound(value: Union) -> Value:
    options = tuple(option for option in value.options if option is not MISSING)
    return options[0] if len(options) == 1 else Union(options, value.scope)


def _why_open(mark: "Unknown | Union | None") -> "Unknown | None":
    """Return why a container is open; where it is open under a condition only, it counts as open."""
    if isinstance(mark, Union):
        return next((option for option in mark.options if isinstance(option, Unknown)), None)
    return mark


def show(value: Value) -> str:
    """Return ``repr`` of a constant; of a number with very many digits Python refuses it."""
    try:
        return repr(value)
    except ValueError:
        return "a very large number"


def is_long(value: Value, limit: int) -> bool:
    """Return whether ``repr`` of a constant or container is longer than a limit."""
    try:
        return len(repr(value)) > limit
    except ValueError:
        return True


def is_constant(value: Value) -> bool:
    """Return whether the value is a plain Python constant."""
    return IS_CONSTANT[value.__class__]


class _ConstantKinds(dict[type, bool]):
    """Whether objects of a class are constants, found out when it is asked for the first time."""

    def __missing__(self, kind: type) -> bool:
        known = self[kind] = issubclass(kind, (str, int, float, bytes, complex, NoneType, EllipsisType))
        return known


IS_CONSTANT = _ConstantKinds()


def constant_kind(kind: type) -> None:
    """Count the objects of a class of the standard library as constants: they never change."""
    IS_CONSTANT[kind] = True


def is_foreign(value: Value) -> bool:
    """Return whether a value, all its options even, comes out of third-party code."""
    options = value.options if isinstance(value, Union) else (value,)
    return all(
        option is MISSING or isinstance(option, Ext) or (isinstance(option, Unknown) and option.is_foreign)
        for option in options
    )

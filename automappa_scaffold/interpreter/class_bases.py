"""The order in which classes inherit, and what giving a class other bases does."""

from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, Union, Value
from automappa_scaffold.source.places import Place

__all__ = [
    "add_subclass",
    "change_bases",
    "has_order",
    "is_known_to_lack",
    "no_order",
    "order_of",
    "subclasses_of",
]


def has_order(bases: Sequence[Class]) -> bool:
    """Return whether the bases have a common method resolution order (C3)."""
    rest = [[*base.mro] for base in bases] + [[*bases]]
    while any(rest):
        heads = [sequence[0] for sequence in rest if sequence]
        head = next((h for h in heads if all(h not in sequence[1:] for sequence in rest)), None)
        if head is None:
            return False
        rest = [[cls for cls in sequence if cls is not head] for sequence in rest]
    return True


def add_subclass(m: Core, base: Class, made: Class) -> None:
    """Remember a class with its base."""
    m.store(base.subclasses, next(reversed(base.subclasses), -1) + 1, made)


def subclasses_of(cls: Class) -> Iterator[Class]:
    """Yield the classes that inherit from a class, those that may do so too."""
    for held in cls.subclasses.values():
        for below in held.options if isinstance(held, Union) else (held,):
            if isinstance(below, Class):
                yield below


def no_order(python: tuple[int, ...]) -> str:
    """Return what a Python of this version says of bases that have no common order."""
    gap = " " if python >= (3, 13) else "\n"
    return f"Cannot create a consistent method resolution{gap}order (MRO) for bases"


def change_bases(m: Core, cls: Class, new: Value, place: Place | None) -> None:
    """Give a class other bases: it and those below it inherit in another order."""
    is_known = isinstance(new, tuple) and all(map(is_plain_class, (cls, *new))) and not m.logs
    if not is_known:
        m.disturb("the bases of a class are changed", place)
        return
    for base in (*cls.bases, *new):
        for number in [number for number, below in base.subclasses.items() if below is cls]:
            m.store(base.subclasses, number, MISSING)
    for base in new:
        add_subclass(m, base, cls)
    cls.bases = new
    if not _reorder(cls):
        raise m.raise_("TypeError", no_order(m.python_numbers), place)


def _reorder(cls: Class) -> bool:
    """Compute anew what a class and those below it inherit; return whether there is an order."""
    if not has_order([base for base in cls.bases if isinstance(base, Class)]):
        return False
    cls.reorder()
    return all(map(_reorder, subclasses_of(cls)))


def order_of(cls: Class) -> Native:
    """Return ``mro`` of a class."""
    return Native("mro", lambda m, args, kwargs, at: m.new_list([*cls.mro, m.external("builtins.object")]))


def is_known_to_lack(cls: Class, name: str) -> bool:
    """Return whether the models of all of a class's bases say that the class has no such name."""
    models = [base for base in cls.mro if not base.line]
    if not models or any(not isinstance(base, Class) for known in cls.mro for base in known.bases):
        return False
    return all("<class lacks>" in base.ns and base.ns["<class lacks>"](cls, name) for base in models)

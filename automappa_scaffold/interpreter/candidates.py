"""What a value may be that is found by a computed name or key: one of several, of which few matter.

An ``Unknown`` keeps these under ``METHOD``: a tuple of values, or True where they are not known. What matters
is whether a call of it runs code of the project, or changes a list, set or dict that the project made.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

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
    METHOD,
    MISSING,
    OPEN,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)

__all__ = [
    "Candidates",
    "Changer",
    "Sifted",
    "changers",
    "flat",
    "have_attribute",
    "have_element",
    "is_foreign_attribute",
    "matters",
    "may_run",
    "runs",
    "things_of",
]

Candidates = tuple[Value, ...] | bool

# Methods of lists, sets and dicts that change them.
_CHANGES = frozenset(
    (
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard"),
        *("update", "setdefault", "popitem", "__setitem__", "__delitem__", "__iadd__", "__ior__"),
    )
)
_CONTAINERS = (ListValue, DictValue)
_OF_EVERY_CLASS = ("__call__", "__dict__", "__subclasses__", "__class__")
_HOOKS = ("__getattr__", "__getattribute__", "__get__")


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
        if value.__class__ is Changer:  # as most
            found[id(value.container), value.name] = value
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


def have_attribute(candidates: Candidates, name: str) -> Candidates:
    """Return what an attribute of one of the candidates may be."""
    if isinstance(candidates, bool):
        return candidates
    found: list[Value] = []
    for one in candidates:
        of_one = _attribute(one, name)
        if of_one is None:
            return True
        found += of_one
    return flat(value for value in found if matters(value))


def is_foreign_attribute(candidates: Candidates, name: str) -> bool:
    """Return whether each of the candidates has its attribute from code outside the project."""
    return not isinstance(candidates, bool) and all(_has_foreign(one, name) for one in candidates)


def _has_foreign(value: Value, name: str) -> bool:
    if isinstance(value, (Maybe, Assumed)):
        return _has_foreign(value.value, name)
    if isinstance(value, Union):
        return all(_has_foreign(option, name) for option in value.options if option is not MISSING)
    if isinstance(value, Instance):
        is_there = name in value.ns or OPEN in value.ns or value.cls.lookup(name) is not MISSING
        has_hook = any(value.cls.lookup(hook) is not MISSING for hook in _HOOKS)
        return value.cls.is_open and not is_there and not has_hook and not name.startswith("__")
    if isinstance(value, Unknown):
        held = value.ns.get(METHOD)
        return value.is_foreign if held is None else is_foreign_attribute(held, name)
    return isinstance(value, Ext)


def _attribute(value: Value, name: str) -> Iterable[Value] | None:
    """Return what an attribute may be as far as it matters; None: it cannot be told."""
    if isinstance(value, _CONTAINERS):  # as most
        return _of_container(value, name)
    for kind, find in _FINDERS:
        if isinstance(value, kind):
            return find(value, name)
    return () if is_constant(value) or isinstance(value, tuple) else None


def _of_each(options: Iterable[Value], name: str) -> Iterable[Value] | None:
    found = have_attribute(tuple(option for option in options if option is not MISSING), name)
    return None if isinstance(found, bool) else found


def _of_unknown(value: Unknown, name: str) -> Iterable[Value] | None:
    if name in value.ns:
        return (value.ns[name],)
    found = have_attribute(value.ns.get(METHOD, ()), name)
    return None if isinstance(found, bool) else found


def _of_container(value: ListValue | DictValue, name: str) -> Iterable[Value]:
    return (Changer(value, name),) if name in _CHANGES else ()


def _of_function(value: Function | Partial, name: str) -> Iterable[Value] | None:
    if name in value.ns:
        return (value.ns[name],)
    if name in ("__call__", "__get__"):
        return (value,)
    return None if isinstance(value, Partial) or name in ("__dict__", "__globals__", "__class__") else ()


def _of_bound(value: Bound, name: str) -> Iterable[Value] | None:
    if name == "__self__":
        return (value.receiver,)
    return (value.function,) if name == "__func__" else _attribute(value.function, name)


def _of_class(value: Class, name: str) -> Iterable[Value] | None:
    meta = value.lookup("__class__")
    mro = meta.mro if isinstance(meta, Class) else ()
    if any(hook in cls.ns for cls in mro for hook in _HOOKS) or name in _OF_EVERY_CLASS:
        return None
    found = [value.lookup(name), *(cls.ns.get(name, MISSING) for cls in mro)]
    return tuple(one for one in found if one is not MISSING)


def _of_object(value: Instance, name: str) -> Iterable[Value] | None:
    if not value.cls.line and not isinstance(value.payload, (*_CONTAINERS, type(None))):
        return ()
    if OPEN in value.ns or any(value.cls.lookup(hook) is not MISSING for hook in _HOOKS):
        return None
    found = value.ns.get(name, value.cls.lookup(name))
    if found is MISSING and isinstance(value.payload, _CONTAINERS):
        return _of_container(value.payload, name)
    if name in ("__dict__", "__class__") or (isinstance(found, Wrapper) and found.kind == "property"):
        return None
    return () if found is MISSING else (found,)


def _of_wrapper(value: Wrapper, name: str) -> Iterable[Value] | None:
    if value.kind == "property":
        return {"fget": (value.function,), "fset": (value.setter,)}.get(name, ())
    return _attribute(value.function, name)


_FINDERS: tuple[tuple[Any, Callable[[Any, str], Iterable[Value] | None]], ...] = (
    (Function, _of_function),
    (Unknown, _of_unknown),
    (_CONTAINERS, _of_container),
    (Instance, _of_object),
    (Class, _of_class),
    ((Maybe, Assumed), lambda value, name: _attribute(value.value, name)),
    (Union, lambda value, name: _of_each(value.options, name)),
    (Partial, _of_function),
    (Bound, _of_bound),
    (Wrapper, _of_wrapper),
    ((Ext, Native, dict), lambda value, name: ()),
)

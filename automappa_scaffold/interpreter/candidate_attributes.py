"""What an attribute may be of a value that is one of several, as far as it matters."""

from collections.abc import Callable, Iterable
from typing import Any

from automappa_scaffold.interpreter.candidates import Candidates, Changer, flat, matters
from automappa_scaffold.interpreter.marks import METHOD, OPEN
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
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
    Union,
    Unknown,
    Value,
    is_constant,
)

__all__ = ["have_attribute", "is_foreign_attribute"]

# Methods of lists, sets and dicts that change them.
_CHANGES = frozenset(
    (
        *("append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "discard"),
        *("update", "setdefault", "popitem", "__setitem__", "__delitem__", "__iadd__", "__ior__"),
    )
)
_OF_EVERY_CLASS = ("__call__", "__dict__", "__subclasses__", "__class__")
_HOOKS = ("__getattr__", "__getattribute__", "__get__")
_CONTAINERS = (ListValue, DictValue)


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

"""Which classes count as those of ``collections.abc`` and ``numbers``: by bases, or by methods."""

import builtins
import collections.abc
import numbers
import sys
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.values import MISSING, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["CONTAINER_KINDS", "container_kind", "counts_as"]

CONTAINER_KINDS = Models()
_KINDS: dict[str, type] = {name: getattr(collections.abc, name) for name in collections.abc.__all__}
_PATHS: dict[str, type] = {
    **{f"collections.abc.{name}": kind for name, kind in _KINDS.items()},
    **{f"typing.{name}": kind for name, kind in _KINDS.items() if name not in ("Set", "Buffer")},
    "typing.AbstractSet": collections.abc.Set,
    **{f"numbers.{name}": getattr(numbers, name) for name in numbers.__all__},
}
# Whoever has these methods counts, whatever its bases are.
_TOLD_BY_METHODS: dict[str, tuple[str, ...]] = {
    "Hashable": ("__hash__",),
    "Awaitable": ("__await__",),
    "AsyncIterable": ("__aiter__",),
    "AsyncIterator": ("__anext__", "__aiter__"),
    "Iterable": ("__iter__",),
    "Iterator": ("__iter__", "__next__"),
    "Reversible": ("__reversed__", "__iter__"),
    "Sized": ("__len__",),
    "Container": ("__contains__",),
    "Collection": ("__len__", "__iter__", "__contains__"),
    "Callable": ("__call__",),
    "Generator": ("__iter__", "__next__", "send", "throw", "close"),
    "Coroutine": ("__await__", "send", "throw", "close"),
}
_REGISTERED = "<registered as a container>"


def container_kind(kind: Value) -> type | None:
    """Return the class of ``collections.abc`` or ``numbers`` that a value stands for, or None."""
    return _PATHS.get(kind.path) if isinstance(kind, Ext) else None


def counts_as(m: Imports, cls: Value, kind: type) -> bool | None:
    """Return whether a class counts as below one of ``collections.abc``; None: not decided."""
    if _REGISTERED in m.patched:
        return None
    if isinstance(cls, (Ext, Native)):
        host = host_object(cls.path)
        return issubclass(host, kind) if isinstance(host, type) else _of_host(cls.path, kind)
    if not isinstance(cls, Class):
        return None
    answers: list[bool | None] = []
    for one in cls.mro:
        if not one.line or one.module == "collections.abc":
            answers.append(_of_host(f"{one.module}.{one.name}", kind))
        answers += [
            _of_host(base.path, kind) if isinstance(base, Ext) else None
            for base in one.bases
            if not isinstance(base, Class)
        ]
    if True in answers or _has_methods(cls, kind):
        return True
    return None if None in answers else False


def _has_methods(cls: Class, kind: type) -> bool:
    methods = _TOLD_BY_METHODS.get(kind.__name__)
    if methods is None:
        return False
    if methods == ("__hash__",):
        return _is_hashed(cls)
    found = [cls.lookup(method) for method in methods]
    return MISSING not in found and None not in found


def _is_hashed(cls: Class) -> bool:
    """Return whether objects of a class have a hash, as those of ``object`` do."""
    for one in cls.mro:
        host = None if one.line else host_object(f"{one.module}.{one.name}")
        held = one.ns.get("__hash__", getattr(host, "__dict__", {}).get("__hash__", MISSING))
        if held is not MISSING:
            return held is not None
    return True


def _of_host(path: str, kind: type) -> bool | None:
    """Return whether a class of the standard library counts; what a class below it has not is no answer."""
    if path.partition(".")[0] not in sys.stdlib_module_names:
        return None
    host: Any = getattr(builtins, path.rpartition(".")[2], None) if path.startswith("builtins.") else None
    host = host_object(path) if host is None else host
    if not isinstance(host, type):
        return None
    # Of ``object`` nothing else is inherited than a hash, which the class may take away.
    return host is not object and issubclass(host, kind) and kind is not collections.abc.Hashable


def _register(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    m.store(m.patched, _REGISTERED, True)


for _path in _PATHS:
    CONTAINER_KINDS.function(f"{_path}.register:check")(_register)

"""``collections``, ``itertools`` and ``types``: other ways to make containers."""

from collections.abc import Callable

from automappa_scaffold.interpreter.generators import Generator, Steps, why_more
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.special_values import ProxyValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["COLLECTIONS"]

COLLECTIONS = Models()


def _chain(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not all(map(_is_plain, args[1:])):
        return _chained(m, args[1:], place)
    seen = m.unordered_seen
    parts = [m.iterate(argument, place) for argument in args[1:]]
    items = [item for part, _ in parts for item in part]
    unknown = next((unknown for _, unknown in parts if unknown), None)
    return m.new_iterator(items, unknown, is_unordered=m.unordered_seen != seen)


def _is_plain(value: Value) -> bool:
    """Return whether a value has all its elements, and asking for them changes nothing."""
    return isinstance(value, (tuple, ListValue, DictValue, str, bytes))


def _chained(m: Imports, given: Value, place: Place) -> Generator:
    """Return the elements of the elements of a value, asked for one by one."""

    def run(handle: Callable[[Value], Value]) -> Unknown | None:
        found: list[Unknown | None] = []

        def each(part: Value) -> None:
            if isinstance(part, Maybe):
                found.append(m.unknown("which of these are there", part.scope.place))
            else:
                found.append(m.take(part, handle, place))

        unknown = m.take(given, each, place)
        return unknown or next((one for one in found if one is not None), None)

    def pull() -> Steps:
        parts = m.walk(given, place)
        while True:
            try:
                part = next(parts)
            except StopIteration as ended:
                return why_more(ended)
            if isinstance(part, Maybe):
                return m.unknown("which of these are there", part.scope.place)
            unknown = yield from m.walk(part, place)
            if unknown is not None:
                return unknown

    return Generator(run, birth=m.birth, pull=pull)


def _chain_from(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0])
    if not _is_plain(given):
        if lacks(given, "__iter__") and lacks(given, "__getitem__"):
            raise m.refusal("TypeError", f"'{kind_name(given)}' object is not iterable", place)
        return _chained(m, given, place)
    seen = m.unordered_seen
    items, unknown = m.iterate(given, place)
    if not all(_is_plain(m.decide(item.value if isinstance(item, Maybe) else item)) for item in items):
        return _chained(m, given, place)
    parts = [m.iterate(item.value if isinstance(item, Maybe) else item, place) for item in items]
    unknown = unknown or next((u for _, u in parts if u), None)
    if any(isinstance(item, Maybe) for item in items):
        unknown = unknown or m.unknown("which of these are there", place)
        return m.new_iterator((), unknown)
    inner_items = [item for inner, _ in parts for item in inner]
    return m.new_iterator(inner_items, unknown, is_unordered=m.unordered_seen != seen)


_CHAIN = native_class("chain", _chain, module="itertools")
_CHAIN.ns["from_iterable"] = Native("from_iterable", _chain_from)
COLLECTIONS["itertools.chain"] = _CHAIN
COLLECTIONS["itertools.chain.from_iterable"] = _CHAIN.ns["from_iterable"]


_READING = ("__contains__", "__getitem__", "__iter__", "__len__", "__missing__")


def _reads_as_dict(value: Instance) -> bool:
    """Return whether an object is a dict whose class has no say in how it is read."""
    names = (*_READING, "get", "items", "keys", "values")
    return isinstance(value.payload, DictValue) and all(value.cls.lookup(name) is MISSING for name in names)


@COLLECTIONS.function("types.MappingProxyType:call")
def _proxy(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    shown = m.decide(args[0] if args else kwargs.get("mapping"))
    if isinstance(shown, Instance) and _reads_as_dict(shown):
        shown = shown.payload
    if isinstance(shown, DictValue):
        return ProxyValue(shown.items, shown.meta)
    if is_constant(shown) or isinstance(shown, (tuple, ListValue)):
        text = f"mappingproxy() argument must be a mapping, not {kind_name(shown)}"
        raise m.refusal("TypeError", text, place)
    return m.undecided(shown, place)


def _fill_namespace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) > 1 and (m.python_numbers < (3, 13) or is_constant(m.decide(args[1]))):
        raise m.refusal("TypeError", "no positional arguments expected", place)
    for name, value in kwargs.items():
        m.store(args[0].ns, name, value)
    return None


_NAMESPACE = native_class("SimpleNamespace", module="types", is_whole=True)
_NAMESPACE.ns["__init__"] = Native("__init__", _fill_namespace)


def _equal_namespaces(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args[0], m.decide(args[1])
    if not isinstance(other, Instance) or _NAMESPACE not in other.cls.mro:
        return Ext("builtins.NotImplemented")
    held = [m.get_attribute(side, "__dict__", place) for side in (one, other)]
    return m.compare("Eq", held[0], held[1], place)


def _show_namespace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    held = m.get_attribute(args[0], "__dict__", place)
    if not isinstance(held, DictValue) or held.unknown:
        return m.undecided(held, place)
    parts = []
    for name, value in held.pairs().items():
        shown = m.call(m.models["builtins.repr"], (value,), {}, place)
        if not isinstance(shown, str):
            return m.undecided(shown, place)
        parts.append(f"{name}={shown}")
    kind = "namespace" if args[0].cls is _NAMESPACE else args[0].cls.name
    return f"{kind}({', '.join(parts)})"


_NAMESPACE.ns["__eq__"] = Native("__eq__", _equal_namespaces, binds=True)
_NAMESPACE.ns["__hash__"] = None
_NAMESPACE.ns["__repr__"] = Native("__repr__", _show_namespace, binds=True)
COLLECTIONS["types.SimpleNamespace"] = _NAMESPACE

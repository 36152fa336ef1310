"""Methods of built-in containers and constants, found by name."""

import types
from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.constant_methods import constant_method
from automappa_scaffold.interpreter.container_protocol import IN_PLACE, PROTOCOL
from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.dict_methods import DICT_METHODS
from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.list_methods import LIST_METHODS, TUPLE_METHODS
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.python_attributes import gives
from automappa_scaffold.interpreter.set_methods import SET_METHODS
from automappa_scaffold.interpreter.slot_methods import slot_misfit
from automappa_scaffold.interpreter.special_values import (
    OpenTuple,
    ProxyValue,
    RangeValue,
    VersionInfo,
    ViewValue,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    SetValue,
    Spread,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["ContainerMethods"]

# Where Python has a method or attribute that is not modelled, its value is unknown, not missing.
_PYTHON_TYPES: tuple[tuple[type, type], ...] = (
    (DictValue, dict),
    (SetValue, set),
    (ListValue, list),
    (tuple, tuple),
)


_ITERATOR_METHODS: dict[str, Callable[..., Value]] = {
    "__iter__": lambda m, value, args, kwargs, place: value,
    "__next__": lambda m, value, args, kwargs, place: m.call(m.models["builtins.next"], (value,), {}, place),
}


class ContainerMethods(Containers):
    """Methods of built-in containers, found by name."""

    def container_method(self, value: Value, name: str, place: Place | None) -> Value:
        """Return a method of a built-in container or constant, or MISSING."""
        if name == "__class__":
            kind = self.external("builtins.type")
            return self.call(kind, (value,), {}, place or Place(self.tree.relative("")))
        if value.__class__ is str and hasattr(value, name):
            attribute = getattr(value, name)
            return constant_method(value, name) if callable(attribute) else self.hold(attribute, place)
        if isinstance(value, ViewValue):
            return _view_method(value, name)
        if isinstance(value, RangeValue):
            if name in ("start", "stop", "step"):
                return getattr(value.told, name)
            if not gives(range, name):
                return MISSING
        if isinstance(value, ProxyValue) and not gives(types.MappingProxyType, name):
            return MISSING
        found = self._modelled_method(value, name, place)
        if found is MISSING:
            python = next((python for kind, python in _PYTHON_TYPES if isinstance(value, kind)), None)
            if isinstance(value, SetValue) and value.is_frozen:
                python = frozenset
            if python is not None and gives(python, name):
                return self.unknown(f"{python.__name__}.{name}", place, is_foreign=True)
        return found

    def _modelled_method(self, value: Value, name: str, place: Place | None) -> Value:
        if isinstance(value, DictValue):
            if value.is_read_only and not gives(types.MappingProxyType, name):
                return MISSING
            return _bind_method(DICT_METHODS, value, name, dict)
        if isinstance(value, SetValue):
            if value.is_frozen and not gives(frozenset, name):
                return MISSING
            return _bind_method(SET_METHODS, value, name, set)
        if isinstance(value, OpenTuple) and not gives(tuple, name):
            return MISSING
        if isinstance(value, ListValue):
            return _bind_method(LIST_METHODS, value, name, list)
        if isinstance(value, VersionInfo) and name in VersionInfo.NAMES[: len(value)]:
            return value[VersionInfo.NAMES.index(name)]
        if isinstance(value, tuple) and type(value) is not tuple and hasattr(type(value), name):
            # Of a tuple with names that Python computed.
            if callable(getattr(type(value), name)):
                return constant_method(value, name)
            return self.computed(lambda: getattr(value, name), place or Place(self.tree.relative("")))
        if isinstance(value, tuple):
            return _bind_method(TUPLE_METHODS, value, name, tuple)
        if isinstance(value, Iterator):
            return _bind_method(_ITERATOR_METHODS, value, name, type(iter(())))
        if isinstance(value, slice) and gives(slice, name):
            is_part = name in ("start", "stop", "step")
            return getattr(value, name) if is_part else constant_method(value, name)
        if is_constant(value) and hasattr(value, name):
            attribute = getattr(value, name)
            return constant_method(value, name) if callable(attribute) else self.hold(attribute, place)
        return MISSING


def _view_method(value: ViewValue, name: str) -> Value:
    if name == "mapping":
        return value.held
    methods = SET_METHODS if name == "isdisjoint" else {}
    return _bind_method(methods, value, name, value.python) if gives(value.python, name) else MISSING


def _bind_method(methods: Mapping[str, Callable[..., Value]], value: Value, name: str, kind: type) -> Value:
    if not gives(kind, name):
        return MISSING
    method = methods.get(name) or PROTOCOL.get(name) or IN_PLACE.get((kind, name))
    bound = method or _not_followed(value, name)

    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        if name.startswith("__") and not kwargs and not any(arg.__class__ is Spread for arg in args):
            text = slot_misfit(frozenset if kind is set and value.is_frozen else kind, name, len(args))
            if text:
                raise m.refusal("TypeError", text, place)
        if method is None:
            return bound(m, args, kwargs, place)
        m.require_fit(f"builtins.{kind.__name__}", name, args, kwargs, place)
        return bound(m, value, args, kwargs, place)

    return Native(name, run)


def _not_followed(value: Value, name: str) -> Callable[..., Value]:
    """Stand for a method that exists and is not followed: it may change the container."""

    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        result = m.unknown(f"{name}() of a container", place)
        slots = value.meta if isinstance(value, DictValue) else getattr(value, "slots", None)
        is_in_place = name.startswith("__i") and name not in ("__iter__", "__init_subclass__")
        if slots is not None and (is_in_place or not name.startswith(("__", "is"))):
            m.store(slots, "unknown", result)
        return result

    return run

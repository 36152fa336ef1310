"""``copy.copy`` and ``copy.deepcopy``."""

from automappa_scaffold.interpreter.certain_types import has_fixed_attributes
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Function, Instance, Module, Native, Partial
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.values import DictValue, ListValue, Maybe, SetValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["COPYING"]

COPYING = Models()

_HOOKS = ("__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getstate__")


@COPYING.function("copy.copy")
def _copy(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if isinstance(value := m.decide(args[0]), tuple) or (isinstance(value, SetValue) and value.is_frozen):
        return value
    return _copied(m, args[0], {}, place, is_deep=False)


@COPYING.function("copy.deepcopy")
def _deepcopy(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0])
    hook = value.cls.lookup("__deepcopy__") if isinstance(value, Instance) else None
    if isinstance(hook, Native):
        return m.call(hook, (value, m.new_dict()), {}, place)
    return _copied(m, args[0], {}, place, is_deep=True)


def _copied(m: Imports, value: Value, seen: dict[int, Value], place: Place, *, is_deep: bool) -> Value:
    """Return a copy; ``seen``: copies by the identity of what they copy, for what holds itself."""

    def part(inner: Value) -> Value:
        return _copied(m, inner, seen, place, is_deep=True) if is_deep else inner

    if id(value) in seen:
        return seen[id(value)]
    if isinstance(value, Maybe):
        return Maybe(part(value.value), value.scope)
    if isinstance(value, Generator) and value.frame is not None and not value.frame.module.path:
        return m.unknown("a copy of an iterator of the library", place)  # which is no generator there
    if isinstance(value, (Generator, Module, ViewValue)) or m.is_outside_module(value):
        raise m.refusal("TypeError", f"cannot pickle '{kind_name(value)}' object", place)
    if isinstance(value, tuple):
        parts = tuple(part(item) for item in value)
        return value if all(one is other for one, other in zip(parts, value, strict=True)) else parts
    if isinstance(value, Partial):
        return m.unknown("a copy of a partial", place)
    made: Value = value
    if isinstance(value, SetValue):
        made = m.new_set([part(item) for item in value.items], value.unknown, is_frozen=value.is_frozen)
    elif isinstance(value, ListValue):
        made = seen[id(value)] = (m.new_shuffled if value.is_unordered else m.new_list)((), value.unknown)
        m.store(made.slots, "items", tuple(part(item) for item in value.items))
    elif isinstance(value, DictValue):
        made = seen[id(value)] = m.new_dict(unknown=value.unknown)
        made.meta["shuffled"] = value.is_unordered
        for key, item in value.items.items():
            m.store(made.items, key, part(item))
    elif isinstance(value, Instance):
        hook = "__deepcopy__" if is_deep else "__copy__"
        if not value.cls.is_open and isinstance(value.cls.lookup(hook), Function):
            given = (m.new_dict(),) if is_deep else ()
            return m.call(m.get_attribute(value, hook, place), given, {}, place)
        if (value.cls.module, value.cls.name) == ("hashlib", "HASH"):
            raise m.refusal("TypeError", "cannot pickle '_hashlib.HASH' object", place)
        if _is_opaque(m, value):
            made = m.unknown("a copy that its class makes", place, is_foreign=value.cls.is_open)
            return (
                m.of_kind(made, f"{value.cls.module}.{value.cls.name}")
                if has_fixed_attributes(value)
                else made
            )
        holds_items = isinstance(value.payload, (ListValue, DictValue))
        payload = part(value.payload) if holds_items else value.payload
        made = seen[id(value)] = Instance(value.cls, m.namespace(), payload)
        for name, item in value.ns.items():
            m.store(made.ns, name, part(item))
    return made


def _is_opaque(m: Imports, value: Instance) -> bool:
    """Return whether a class may have its own way to be copied."""
    if value.cls.is_open or any(base.module.partition(".")[0] in m.preloaded for base in value.cls.mro):
        return True
    return any(hook in base.ns for base in value.cls.mro for hook in _HOOKS)

"""Elements of containers, as they are read."""

import builtins
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.candidates import have_element
from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.element_kinds import (
    holds_plainly,
    is_hashable,
)
from automappa_scaffold.interpreter.equal_keys import EqualKeys
from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND, METHOD
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Class, Instance, content_of
from automappa_scaffold.interpreter.refusals import is_builtin, is_definition, takes_no_types
from automappa_scaffold.interpreter.special_values import RangeValue, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["ElementReading"]


def _is_no_index(key: Value) -> bool:
    """Return whether a value is certainly neither a number for an index nor a slice."""
    if isinstance(key, slice) or (isinstance(key, Unknown) and key.ns.get(KIND) == "builtins.slice"):
        return False
    return is_definition(key) or lacks(key, "__index__")


class ElementReading(EqualKeys):
    """Reading elements."""

    def get_item(self, target: Value, key: Value, place: Place) -> Value:
        """Return ``target[key]``."""
        target, key = self.decide(target), self.decide(key)
        if isinstance(target, Union):
            return self.each(target, lambda option: self.get_item(option, key, place))
        if holds_plainly(target, "__getitem__"):
            return self._get_held(target, key, place)
        if isinstance(target, DictValue) and isinstance(key, slice) and not target.unknown:
            is_old = self.python_numbers < (3, 12)
            shown = "unhashable type: 'slice'" if is_old else repr(key)
            raise self.refusal("TypeError" if is_old else "KeyError", shown, place)
        if isinstance(target, DictValue):
            self.require_hashable(key, place)
            known = self.key_in(target, key) if is_hashable(key) else MISSING
            if known is not MISSING and known in target.items:
                held = target.items[known]
                if held.__class__ is not Union:
                    return held
                return self.as_bound(held, lambda: self.missing_key(key, place))
            if "shown" in target.meta and known in target.meta["shown"]:
                return target.meta["shown"][known]
            if target.unknown or known is MISSING:
                held, why = [*target.items.values()], target.unknown or self.unmarked(key, place)
                return self.one_of(held, why, place, is_open=target.unknown is not None)
            raise self.missing_key(key, place)
        key = content_of(key)
        if isinstance(target, (str, bytes, tuple, ListValue)):
            key = self._as_index(key, place)
        if isinstance(target, (str, bytes)):
            if _is_no_index(key):
                refused = f"{kind_name(target)} indices must be integers, not '{kind_name(key)}'"
                raise self.refusal("TypeError", refused, place)
            if not is_constant(key) and not isinstance(key, slice):
                return self.undecided(key, place)
            text: Any = target
            return self.compute(lambda: text[key], place)
        if is_constant(target) and hasattr(target, "__getitem__") and is_constant(key):
            constant: Any = target
            return self.computed(lambda: constant[key], place)
        if isinstance(target, (ViewValue, Iterator, SetValue)):
            raise self.refusal("TypeError", f"'{kind_name(target)}' object is not subscriptable", place)
        if isinstance(target, (tuple, ListValue)) and isinstance(key, (int, slice)):
            return self._get_element(target, key, place)
        if isinstance(target, Instance) and target.cls.lookup("__getitem__") is not MISSING:
            return self.call(self.special_method(target, "__getitem__", place), (key,), {}, place)
        self._refuse_item(target, key, place)
        if not isinstance(target, (tuple, ListValue)):
            self.risky_calls += 1  # it may have no such element
            made = self.undecided(target, place)
            if METHOD in made.ns:
                made.ns[METHOD] = have_element(made.ns[METHOD])
            return made
        items = target if isinstance(target, tuple) else target.items
        return self.one_of(items, target, place, is_open=getattr(target, "unknown", None) is not None)

    def _as_index(self, key: Value, place: Place) -> Value:
        """Return the number that an object stands for as an index."""
        if isinstance(key, Instance) and key.cls.lookup("__index__") is not MISSING:
            told = self.decide(self.call(self.special_method(key, "__index__", place), (), {}, place))
            if is_none_of(told, int):
                text = f"__index__ returned non-int (type {kind_name(told)})"
                raise self.refusal("TypeError", text, place)
            return told
        return key

    def _refuse_item(self, target: Value, key: Value, place: Place) -> None:
        """Raise what Python raises for what has no elements, or none under such a key."""
        is_sequence = isinstance(target, (tuple, ListValue)) and not isinstance(target, SetValue)
        if is_sequence and _is_no_index(key):
            text = f"{kind_name(target)} indices must be integers or slices, not {kind_name(key)}"
            raise self.refusal("TypeError", text, place)
        if self.is_outside_module(target):
            raise self.raise_("TypeError", "'module' object is not subscriptable", place)
        if lacks(target, "__getitem__") and not isinstance(target, Class):
            raise self.refusal("TypeError", f"'{kind_name(target)}' object is not subscriptable", place)
        if is_builtin(target) and not hasattr(getattr(builtins, target.name), "__class_getitem__"):
            raise self.refusal("TypeError", f"'{target.name}' is not subscriptable", place)
        if takes_no_types(target) and all(
            target.lookup(name) is MISSING for name in ("__class_getitem__", "__class__")
        ):
            raise self.refusal("TypeError", f"type '{target.name}' is not subscriptable", place)

    def _get_held(self, target: Instance, key: Value, place: Place) -> Value:
        """Return an element of an object of a subclass of a built-in container."""
        maker = target.cls.lookup("__missing__")
        held = target.payload
        if maker is MISSING or not isinstance(held, DictValue) or held.unknown or not is_hashable(key):
            return self.get_item(held, key, place)
        self.require_hashable(key, place)
        known = self.key_in(held, key)
        if known is MISSING:
            return self.get_item(held, key, place)
        found = held.items.get(known, MISSING)
        if found is not MISSING and not is_perhaps_bound(found):
            return found
        make = partial(self.call, self.special_method(target, "__missing__", place), (key,), {}, place)
        return self.or_else(found, make) if is_perhaps_bound(found) else make()

    def _get_element(self, target: "tuple[Value, ...] | ListValue", key: int | slice, place: Place) -> Value:
        items = target if isinstance(target, tuple) else target.items
        is_open = isinstance(target, ListValue) and (target.unknown is not None or target.is_unordered)
        if isinstance(key, int) and 0 <= key < len(items) and not is_open:
            nearest = items[: key + 1]
            if not any(isinstance(item, Maybe) for item in nearest):
                return nearest[-1]  # whatever is there behind it
        if is_open or any(isinstance(item, Maybe) for item in items):
            is_open = isinstance(key, slice) or getattr(target, "unknown", None) is not None
            return self.one_of(items, target, place, is_open=is_open)
        if isinstance(target, RangeValue) and isinstance(key, slice):
            return RangeValue.of(self.compute(lambda: target.told[key], place))
        found = self.compute(lambda: (list(items) if isinstance(target, ListValue) else items)[key], place)
        return self.new_list(found) if isinstance(target, ListValue) and isinstance(key, slice) else found

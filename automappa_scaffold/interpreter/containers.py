"""What built-in containers hold: reading and changing them."""

import builtins
from collections.abc import Sequence
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.candidates import (
    changers,
    have_attribute,
    have_element,
)
from automappa_scaffold.interpreter.computed_keys import ComputedKeys
from automappa_scaffold.interpreter.element_kinds import (
    equal_constants,
    holds_plainly,
    is_compared,
    is_hashable,
    may_be_key,
)
from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    content_of,
)
from automappa_scaffold.interpreter.refusals import (
    is_builtin,
    is_definition,
    is_plain_class,
    is_unhashable,
    kind_name,
    lacks,
)
from automappa_scaffold.interpreter.special_values import ProxyValue, RangeValue, ViewValue
from automappa_scaffold.interpreter.values import (
    METHOD,
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Containers"]


def _is_set(value: Value) -> bool:
    return isinstance(content_of(value), SetValue)


class Containers(ComputedKeys):
    """Elements of containers."""

    def extend(self, target: ListValue, items: Sequence[Value], unknown: Unknown | None) -> None:
        """Append elements to a list, or add them to a set."""
        self.step((len(target.items) + len(items)) // 100)
        if isinstance(target, SetValue):
            self.step(len(target.items) * len(items))
            new: list[Value] = []
            for item in items:
                self.require_hashable(item, None)
                known = self._is_among(item, (*target.items, *new))
                if known is None:
                    unknown = unknown or self.unknown("which elements of a set are equal", None)
                if known is not True:
                    new.append(item)
            items = new
        self.store(target.slots, "items", target.items + tuple(items))
        if unknown:
            self.store(target.slots, "unknown", unknown)

    def require_hashable(self, key: Value, place: Place | None) -> None:
        """Raise what Python raises for a key that has no hash."""
        bare = key.value if isinstance(key, Maybe) else key
        if is_unhashable(bare):
            parts = bare if isinstance(bare, tuple) else (bare,)
            part = next(item for item in parts if is_unhashable(item))
            raise self.refusal("TypeError", f"unhashable type: '{kind_name(part)}'", place)

    def _is_among(self, item: Value, others: Sequence[Value]) -> bool | None:
        """Return whether an element equals one of others; None: the program's own ``__eq__`` does not say."""
        answer: bool | None = False
        bare, asks, is_set = content_of(item), is_compared(item), _is_set(item)
        is_plain = is_constant(bare)
        quiet: Class | None = None  # the class of objects before, which are not compared
        for other in others:
            if item is other or (is_plain and equal_constants(bare, content_of(other))):
                return True
            if other.__class__ is Instance and other.cls is quiet and not asks and not is_set:
                continue
            if asks or is_compared(other) or (is_set and _is_set(other)):
                same = self.truth(self.compare("Eq", item, other, Place(self.tree.relative(""))))
                if same is not False:
                    answer = None if same is None else True
                if answer:
                    return True
            elif other.__class__ is Instance:
                quiet = other.cls
        return answer

    def set_item(self, target: Value, key: Value, value: Value, place: Place) -> None:
        """Bind ``target[key]``."""
        if key.__class__ is str and target.__class__ is DictValue and len(target.meta) == 1:
            self.store(target.items, key, value)  # of a dict of which nothing else is told, as most are
            return
        key = self.decide(key)
        if isinstance(target, Union):
            options = [option for option in target.options if option is not MISSING]
            branches = [partial(self.set_item, option, key, value, place) for option in options]
            self.settle(self.fork(target.scope, branches), target.scope)
            return
        if holds_plainly(target, "__setitem__"):
            target = target.payload
        if isinstance(target, ProxyValue):
            text = "'mappingproxy' object does not support item assignment"
            raise self.refusal("TypeError", text, place)
        if isinstance(target, DictValue):
            if target.is_read_only:
                text = "'mappingproxy' object does not support item assignment"
                raise self.raise_("TypeError", text, place)
            self.require_hashable(key, place)
            if is_hashable(key):
                known = self.key_in(target, key)
                if known not in target.items and is_compared(key) and any(map(is_compared, target.items)):
                    self.store(target.meta, "unknown", self.unknown("which keys of a dict are equal", place))
                if isinstance(known, Instance) or is_compared(known):
                    self.store(target.meta, "objects", True)
                self.store(target.items, known, value)
                if "builtins" in target.meta:
                    self.store(self.patched, f"builtins.{known}", value)
            else:
                self.replace_any(target, key, value, place)
        elif isinstance(target, ListValue) and not isinstance(target, ViewValue):
            if isinstance(key, int) and not target.unknown and -len(target.items) <= key < len(target.items):
                items = list(target.items)
                items[key] = value
                self.store(target.slots, "items", tuple(items))
            elif isinstance(key, slice):
                self._set_slice(target, key, *self.iterate_in_order(value, place), place)
            elif isinstance(key, int) and not target.unknown:
                raise self.raise_("IndexError", "list assignment index out of range", place)
            elif type(target) is ListValue and is_constant(key):
                text = f"list indices must be integers or slices, not {kind_name(key)}"
                raise self.refusal("TypeError", text, place)
            else:
                self.store(target.slots, "unknown", self.undecided(key, place))
        elif isinstance(target, Unknown):
            for changer in changers(have_attribute(target.ns.get(METHOD, ()), "__setitem__")):
                self.change_perhaps(changer.container, changer.name, target, place)
        elif self.is_outside_module(target):
            raise self.raise_("TypeError", "'module' object does not support item assignment", place)
        elif lacks(target, "__setitem__"):
            text = f"'{kind_name(target)}' object does not support item assignment"
            raise self.refusal("TypeError", text, place)
        elif isinstance(target, Instance):
            self.call(self.special_method(target, "__setitem__", place), (key, value), {}, place)

    def _set_slice(
        self, target: ListValue, key: slice, new: Sequence[Value], unknown: Unknown | None, place: Place
    ) -> None:
        items = list(target.items)
        if target.unknown or unknown or any(isinstance(item, Maybe) for item in (*items, *new)):
            self.store(target.slots, "unknown", unknown or self.unknown("what this slice holds", place))
            return
        self.compute(lambda: items.__setitem__(key, new), place)
        self.store(target.slots, "items", tuple(items))

    def get_item(self, target: Value, key: Value, place: Place) -> Value:
        """Return ``target[key]``."""
        target, key = self.decide(target), self.decide(key)
        if isinstance(target, Union):
            options = [
                self.get_item(option, key, place) for option in target.options if option is not MISSING
            ]
            return self.join(options, target.scope)
        if holds_plainly(target, "__getitem__"):
            return self._get_held(target, key, place)
        if isinstance(target, DictValue) and isinstance(key, slice) and not target.unknown:
            is_old = self.python_numbers < (3, 12)
            shown = "unhashable type: 'slice'" if is_old else repr(key)
            raise self.refusal("TypeError" if is_old else "KeyError", shown, place)
        if isinstance(target, DictValue):
            known = self.key_in(target, key) if is_hashable(key) else MISSING
            if known is not MISSING and known in target.items:
                return target.items[known]
            if target.unknown or not is_hashable(key) or may_be_key(key, target):
                held, why = [*target.items.values()], target.unknown or self.unmarked(key, place)
                return self.one_of(held, why, place, is_open=target.unknown is not None)
            raise self.missing_key(key, place)
        key = self._as_index(content_of(key), place)
        if isinstance(target, (str, bytes)):
            if is_definition(key):
                refused = f"{kind_name(target)} indices must be integers, not '{kind_name(key)}'"
                raise self.refusal("TypeError", refused, place)
            if not is_constant(key) and not isinstance(key, slice):
                return self.undecided(key, place)
            text: Any = target
            return self.compute(lambda: text[key], place)
        if is_constant(target) and hasattr(target, "__getitem__") and is_constant(key):
            constant: Any = target
            return self.computed(lambda: constant[key], place)
        if isinstance(target, (ViewValue, Iterator)):
            raise self.refusal("TypeError", f"'{kind_name(target)}' object is not subscriptable", place)
        if isinstance(target, (tuple, ListValue)) and isinstance(key, (int, slice)):
            return self._get_element(target, key, place)
        if isinstance(target, Instance) and target.cls.lookup("__getitem__") is not MISSING:
            return self.call(self.special_method(target, "__getitem__", place), (key,), {}, place)
        self._refuse_item(target, key, place)
        if not isinstance(target, (tuple, ListValue)):
            made = self.undecided(target, place)
            if METHOD in made.ns:
                made.ns[METHOD] = have_element(made.ns[METHOD])
            return made
        items = target if isinstance(target, tuple) else target.items
        return self.one_of(items, target, place, is_open=getattr(target, "unknown", None) is not None)

    def _as_index(self, key: Value, place: Place) -> Value:
        """Return the number that an object stands for as an index."""
        if isinstance(key, Instance) and key.cls.lookup("__index__") is not MISSING:
            return self.decide(self.call(self.special_method(key, "__index__", place), (), {}, place))
        return key

    def _refuse_item(self, target: Value, key: Value, place: Place) -> None:
        """Raise what Python raises for what has no elements, or none under such a key."""
        is_sequence = isinstance(target, (tuple, ListValue)) and not isinstance(target, SetValue)
        if is_sequence and (is_constant(key) or is_definition(key)):
            text = f"{kind_name(target)} indices must be integers or slices, not {kind_name(key)}"
            raise self.refusal("TypeError", text, place)
        if self.is_outside_module(target):
            raise self.raise_("TypeError", "'module' object is not subscriptable", place)
        if lacks(target, "__getitem__") and not isinstance(target, Class):
            raise self.refusal("TypeError", f"'{kind_name(target)}' object is not subscriptable", place)
        if is_builtin(target) and not hasattr(getattr(builtins, target.name), "__class_getitem__"):
            raise self.refusal("TypeError", f"'{target.name}' is not subscriptable", place)
        if is_plain_class(target) and all(
            target.lookup(name) is MISSING for name in ("__class_getitem__", "__class__")
        ):
            raise self.refusal("TypeError", f"type '{target.name}' is not subscriptable", place)

    def _get_held(self, target: Instance, key: Value, place: Place) -> Value:
        """Return an element of an object of a subclass of a built-in container."""
        maker = target.cls.lookup("__missing__")
        held = target.payload
        if maker is MISSING or not isinstance(held, DictValue) or held.unknown or not is_hashable(key):
            return self.get_item(held, key, place)
        known = self.key_in(held, key)
        if known in held.items:
            return held.items[known]
        return self.call(self.special_method(target, "__missing__", place), (key,), {}, place)

    def key_in(self, target: DictValue, key: Value) -> Value:
        """Return the key of a dict that equals a key, else the key itself."""
        if key in target.items:
            return key
        bare = content_of(key)
        if bare is not key and is_hashable(bare) and bare in target.items:
            return bare
        for known in target.items if target.meta.get("objects") else ():
            if isinstance(known, Instance) and known.cls.has_content and equal_constants(known.payload, bare):
                return known
        return key

    def _get_element(self, target: "tuple[Value, ...] | ListValue", key: int | slice, place: Place) -> Value:
        items = target if isinstance(target, tuple) else target.items
        is_open = isinstance(target, ListValue) and (target.unknown is not None or target.is_unordered)
        if is_open or any(isinstance(item, Maybe) for item in items):
            return self.one_of(items, target, place, is_open=getattr(target, "unknown", None) is not None)
        if isinstance(target, RangeValue) and isinstance(key, slice):
            return RangeValue.of(self.compute(lambda: target.told[key], place))
        found = self.compute(lambda: (list(items) if isinstance(target, ListValue) else items)[key], place)
        return self.new_list(found) if isinstance(target, ListValue) and isinstance(key, slice) else found

    def merge(self, target: DictValue, other: Value, place: Place) -> None:
        """Update a dict from a mapping or from pairs."""
        if isinstance(other, Instance) and other.cls.lookup("keys") is not MISSING:
            keys, unknown = self.iterate(
                self.call(self.get_attribute(other, "keys", place), (), {}, place), place
            )
            for key in keys:
                self.set_item(target, key, self.get_item(other, key, place), place)
            if unknown:
                self.store(target.meta, "unknown", unknown)
            return
        other = content_of(self.decide(other))
        if isinstance(other, DictValue):
            self.step(len(other.items))
            if other.unknown:
                self.replace_any(target, other.unknown, other.unknown, place)
            for key, item in other.pairs().items():
                self.store(target.items, key, item)
            if other.meta.get("objects"):
                self.store(target.meta, "objects", True)
            return
        items, unknown = self.iterate(other, place)
        for number, pair in enumerate(items):
            pair = pair.items if isinstance(pair, ListValue) and not pair.unknown else content_of(pair)
            if isinstance(pair, tuple) and len(pair) == 2:
                self.set_item(target, pair[0], pair[1], place)
            else:
                if type(pair) is tuple:
                    text = (
                        f"dictionary update sequence element #{number} has length {len(pair)}; 2 is required"
                    )
                    raise self.refusal("ValueError", text, place)
                if is_constant(pair) and not isinstance(pair, (str, bytes)):
                    text = f"cannot convert dictionary update sequence element #{number} to a sequence"
                    raise self.refusal("TypeError", text, place)
                unknown = unknown or self.unknown("the pairs of a mapping", place)
        if unknown:
            self.replace_any(target, unknown, unknown, place)

"""What built-in containers hold: reading and changing them."""

from collections.abc import Sequence
from functools import partial

from automappa_scaffold.interpreter.candidate_attributes import have_attribute
from automappa_scaffold.interpreter.candidates import changers
from automappa_scaffold.interpreter.element_kinds import (
    equal_constants,
    holds_plainly,
    is_compared,
    is_hashable,
)
from automappa_scaffold.interpreter.element_reading import ElementReading
from automappa_scaffold.interpreter.equal_keys import compared_as
from automappa_scaffold.interpreter.import_hooks import takes_finders
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import METHOD
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    content_of,
)
from automappa_scaffold.interpreter.refusals import is_definition
from automappa_scaffold.interpreter.special_values import OpenTuple, ProxyValue, ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
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

__all__ = ["Containers"]


def _is_set(value: Value) -> bool:
    return isinstance(content_of(value), SetValue)


def _is_many(value: Value) -> bool:
    return isinstance(content_of(value), tuple)


def is_read_by_keys(value: Instance) -> bool:
    """Return whether Python reads a mapping by ``keys`` and subscripts.

    An object that is a dict is copied as it is, unless its class says how it is iterated over.
    """
    asked = "__iter__" if isinstance(value.payload, DictValue) and not _is_ordered(value.cls) else "keys"
    return value.cls.lookup(asked) is not MISSING


def _is_ordered(cls: Class) -> bool:
    return any(base.name == "OrderedDict" and not base.line for base in cls.mro)


# Behind the dotted path of a module outside the project: the dict of its names.
OF_MODULE = ".__dict__"
CHANGES_OF_MODULES = tuple(
    f"{OF_MODULE}.{name}"
    for name in ("update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__delitem__", "__ior__")
)


class Containers(ElementReading):
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

    def _is_among(self, item: Value, others: Sequence[Value]) -> bool | None:
        """Return whether an element equals one of others; None: the program's own ``__eq__`` does not say."""
        answer: bool | None = False
        bare, asks, is_set = compared_as(item), is_compared(item), _is_set(item)
        is_plain, is_many = is_constant(bare), _is_many(item)
        quiet: set[Class] = set()  # the classes of objects before, which are not compared
        is_quiet = not (asks or is_set or is_many)
        for other in others:
            if item is other and self.has_another_hash(item):
                return None
            if item is other or (is_plain and equal_constants(bare, compared_as(other))):
                return True
            if is_quiet and other.__class__ is Instance and other.cls in quiet:
                continue
            if asks or is_compared(other) or (is_set and _is_set(other)) or (is_many and _is_many(other)):
                same = self.are_equal(item, other)
                if same is not False:
                    answer = None if same is None else True
                if answer:
                    return True
            elif other.__class__ is Instance:
                quiet.add(other.cls)
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
            self.set_hashed(target, key, value, place)
        elif isinstance(target, ListValue) and not isinstance(target, (OpenTuple, SetValue, ViewValue)):
            if isinstance(key, int) and not target.unknown and -len(target.items) <= key < len(target.items):
                items = list(target.items)
                items[key] = value
                self.store(target.slots, "items", tuple(items))
            elif isinstance(key, slice):
                self._set_slice(target, key, *self.iterate_in_order(value, place), place)
            elif isinstance(key, int) and not target.unknown:
                raise self.raise_("IndexError", "list assignment index out of range", place)
            elif type(target) is ListValue and lacks(key, "__index__"):
                text = f"list indices must be integers or slices, not {kind_name(key)}"
                raise self.refusal("TypeError", text, place)
            else:
                why = target.unknown or self.undecided(key, place)
                self.store(target.slots, "unknown", why)
        elif isinstance(target, Unknown):
            self.risky_calls += 1  # it may take none
            for changer in changers(have_attribute(target.ns.get(METHOD, ()), "__setitem__")):
                self.change_perhaps(changer.container, changer.name, target, place)
        elif isinstance(target, Ext) and target.path.endswith(OF_MODULE):
            name = key if isinstance(key, str) else "an attribute whose name is computed"
            self.set_attribute(Ext(target.path.removesuffix(OF_MODULE)), name, value, place)
        elif self.is_outside_module(target):
            raise self.raise_("TypeError", "'module' object does not support item assignment", place)
        elif isinstance(target, OpenTuple) or lacks(target, "__setitem__") or is_definition(target):
            text = f"'{kind_name(target)}' object does not support item assignment"
            raise self.refusal("TypeError", text, place)
        elif isinstance(target, Instance):
            self.call(self.special_method(target, "__setitem__", place), (key, value), {}, place)
        else:
            takes_finders(self, target, place)

    def set_hashed(self, target: DictValue, key: Value, value: Value, place: Place) -> None:
        """Bind a key of a dict that was asked for its hash already."""
        known = self.key_in(target, key) if is_hashable(key) else MISSING
        if known is MISSING:
            self.replace_any(target, key, value, place)
            return
        if isinstance(known, Instance) or is_compared(known):
            self.store(target.meta, "objects", True)
        self.store(target.items, known, value)
        if "builtins" in target.meta:
            self.store(self.patched, f"builtins.{known}", value)

    def _set_slice(
        self, target: ListValue, key: slice, new: Sequence[Value], unknown: Unknown | None, place: Place
    ) -> None:
        items = list(target.items)
        if target.unknown or unknown or any(isinstance(item, Maybe) for item in (*items, *new)):
            self.store(target.slots, "unknown", unknown or self.unknown("what this slice holds", place))
            return
        self.compute(lambda: items.__setitem__(key, new), place)
        self.store(target.slots, "items", tuple(items))

    def as_copied(self, value: Value, place: Place) -> Value:
        """Return the dict that Python copies a mapping to."""
        if not isinstance(value, Instance) or not is_read_by_keys(value):
            return content_of(value)
        made = self.new_dict()
        self.merge(made, value, place)
        return made

    def merge(self, target: DictValue, other: Value, place: Place) -> None:
        """Update a dict from a mapping or from pairs."""
        if isinstance(other, Instance) and is_read_by_keys(other):
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
            if other.is_unordered:
                self.store(target.meta, "shuffled", True)
            asks = other.meta.get("objects") or target.meta.get("objects")
            for key, item in other.pairs().items():
                if key in target.items and is_perhaps_bound(item):
                    old = target.items[key]
                    item = self.or_else(item, lambda old=old: old)  # type: ignore[misc]
                if asks:
                    self.set_hashed(target, key, item, place)
                else:
                    self.store(target.items, key, item)
            return
        seen = self.unordered_seen
        items, unknown = self.iterate(other, place)
        if self.unordered_seen != seen and len(items) > 1:
            self.store(target.meta, "shuffled", True)
        for number, pair in enumerate(items):
            if isinstance(pair, (Instance, ListValue)) and not isinstance(content_of(pair), tuple):
                held, open_ = self.iterate_in_order(pair, place)
                pair = pair if open_ else held
            pair = content_of(pair)
            if isinstance(pair, (str, bytes)) and not isinstance(other, Instance):  # which may have keys
                pair = tuple(pair)
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

"""Which keys of dicts and which elements of sets are equal, where the program itself may say so."""

from automappa_scaffold.interpreter.element_kinds import equal_constants, is_compared, is_hashable
from automappa_scaffold.interpreter.hashes import Hashes
from automappa_scaffold.interpreter.objects import Instance, content_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["EqualKeys", "compared_as"]

_OPEN = (Ext, Maybe, Union, Unknown)


def _is_own(value: Value) -> bool:
    """Return whether an object is compared and hashed by methods of one class, as keys should be."""
    return isinstance(value, Instance) and all(
        value.cls.lookup(name) not in (MISSING, None) for name in ("__eq__", "__hash__")
    )


def _is_set(value: Value) -> bool:
    return isinstance(content_of(value), SetValue)


def compared_as(value: Value) -> Value:
    """Return what Python compares in place of an object of a subclass of a built-in type."""
    has_own = isinstance(value, Instance) and value.cls.lookup("__eq__") is not MISSING
    return value if has_own else content_of(value)


class EqualKeys(Hashes):
    """Finding a key or an element again."""

    def key_in(self, target: DictValue, key: Value) -> Value:
        """Return the key of a dict that equals a key, else the key itself; MISSING: it is not decided."""
        if key in target.items:
            return MISSING if self.has_another_hash(key) else key
        bare = compared_as(key)
        if bare is not key and is_hashable(bare) and bare in target.items:
            return bare
        asks = is_compared(key)
        if not asks and not target.meta.get("objects"):
            return key
        is_open, is_tuple, is_set = False, isinstance(bare, tuple), _is_set(bare)
        self.step(len(target.items))
        for known in tuple(target.items):  # their methods may change the dict
            if known.__class__ is Instance and equal_constants(compared_as(known), bare):
                return known
            is_alike = is_tuple and isinstance(compared_as(known), tuple)
            if asks or is_compared(known) or is_alike or (is_set and _is_set(known)):
                same = self.are_equal(known, key)
                if same:
                    return known
                is_open = is_open or same is None
        return MISSING if is_open else key

    def are_equal(self, one: Value, other: Value) -> bool | None:
        """Return whether two objects are one key; None: the program's own methods do not say.

        Python asks ``__eq__`` of keys alone whose hashes agree, so that what it says of others is no matter.
        """
        if one is other:
            return None if self.has_another_hash(one) else True
        if isinstance(one, _OPEN) or isinstance(other, _OPEN):
            return None
        one, other = compared_as(one), compared_as(other)
        if equal_constants(one, other):
            return True
        if isinstance(one, tuple) and isinstance(other, tuple):
            if len(one) != len(other):
                return False
            answers = [self.are_equal(a, b) for a, b in zip(one, other, strict=True)]
            return False if False in answers else None if None in answers else True
        if _is_set(one) and _is_set(other):
            return self._compared(one, other)
        if not is_compared(one) and not is_compared(other):
            return False
        if isinstance(one, tuple) or isinstance(other, tuple) or self.are_apart(one, other):
            return False
        if self.has_another_hash(one) or self.has_another_hash(other):
            return None
        same = self._compared(one, other)
        is_told = self.are_hashed_alike(one, other) or (_is_own(one) and _is_own(other))
        return same if same is False or is_told else None

    def _compared(self, one: Value, other: Value) -> bool | None:
        try:
            return self.truth(self.compare("Eq", one, other, Place(self.tree.relative(""))))
        except PyRaise:
            return None

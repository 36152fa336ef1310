"""Which keys of dicts and which elements of sets are equal, where the program itself may say so."""

from automappa_scaffold.interpreter.computed_keys import ComputedKeys
from automappa_scaffold.interpreter.element_kinds import equal_constants, is_compared, is_hashable
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

__all__ = ["EqualKeys"]

_OPEN = (Ext, Maybe, Union, Unknown)


def _is_own(value: Value) -> bool:
    """Return whether an object is compared and hashed by methods of one class, as keys should be."""
    return isinstance(value, Instance) and all(
        value.cls.lookup(name) not in (MISSING, None) for name in ("__eq__", "__hash__")
    )


def _is_set(value: Value) -> bool:
    return isinstance(content_of(value), SetValue)


def _compared_as(value: Value) -> Value:
    """Return what Python compares in place of an object of a subclass of a built-in type."""
    has_own = isinstance(value, Instance) and value.cls.lookup("__eq__") is not MISSING
    return value if has_own else content_of(value)


class EqualKeys(ComputedKeys):
    """Finding a key or an element again."""

    def key_in(self, target: DictValue, key: Value) -> Value:
        """Return the key of a dict that equals a key, else the key itself; MISSING: it is not decided."""
        if key in target.items:
            return key
        bare = content_of(key)
        if bare is not key and is_hashable(bare) and bare in target.items:
            return bare
        asks = is_compared(key)
        if not asks and not target.meta.get("objects"):
            return key
        is_open = False
        self.step(len(target.items))
        for known in tuple(target.items):  # their methods may change the dict
            if isinstance(known, Instance) and known.cls.has_content and equal_constants(known.payload, bare):
                return known
            if asks or is_compared(known):
                same = self.are_equal(known, key)
                if same:
                    return known
                is_open = is_open or same is None
        return MISSING if is_open else key

    def are_equal(self, one: Value, other: Value) -> bool | None:
        """Return whether two objects are one key; None: the program's own methods do not say.

        Python asks ``__eq__`` of keys alone whose hashes agree, so that what it says of others is no matter.
        """
        if one is other or equal_constants(content_of(one), content_of(other)):
            return True
        if isinstance(one, _OPEN) or isinstance(other, _OPEN):
            return None
        one, other = _compared_as(one), _compared_as(other)
        if isinstance(one, tuple) and isinstance(other, tuple):
            if len(one) != len(other):
                return False
            answers = [self.are_equal(a, b) for a, b in zip(one, other, strict=True)]
            return False if False in answers else None if None in answers else True
        if _is_set(one) and _is_set(other):
            return self._compared(one, other)
        if not is_compared(one) and not is_compared(other):
            return False
        if isinstance(one, tuple) or isinstance(other, tuple):
            return False
        same = self._compared(one, other)
        return same if same is False or (_is_own(one) and _is_own(other)) else None

    def _compared(self, one: Value, other: Value) -> bool | None:
        try:
            return self.truth(self.compare("Eq", one, other, Place(self.tree.relative(""))))
        except PyRaise:
            return None

"""Hashes: what Python asks of a key or element before it compares it with any other."""

from dataclasses import dataclass

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.computed_keys import ComputedKeys
from automappa_scaffold.interpreter.hash_stand_ins import StandIn, hash_of_constant, hash_of_tuple
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import HASH_OF
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, content_of
from automappa_scaffold.interpreter.refusals import is_plain_class, is_unhashable
from automappa_scaffold.interpreter.values import MISSING, Maybe, SetValue, Union, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["Hashes"]


@dataclass(frozen=True, slots=True)
class _Told:
    """What an object said of its hash, as it is kept: no value of the program's."""

    stand_in: StandIn
    is_another: bool  # than it was before


def _says_its_hash(value: Value) -> bool:
    return isinstance(value, Instance) and isinstance(value.cls.lookup("__hash__"), (Function, Native))


class Hashes(ComputedKeys):
    """Hashing values as containers and ``hash`` do."""

    def require_hashable(self, key: Value, place: Place | None) -> None:
        """Ask a key for its hash, and raise what Python raises where it has none."""
        bare = key.value if isinstance(key, Maybe) else key
        self.refuse_unhashable(bare, place)
        if bare.__class__ is Instance or (bare.__class__ is tuple and not all(map(is_constant, bare))):
            self.hash_of(bare, place)

    def refuse_unhashable(self, bare: Value, place: Place | None) -> None:
        """Raise what Python raises for a value that has no hash."""
        if is_unhashable(bare):
            part = bare
            while isinstance(part, tuple):
                part = next(item for item in part if is_unhashable(item))
            raise self.refusal("TypeError", f"unhashable type: '{kind_name(part)}'", place)
        if isinstance(bare, slice) and self.python_numbers < (3, 12):
            raise self.refusal("TypeError", "unhashable type: 'slice'", place)

    def hash_of(self, value: Value, place: Place | None) -> StandIn:
        """Return what stands for the hash of a value, or MISSING; the program's own methods may tell."""
        bare = content_of(value) if not _says_its_hash(value) else value
        if isinstance(bare, tuple):
            parts = [self.hash_of(part, place) for part in bare]
            return MISSING if MISSING in parts else hash_of_tuple(tuple(parts))
        if is_constant(bare):
            return hash_of_constant(bare)
        if isinstance(bare, SetValue) and bare.is_frozen and bare.unknown is None:
            found = [self.hash_of(part, place) for part in bare.items]
            return MISSING if MISSING in found else ("frozenset", frozenset(found))
        if _says_its_hash(bare):
            stand_in = self._told_hash(bare, place)
            before = self._told(bare)
            is_another = any(told.is_another or told.stand_in != stand_in for told in before)
            self.store(self.hashes, bare, _Told(stand_in, is_another))
            return stand_in
        is_plain = isinstance(bare, Instance) and is_plain_class(bare.cls)
        is_one_object = is_plain and "__members__" not in bare.cls.ns
        return ("object", bare) if is_one_object or isinstance(bare, (Class, Function)) else MISSING

    def _told_hash(self, value: Instance, place: Place | None) -> StandIn:
        """Return what the object's own method says."""
        at = place or Place(self.tree.relative(""))
        made = self.decide(self.call(self.special_method(value, "__hash__", at), (), {}, at))
        if isinstance(made, int):
            return hash(made)
        if is_none_of(made, int):
            raise self.refusal("TypeError", "__hash__ method should return an integer", place)
        return made.ns.get(HASH_OF, MISSING) if isinstance(made, Unknown) else MISSING

    def as_hash(self, stand_in: StandIn, place: Place | None) -> Value:
        """Return the number that a hash is, which is known of those of numbers alone."""
        if isinstance(stand_in, int):
            return stand_in
        made = self.of_kind(self.unknown("a hash", place, is_foreign=True), "builtins.int")
        if stand_in is not MISSING:
            made.ns[HASH_OF] = stand_in
        return made

    def are_apart(self, one: Value, other: Value) -> bool:
        """Return whether two keys are told apart by their hashes, as these were when they were asked last."""
        hashes = [self._last_hash(value) for value in (one, other)]
        return MISSING not in hashes and hashes[0] != hashes[1]

    def are_hashed_alike(self, one: Value, other: Value) -> bool:
        """Return whether the hashes of two keys are known to be the same."""
        hashes = [self._last_hash(value) for value in (one, other)]
        return MISSING not in hashes and hashes[0] == hashes[1]

    def has_another_hash(self, value: Value) -> bool:
        """Return whether an object has not the same hash each time: it may be in a dict, and not be found."""
        return value.__class__ is Instance and self._is_another(value)

    def _last_hash(self, value: Value) -> StandIn:
        if is_constant(value):
            return hash_of_constant(value)
        told = self._told(value) if value.__class__ is Instance else []
        return told[0].stand_in if told and not self._is_another(value) else MISSING

    def _is_another(self, value: Instance) -> bool:
        told = self._told(value)
        return any(one.is_another or one != told[0] for one in told)

    def _told(self, value: Instance) -> list[_Told]:
        """Return what an object said of its hash in each of the branches that were run before."""
        kept = self.hashes.get(value, MISSING)
        branches = kept.options if isinstance(kept, Union) else (kept,)
        return [told for told in branches if told is not MISSING]

"""What containers and namespaces may hold once something was put under a key that is not known."""

from pathlib import PurePosixPath

from automappa_scaffold.interpreter.candidates import flat, may_run
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.marks import METHOD, OPEN
from automappa_scaffold.interpreter.objects import Class, Instance, Module
from automappa_scaffold.interpreter.python_values import PythonValues
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    Namespace,
    Scope,
    Union,
    Unknown,
    Value,
    is_constant,
    is_foreign,
)
from automappa_scaffold.source.places import Place

__all__ = ["ComputedKeys"]

# What may be so many values is not decided any more for being one of more.
_ENOUGH_OPTIONS = 4
_MANY = 200
# Methods that change no element that is there.
_ADDING = frozenset(("append", "extend", "insert", "add", "setdefault", "__iadd__"))
_SOMEHOW = Scope("a name that is computed", Place(PurePosixPath()))


def _is_data(value: Value) -> bool:
    """Return whether a value is no function, class, module or object of one."""
    options = value.options if isinstance(value, Union) else (value,)
    return any(is_constant(o) or isinstance(o, (tuple, ListValue, DictValue)) for o in options)


class ComputedKeys(PythonValues):
    """Changes of containers and namespaces at keys and names that are computed."""

    def doubt_all(self, target: "ListValue | DictValue", key: Value, place: Place) -> None:
        """One element is taken out, and it is not known which: each may be gone."""
        why = self.undecided(key, place)
        scope = Scope(why.reason, why.place or place)
        if isinstance(target, ListValue):
            kept = [item if isinstance(item, Maybe) else Maybe(item, scope) for item in target.items]
            self.store(target.slots, "items", tuple(kept))
            return
        for known, held in [*target.items.items()]:
            self.store(target.items, known, self.join([held, MISSING], scope))

    def change_perhaps(
        self, target: "ListValue | DictValue", method: str, why: Unknown, place: Place
    ) -> None:
        """A method that changes such containers is called on this one, or on another."""
        if method not in _ADDING:
            self.step(len(target.items))
            self.doubt_all(target, why, place)
        elif target.unknown is not None:
            return
        if method != "__delitem__":
            slots = target.meta if isinstance(target, DictValue) else target.slots
            self.store(slots, "unknown", self.unknown(why.reason, why.place or place))

    def replace_any(self, target: DictValue, key: Value, value: Value, place: Place) -> None:
        """Bind a key that is not known: it may be any that the dict has, or a new one."""
        why = self._or_earlier(self.one_of((value,), self.unmarked(key, place), place), value, target.unknown)
        if isinstance(target.meta.get("owner"), Frame):  # the body of a class that is yet to be made
            self.store(target.items, OPEN, True)
        elif "owner" in target.meta:
            self.rebind_some(target.meta["owner"], target.items, value, place)
            return
        self.store(target.meta, "unknown", why)
        self.step(len(target.items) // 10)
        scope = Scope(why.reason, why.place or place)
        for known, held in [*target.items.items()]:
            if not isinstance(held, Union) or len(held.options) < _ENOUGH_OPTIONS:
                self.store(target.items, known, self.join([held, value], scope))

    def _or_earlier(self, why: Unknown, value: Value, earlier: Unknown | None) -> Unknown:
        """Return what is under keys that are not known: a new value, or one that was put there before."""
        before = earlier.ns.get(METHOD) if earlier is not None else None
        if earlier is None or before is None:
            return why
        made = self.unknown(why.reason, why.place, is_foreign=why.is_foreign and earlier.is_foreign)
        candidates = flat((earlier, value, why))
        is_told = isinstance(candidates, bool) or len(candidates) <= _MANY or not may_run(candidates)
        made.ns[METHOD] = candidates if is_told else True
        return made

    def rebind_some(self, owner: Value, names: Namespace, value: Value, place: Place) -> None:
        """Bind a computed name of a module, class or object, or a local one: it is new, or one of data."""
        if isinstance(owner, (Module, Class)):
            owner.is_open = True
            if isinstance(owner, Module):
                owner.is_made = owner.is_made or not is_foreign(value)
        elif isinstance(owner, Instance):
            self.store(names, OPEN, self.join([names.get(OPEN, value), value], _SOMEHOW))
        is_of_model = isinstance(owner, Instance) and not all(cls.line for cls in owner.cls.mro)
        if is_foreign(value) or is_of_model:
            return
        if not _is_data(value) and not isinstance(value, Unknown):
            self.assumptions[f"{place}: a name that is computed is taken to be bound nowhere else"] = None
            return
        for known, held in [*names.items()]:
            if _is_data(held) and not known.startswith(("__", "<")):
                self.store(names, known, self.join([held, value], _SOMEHOW))

"""Whether abstract values count as true, and what is said of those that are not decided."""

from collections.abc import Callable, Sequence

from automappa_scaffold.interpreter.candidates import Candidates, Sifted, flat, matters, may_run, runs
from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import METHOD
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module, Native, Partial
from automappa_scaffold.interpreter.perhaps_bound import PerhapsBound
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import Judged
from automappa_scaffold.interpreter.values import (
    IS_CONSTANT,
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    Scope,
    Union,
    Unknown,
    Value,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["Truth"]

_FEW = 4  # So many values are followed one by one.


class Truth(PerhapsBound):
    """Truth, and computing with values that may not be decided."""

    def truth(self, value: Value) -> bool | None:
        """Return whether the value counts as true, or None where that is not decided."""
        if value is True or value is False or value is None:  # as most conditions are
            return bool(value)
        if IS_CONSTANT[value.__class__]:
            return bool(value)
        value = self.decide(value)
        if IS_CONSTANT[value.__class__]:
            return bool(value)
        if isinstance(value, tuple):
            return _some(value)
        if isinstance(value, ListValue):
            return _some(value.items) or (None if value.unknown else _some(value.items))
        if isinstance(value, DictValue):
            return _some(tuple(value.elements(lambda key, held: key))) or (
                None if value.unknown or value.items else False
            )
        if isinstance(value, (Module, Function, Class, Native, Bound, Partial, Generator, Iterator)):
            return True
        if isinstance(value, Instance):
            return self._instance_truth(value)
        if isinstance(value, Union):
            answers = {self.truth(option) for option in value.options if option is not MISSING}
            return answers.pop() if len(answers) == 1 else None
        if isinstance(value, Judged):
            return value.truth
        is_library = isinstance(value, Ext) and any(not _may_be_empty(kind) for kind in certain_types(value))
        return True if is_library else None

    def _instance_truth(self, value: Instance) -> bool | None:
        if value.cls.is_open and value.cls.lookup("__bool__") is MISSING:
            return None
        for name in ("__bool__", "__len__"):
            found = value.cls.lookup(name)
            if is_perhaps_bound(found):
                return None
            if found is not MISSING:
                place = Place(self.tree.relative(""), 1)
                answer = self.call(self.special_method(value, name, None), (), {}, place)
                self._refuse_as_truth(name, self.decide(answer), place)
                return None if isinstance(self.decide(answer), Instance) else self.truth(answer)
        return self.truth(value.payload) if value.cls.has_content else True

    def _refuse_as_truth(self, method: str, answer: Value, place: Place) -> None:
        """Raise what Python raises where a method that says whether an object counts as true says neither."""
        if method == "__bool__" and is_none_of(answer, bool):
            text = f"__bool__ should return bool, returned {kind_name(answer)}"
            raise self.refusal("TypeError", text, place)
        if method == "__len__" and is_none_of(answer, int) and lacks(answer, "__index__"):
            text = f"'{kind_name(answer)}' object cannot be interpreted as an integer"
            raise self.refusal("TypeError", text, place)
        if method == "__len__" and isinstance(answer, int) and answer < 0:
            raise self.refusal("ValueError", "__len__() should return >= 0", place)

    def assume(self, value: Value, side: Assumed) -> Value:
        """Return a value that rests on what ``side`` assumes."""
        return value if isinstance(value, (Unknown, Assumed)) else Assumed(value, side.note)

    def assuming(self, operation: Callable[[], Value], *sides: Value) -> Value:
        """Return what an operation gives; where it fails, what its sides assume is told."""
        try:
            return operation()
        except PyRaise:
            for side in sides:
                if side.__class__ is Assumed:
                    self.decide(side)
            raise

    def one_of(self, held: Sequence[Value], why: Value, place: Place, *, is_open: bool = True) -> Value:
        """Return what is one of several values, or perhaps of others: some may run code of the project."""
        made = self.undecided(why, place)
        before: Candidates = why.ns.get(METHOD, ()) if isinstance(why, Unknown) else ()
        if before:
            made.ns[METHOD] = before
        if not any(map(matters, held)):
            return made
        is_closed = not is_open and len(held) <= _FEW and not any(isinstance(one, Maybe) for one in held)
        if is_closed and any(map(runs, held)):
            return self.join([*held], Scope(made.reason, made.place or place))
        is_foreign = made.is_foreign and not any(map(runs, held))
        one = self.unknown(made.reason, made.place, is_foreign=is_foreign)
        others = (made,) if is_open else ()
        one.ns[METHOD] = flat((*held, *others))
        return one

    def unmarked(self, key: Value, place: Place) -> Unknown:
        """Return why an element is not decided: for a key that is none itself, whatever that may be."""
        made = self.undecided(key, place)
        made.ns.pop(METHOD, None)
        return made

    def undecided(self, value: Value, place: Place | None) -> Unknown:
        """Return an Unknown that blames the expression that a value comes from."""
        if isinstance(value, Unknown):
            made = self.unknown(value.reason, value.place or place, is_foreign=value.is_foreign)
            if METHOD in value.ns:
                held = value.ns[METHOD]
                if not isinstance(held, (bool, Sifted)):
                    held = Sifted.of(held)
                made.ns[METHOD] = may_run(held) or held
            return made
        if isinstance(value, Ext):
            return self.unknown(f"{value.path} is not part of the project", place, is_foreign=True)
        return self.unknown("its value depends on what the source does not say", place)


def _may_be_empty(python: type) -> bool:
    return hasattr(python, "__bool__") or hasattr(python, "__len__")


def _some(items: tuple[Value, ...]) -> bool | None:
    if any(not isinstance(item, Maybe) for item in items):
        return True
    return None if items else False

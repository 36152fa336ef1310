"""Operators on tuples, lists, sets, dicts, ranges and views."""

from collections.abc import Iterable

from automappa_scaffold.interpreter.element_kinds import is_compared
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import RangeValue, ViewValue
from automappa_scaffold.interpreter.truth import Truth
from automappa_scaffold.interpreter.values import (
    DictValue,
    ListValue,
    Maybe,
    Scope,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["MAX_RESULT", "OF_VIEWS", "SIGNS", "ContainerOperators"]

MAX_RESULT = 1_000_000
# A list may stand for the keys of a dict, which have these.
OF_VIEWS = ("Sub", "BitOr", "BitAnd", "BitXor")
SIGNS = {
    "Add": "+",
    "Sub": "-",
    "Mult": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Pow": "** or pow()",
    "LShift": "<<",
    "RShift": ">>",
    "BitOr": "|",
    "BitAnd": "&",
    "BitXor": "^",
    "MatMult": "@",
}


_SEQUENCES = ("str", "bytes", "list", "tuple")


class ContainerOperators(Truth):
    """What operators make of containers."""

    def unsupported(self, op: str, left: Value, right: Value, place: Place) -> PyRaise:
        """Return the error of two operands that have no such operator."""
        kinds = kind_name(left), kind_name(right)
        text = f"unsupported operand type(s) for {SIGNS[op]}: '{kinds[0]}' and '{kinds[1]}'"
        if op == "Add" and kinds[0] in ("str", "list", "tuple"):
            text = f'can only concatenate {kinds[0]} (not "{kinds[1]}") to {kinds[0]}'
        elif op == "Add" and kinds[0] == "bytes":
            text = f"can't concat {kinds[1]} to bytes"
        if op == "Mult" and (kinds[0] in _SEQUENCES or kinds[1] in _SEQUENCES):
            other = kinds[1] if kinds[0] in _SEQUENCES else kinds[0]
            text = f"can't multiply sequence by non-int of type '{other}'"
        return self.refusal("TypeError", text, place)

    def combined(self, op: str, left: Value, right: Value, place: Place) -> Value | None:
        """Return what an operator makes of containers; None: it is no matter of theirs.

        Raises:
            PyRaise: Python has no such operator for these.
        """
        if isinstance(left, ViewValue) or isinstance(right, ViewValue):
            return self._views(op, left, right, place)
        if isinstance(left, RangeValue) or isinstance(right, RangeValue):
            is_text = op == "Mod" and isinstance(left, (str, bytes))
            told = (is_constant(s) or isinstance(s, (tuple, ListValue, DictValue)) for s in (left, right))
            if all(told) and not is_text:
                raise self.unsupported(op, left, right, place)
            return None
        if op == "Add":
            if isinstance(left, tuple) and isinstance(right, tuple):
                self.step((len(left) + len(right)) // 50)
                return left + right
            if type(left) is ListValue and isinstance(right, SetValue):
                raise self.unsupported(op, left, right, place)
            if type(left) is ListValue and isinstance(right, (ListValue, Unknown)):
                more = right.items if isinstance(right, ListValue) else ()
                self.step((len(left.items) + len(more)) // 50)
                unknown = left.unknown or (right if isinstance(right, Unknown) else right.unknown)
                is_mixed = left.is_unordered or (isinstance(right, ListValue) and right.is_unordered)
                maker = self.new_shuffled if is_mixed else self.new_list
                return maker(left.items + more, unknown)
            if type(right) is ListValue and isinstance(left, Unknown):
                return self.new_list(right.items, left)
            # What is not wholly known may be a tuple.
            if isinstance(left, tuple) and isinstance(right, ListValue) and right.unknown:
                return self.new_list(left + tuple(right.items), right.unknown)
            if isinstance(left, ListValue) and left.unknown and isinstance(right, tuple):
                return self.new_list(tuple(left.items) + right, left.unknown)
            mixed = {type(v) for v in (left, right)} & {tuple, ListValue}
            known = isinstance(left, (tuple, ListValue)) and isinstance(right, (tuple, ListValue))
            if mixed and (known or is_constant(left) or is_constant(right)):
                names = [_type_name(v) for v in (left, right)]
                text = f'can only concatenate {names[0]} (not "{names[1]}") to {names[0]}'
                raise self.raise_("TypeError", text, place)
        if op == "Mult":
            return self._product(left, right, place)
        if op == "BitOr" and isinstance(left, DictValue) and not left.meta.get("view"):
            is_other = is_constant(right) or isinstance(right, (tuple, ListValue))
            if is_other and not isinstance(right, SetValue):
                raise self.unsupported(op, left, right, place)
        if op == "BitOr" and isinstance(left, DictValue) and isinstance(right, DictValue):
            made = self.new_dict(left.items, left.unknown)
            for key, item in right.items.items():
                if is_perhaps_bound(item) and key in left.items:
                    item = self.join([*item.options, left.items[key]], item.scope)
                made.items[key] = item
            made.meta["unknown"] = left.unknown or right.unknown
            return made
        if op in OF_VIEWS and (isinstance(left, SetValue) or isinstance(right, SetValue)):
            if isinstance(left, SetValue) and isinstance(right, SetValue):
                return self._sets(op, left, right, place)
            if any(is_constant(side) or isinstance(side, tuple) for side in (left, right)):
                raise self.unsupported(op, left, right, place)
        return None

    def _product(self, left: Value, right: Value, place: Place) -> Value | None:
        """Return what a tuple or list times a number is."""
        for sequence, times in ((left, right), (right, left)):
            items = sequence if isinstance(sequence, tuple) else getattr(sequence, "items", ())
            is_sequence = isinstance(sequence, tuple) or type(sequence) is ListValue
            if is_sequence and isinstance(times, int) and len(items) * times < MAX_RESULT:
                made = tuple(items) * times
                if isinstance(sequence, tuple):
                    return made
                maker = self.new_shuffled if sequence.is_unordered else self.new_list
                return maker(made, sequence.unknown)
        self._refuse_product(left, right, place)
        return None

    def _refuse_product(self, left: Value, right: Value, place: Place) -> None:
        """Raise what Python raises for a tuple or list times what is no number."""
        for sequence, times in ((left, right), (right, left)):
            is_sequence = isinstance(sequence, tuple) or type(sequence) is ListValue
            if is_sequence and is_constant(times) and not hasattr(times, "__index__"):
                text = f"can't multiply sequence by non-int of type '{kind_name(times)}'"
                raise self.refusal("TypeError", text, place)

    def _views(self, op: str, left: Value, right: Value, place: Place) -> Value | None:
        """Return what an operator makes of the views of dicts: those of keys and items are like sets."""
        sides = (left, right)
        known = (tuple, ListValue, DictValue, Generator, Iterator)
        if not all(isinstance(side, known) or is_constant(side) for side in sides):
            return None
        is_like_set = any(isinstance(side, ViewValue) and side.kind != "dict_values" for side in sides)
        if op not in OF_VIEWS or not is_like_set:
            raise self.unsupported(op, left, right, place)
        made = []
        for side in sides:
            items, unknown = self.iterate(side, place)
            made.append(self.new_set(items, unknown))
        return self._sets(op, made[0], made[1], place)

    def _sets(self, op: str, left: SetValue, right: SetValue, place: Place) -> Value:
        unknown = left.unknown or right.unknown
        is_union = op == "BitOr"  # whatever is perhaps in one of two sets is in that of all
        in_right = [self._contains(right.items, value, place, is_union) for value in left.items]
        in_left = [self._contains(left.items, value, place, is_union) for value in right.items]
        if None in in_right or None in in_left:
            unknown = unknown or self.unknown("which elements of two sets are equal", place)
        blame = next((v for v in left.items + right.items if _is_undecided(v)), None)
        if blame is not None and not is_union:  # it may be one of the other set's
            unknown = unknown or self.undecided(blame, place)
        ours, theirs = zip(left.items, in_right, strict=True), zip(right.items, in_left, strict=True)
        if is_union:
            items = left.items + tuple(value for value, found in theirs if not found)
        elif op == "BitAnd":
            items = tuple(value for value, found in ours if found)
        else:
            items = self._left_over(ours, right, unknown, place)
            items += self._left_over(theirs, left, unknown, place) if op == "BitXor" else ()
        return self.new_set(items, unknown, is_frozen=left.is_frozen)

    def _left_over(
        self,
        own: Iterable[tuple[Value, bool | None]],
        other: SetValue,
        unknown: Unknown | None,
        place: Place,
    ) -> tuple[Value, ...]:
        """Return the elements that another set does not hold; one that it perhaps holds is perhaps left."""
        if unknown is None:
            return tuple(value for value, found in own if not found)
        is_open = other.unknown is not None or any(map(_is_undecided, other.items))
        scope = Scope(unknown.reason, unknown.place or place)
        return tuple(
            value if isinstance(value, Maybe) or is_sure else Maybe(value, scope)
            for value, found in own
            if not found
            for is_sure in (found is False and not is_open and not (other.items and _is_undecided(value)),)
        )

    def _contains(
        self, items: tuple[Value, ...], value: Value, place: Place, is_union: bool = False
    ) -> bool | None:
        value = value.value if isinstance(value, Maybe) else value
        is_plain, answer = _is_plain(value), False
        asks = is_compared(value)
        for element in items:
            item = element.value if isinstance(element, Maybe) else element
            if item is value or (is_plain and _is_plain(item) and item == value):
                if item is element:
                    return True
                answer = answer or not is_union
                continue
            if asks or (not is_plain and is_compared(item)):
                same = self.truth(self.compare("Eq", item, value, place))
                if same:
                    return True
                answer = answer or same is None
        return None if answer else False


def _is_undecided(value: Value) -> bool:
    bare = value.value if isinstance(value, Maybe) else value
    return isinstance(bare, (Unknown, Union))


def _is_plain(value: Value) -> bool:
    return is_constant(value) or (isinstance(value, tuple) and all(map(_is_plain, value)))


def _type_name(value: Value) -> str:
    if isinstance(value, ListValue):
        return "list"
    return type(value).__name__

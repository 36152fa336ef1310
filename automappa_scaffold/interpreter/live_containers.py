"""Containers that a loop goes through, and changes while it does."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.marks import COUNTED
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["counter_of", "going_through", "viewed"]

Keys = tuple[Value, ...]


def viewed(m: Evaluation, node: Node, frame: Frame) -> DictValue | None:
    """Return the dict of a name whose ``items()``, ``keys()`` or ``values()`` an expression is."""
    if node[0] != "call" or node[3] or node[4] or node[2][0] != "attr" or node[2][2][0] != "name":
        return None
    if node[2][3] not in ("items", "keys", "values"):
        return None
    found = m.lookup(node[2][2][2], frame)
    return found if isinstance(found, DictValue) and not found.unknown else None


def going_through(m: Evaluation, value: Value, items: Sequence[Value], place: Place) -> Iterable[Value]:
    """Return a value's elements, one by one where what is done with them may change the value.

    Args:
        items: its elements as they are now.
    """
    if not items:
        return items
    if (count := counter_of(value)) is not None:
        return _live_counted(m, items, count, place)
    value = value.held if isinstance(value, ViewValue) else value
    return _live(m, value, items, place) if isinstance(value, (ListValue, DictValue)) else items


def _live(
    m: Evaluation, value: ListValue | DictValue, items: Sequence[Value], place: Place
) -> Iterator[Value]:
    """Yield the elements of a container that the loop itself may change, as Python does."""
    if type(value) is ListValue:
        index = 0
        while index < len(value.items):
            yield value.items[index]
            index += 1
        return
    size, held = len(value.items), tuple(value.items)
    for item in items:
        _require_size(m, value, size, place)
        _require_same(m, value, held, place)
        yield item
    _require_size(m, value, size, place)
    _require_same(m, value, held, place)


def counter_of(value: Value) -> Callable[[], int | None] | None:
    """Return what counts the elements of a model's dict, or of a view of one."""
    if isinstance(value, Instance):
        count = value.cls.lookup(COUNTED)
        return None if count is MISSING else lambda: count(value)
    return value.slots.get(COUNTED) if type(value) is ListValue else None


def _live_counted(
    m: Evaluation, items: Sequence[Value], count: Callable[[], int | None], place: Place
) -> Iterator[Value]:
    """Yield the elements of a model's dict that the loop itself may change."""
    size = count()
    for item in items:
        yield item
        if size is not None and count() not in (size, None):
            raise m.refusal("RuntimeError", "dictionary changed size during iteration", place)


def _require_size(m: Evaluation, value: ListValue | DictValue, size: int, place: Place) -> None:
    if len(value.items) != size:
        word = "dictionary" if isinstance(value, DictValue) else "Set"
        raise m.refusal("RuntimeError", f"{word} changed size during iteration", place)


def _require_same(m: Evaluation, value: ListValue | DictValue, held: Keys, place: Place) -> None:
    """Refuse to say what a loop meets where one element was taken out and another put in, at the end.

    It depends on where these lie in memory; if the loop meets more elements than there are, it fails.
    """
    if held and next(reversed(value.items)) is not held[-1] and {*value.items} != {*held}:
        raised = m.refusal("RuntimeError", "dictionary keys changed during iteration", place)
        raised.is_soft = True
        raise raised

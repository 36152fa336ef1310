"""Methods of tuples and lists."""

from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import describe
from automappa_scaffold.interpreter.values import (
    ListValue,
    Maybe,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["LIST_METHODS", "TUPLE_METHODS", "clear", "copy", "list_append", "list_extend"]

_OWN_FOLDERS_TAKEN = "folders of Python's own are taken off sys.path"


def list_append(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    """Append an element to a list, or add it to a set."""
    m.extend(value, args[:1], None)


def list_extend(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    """Append the elements of others to a list, or add them to a set."""
    for argument in args:
        given = argument if isinstance(value, SetValue) else measured(m, argument, place)
        seen = m.unordered_seen
        items, unknown = m.iterate(given, place)
        m.extend(value, items, unknown)
        if m.unordered_seen != seen and not isinstance(value, SetValue):
            m.store(value.slots, "shuffled", True)


def _number(m: Containers, given: Value, place: Place) -> Value:
    """Return the place of an element; refuse what certainly is no number."""
    index = m.decide(given)
    if not isinstance(index, int) and lacks(index, "__index__"):
        text = f"'{kind_name(index)}' object cannot be interpreted as an integer"
        raise m.refusal("TypeError", text, place)
    return index


def _list_insert(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    index, item = _number(m, args[0], place), args[1]
    if isinstance(index, int):
        items = list(value.items)
        items.insert(index, item)
        m.store(value.slots, "items", tuple(items))
    else:
        m.extend(value, [item], m.undecided(index, place))


def _same(m: Containers, items: Sequence[Value], sought: Value, place: Place) -> list[bool | None]:
    """Return for each element up to the first that certainly is or equals a value whether it does."""
    found: list[bool | None] = []
    for item in items:
        bare = item.value if isinstance(item, Maybe) else item
        same = True if bare is sought else m.truth(m.compare("Eq", bare, sought, place))
        found.append(None if same and bare is not item else same)
        if found[-1]:
            break
    return found


def _list_remove(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    same = _same(m, value.items, args[0], place)
    if None in same:
        m.doubt_all(value, m.unmarked(args[0], place), place)
    elif True in same:
        index = same.index(True)
        m.store(value.slots, "items", value.items[:index] + value.items[index + 1 :])
    elif not value.unknown:
        raise m.raise_("ValueError", "list.remove(x): x not in list", place)


def _list_pop(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    index = _number(m, args[0], place) if args else -1
    if value.items and not isinstance(index, int):
        m.doubt_all(value, index, place)
        return m.one_of(value.items, index, place)
    if value.is_unordered:
        m.store(value.slots, "unknown", m.unknown("which element of an unordered list is taken out", place))
    if value.items and isinstance(index, int) and not value.unknown:
        items = list(value.items)
        popped = m.compute(lambda: items.pop(index), place)
        m.store(value.slots, "items", tuple(items))
        return popped
    if value is m.sys_path and not value.items:
        m.unsettle(_OWN_FOLDERS_TAKEN, place)
        return m.unknown("a folder of Python's own", place)
    if not value.unknown and not value.items:
        raise m.raise_("IndexError", "pop from empty list", place)
    return m.one_of(value.items, value.unknown, place)


def _list_sort(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    ordered = m.call(m.models["builtins.sorted"], (value,), kwargs, place)
    m.store(value.slots, "items", ordered.items)
    m.store(value.slots, "unknown", ordered.unknown)
    m.store(value.slots, "shuffled", ordered.is_unordered)


def _list_reverse(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    m.store(value.slots, "items", value.items[::-1])
    if value.unknown:
        m.store(value.slots, "shuffled", True)


def clear(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> None:
    """Take all elements out of a list or set."""
    if value is m.sys_path:
        m.unsettle(_OWN_FOLDERS_TAKEN, place)
    m.store(value.slots, "items", ())


def copy(m: Containers, value: ListValue, args: Any, kwargs: Any, place: Place) -> Value:
    """Return a list or set of the same elements."""
    maker = m.new_shuffled if value.is_unordered else m.new_list
    if isinstance(value, SetValue):
        return m.new_set(value.items, value.unknown, is_frozen=value.is_frozen)
    return maker(value.items, value.unknown)


def _shown(m: Containers, value: Value, place: Place) -> str:
    shown = m.call(m.models["builtins.repr"], (value,), {}, place)
    return shown if isinstance(shown, str) else describe(value)


def _index(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    bounds = [m.decide(bound) for bound in args[1:]]
    is_ordered = isinstance(value, tuple) or not (value.is_unordered or value.unknown)
    if not is_ordered or not all(isinstance(bound, int) for bound in bounds):
        return m.unknown("the index of a value that is not known", place)
    if is_constant(args[0]) and all(map(is_constant, items)):
        held: Any = items if isinstance(value, tuple) else list(items)
        return m.compute(lambda: held.index(args[0], *bounds), place)
    first, end, _ = slice(*(bounds or [None]), *([None] if len(bounds) == 1 else [])).indices(len(items))
    same = _same(m, items[first:end], args[0], place)
    if None in same:
        return m.unknown("the index of a value that is not known", place)
    if True in same:
        return first + same.index(True)
    is_tuple = isinstance(value, tuple)
    text = "tuple.index(x): x not in tuple" if is_tuple else f"{_shown(m, args[0], place)} is not in list"
    raise m.refusal("ValueError", text, place)


def _count(m: Containers, value: Value, args: Any, kwargs: Any, place: Place) -> Value:
    items = value if isinstance(value, tuple) else value.items
    unknown = None if isinstance(value, tuple) else value.unknown
    count, rest = 0, items
    while rest and unknown is None:
        same = _same(m, rest, args[0], place)
        if None in same:
            return m.unknown("the count of a value that is not known", place)
        count += same.count(True)
        rest = rest[len(same) :]
    return count if unknown is None else m.unknown("the count of a value that is not known", place)


TUPLE_METHODS: dict[str, Callable[..., Value]] = {"index": _index, "count": _count}
LIST_METHODS: dict[str, Callable[..., Value]] = {
    "append": list_append,
    "extend": list_extend,
    "insert": _list_insert,
    "remove": _list_remove,
    "pop": _list_pop,
    "sort": _list_sort,
    "reverse": _list_reverse,
    "clear": clear,
    "copy": copy,
    "index": _index,
    "count": _count,
}

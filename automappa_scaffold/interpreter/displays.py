"""Tuples, lists, sets, dicts and slices as written."""

from collections.abc import Callable, Mapping

from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.element_kinds import is_no_mapping
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.values import Unknown, Value, is_constant
from automappa_scaffold.source.program import Node

__all__ = ["DISPLAYS"]


def _sequence(m: Evaluation, node: Node, frame: Frame) -> tuple[list[Value], Unknown | None]:
    items: list[Value] = []
    open_: Unknown | None = None
    for element in node[2]:
        if element[0] == "star":
            spread, place = m.decide(m.eval(element[2], frame)), m.place(element, frame.module)
            if has_no_elements(spread):
                text = f"Value after * must be an iterable, not {kind_name(spread)}"
                raise m.refusal("TypeError", text, place)
            spread = measured(m, spread, place) if node[0] != "set" else spread
            more, unknown = (
                m.iterate_in_order(spread, place) if node[0] == "tuple" else m.iterate(spread, place)
            )
            items.extend(more)
            open_ = open_ or unknown
        else:
            items.append(EVALUATE[element[0]](m, element, frame))
    return items, open_


def _tuple(m: Evaluation, node: Node, frame: Frame) -> Value:
    items, unknown = _sequence(m, node, frame)
    return m.new_list(items, unknown) if unknown else tuple(items)


def _list(m: Evaluation, node: Node, frame: Frame) -> Value:
    seen = m.unordered_seen
    items, unknown = _sequence(m, node, frame)
    return m.new_list(items, unknown) if m.unordered_seen == seen else m.new_shuffled(items, unknown)


def _set(m: Evaluation, node: Node, frame: Frame) -> Value:
    seen = m.unordered_seen
    items, unknown = _sequence(m, node, frame)
    m.unordered_seen = seen  # a set has no order of its own
    made = m.new_set((), unknown)
    m.extend(made, items, None)
    return made


def _dict(m: Evaluation, node: Node, frame: Frame) -> Value:
    made = m.new_dict()
    for key, value in node[2]:
        place = m.place(value, frame.module)
        if key is None:
            given = m.decide(m.eval(value, frame))
            if is_no_mapping(given):
                raise m.refusal("TypeError", f"'{kind_name(given)}' object is not a mapping", place)
            m.merge(made, given, place)
        else:
            held = EVALUATE[key[0]](m, key, frame)
            m.set_item(made, held, EVALUATE[value[0]](m, value, frame), place)
    return made


def _slice(m: Evaluation, node: Node, frame: Frame) -> Value:
    parts = [None if part is None else m.decide(m.eval(part, frame)) for part in node[2:5]]
    if all(map(is_constant, parts)):  # what is no number is refused by what is taken apart
        return slice(*parts)
    return m.unknown("a slice that is not constant", m.place(node, frame.module))


DISPLAYS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "tuple": _tuple,
    "list": _list,
    "set": _set,
    "dict": _dict,
    "slice": _slice,
}

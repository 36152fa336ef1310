"""Augmented assignments: ``x += 1`` and the like."""

from collections.abc import Callable, Mapping

from automappa_scaffold.interpreter.assignment import Assignment
from automappa_scaffold.interpreter.container_operators import SIGNS
from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.element_kinds import holds_plainly
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.operators import in_place_method
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_not_implemented
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["AUGMENTED"]

_UNSUPPORTED = "unsupported operand type(s) for "


def _aug(m: Assignment, node: Node, frame: Frame) -> None:
    place = m.place(node, frame.module)
    target = _held_target(m, node[2], frame)
    left = m.eval(target, frame)
    right = m.eval(node[4], frame)
    held = left.payload if holds_plainly(left, in_place_method(node[3])) else left
    if node[3] == "Add" and isinstance(held, ListValue):
        seen = m.unordered_seen
        items, unknown = m.iterate(measured(m, right, place), place)
        m.extend(held, items, unknown)
        if m.unordered_seen != seen:
            m.store(held.slots, "shuffled", True)
        m.assign(target, left, frame)
    elif isinstance(held, ListValue):  # in place: other names may stand for it too
        changed = _binary(m, node[3], held, right, place)
        if isinstance(changed, ListValue):
            m.store(held.slots, "items", changed.items)
            m.store(held.slots, "unknown", changed.unknown)
            changed = left
        m.assign(target, changed, frame)
    elif node[3] == "BitOr" and isinstance(held, DictValue):
        m.merge(held, right, place)
        m.assign(target, left, frame)
    elif isinstance(left, Instance) and left.cls.lookup(in_place_method(node[3])) is not MISSING:
        method = m.special_method(left, in_place_method(node[3]), place)
        made = m.call(method, (right,), {}, place)
        made = _binary(m, node[3], left, right, place) if is_not_implemented(made) else made
        m.assign(target, made, frame)
    else:
        m.assign(target, _binary(m, node[3], left, right, place), frame)


def _binary(m: Assignment, op: str, left: Value, right: Value, place: Place) -> Value:
    """Return ``left op right``; an error names the operator as it stands in the statement."""
    try:
        return m.binary(op, left, right, place)
    except PyRaise as raised:
        sign = f"{_UNSUPPORTED}{SIGNS[op]}: "
        text = raised.message.removeprefix("TypeError: ")
        if raised.place == place and raised.type_name == "TypeError" and text.startswith(sign):
            said = f"{_UNSUPPORTED}{SIGNS[op].partition(' ')[0]}=: {text.removeprefix(sign)}"
            m.store(raised.value.ns, "args", (said,))
        raise


def _held_target(m: Assignment, target: Node, frame: Frame) -> Node:
    """Return a target whose parts are evaluated, which happens once: it is read, and then assigned to."""
    if target[0] == "attr":
        return target[0], target[1], _held(m, target[2], frame), target[3]
    if target[0] == "sub":
        return target[0], target[1], _held(m, target[2], frame), _held(m, target[3], frame)
    return target


def _held(m: Assignment, node: Node, frame: Frame) -> Node:
    return node if node[0] == "const" else ("const", node[1], m.eval(node, frame))


AUGMENTED: Mapping[str, Callable[[Assignment, Node, Frame], Outcome | None]] = {"aug": _aug}

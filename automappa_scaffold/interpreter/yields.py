"""What hands elements out of a function, or waits in it: ``yield`` and ``await``."""

from collections.abc import Callable, Mapping

from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.refusals import kind_name, lacks
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.program import Node

__all__ = ["YIELDS"]


def _yield(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = None if node[2] is None else m.eval(node[2], frame)
    current: Frame | None = frame
    while current is not None and current.handle_yield is None:
        current = current.parent
    return None if current is None or current.handle_yield is None else current.handle_yield(value)


def _yield_from(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.decide(m.eval(node[2], frame))
    current: Frame | None = frame
    while current is not None and current.handle_yield is None:
        current = current.parent
    handle = current.handle_yield if current is not None and current.handle_yield else lambda element: None
    place = m.place(node, frame.module)
    if isinstance(value, Generator):
        return m.delegate(value, handle, place)
    if isinstance(value, Instance) and lacks(value, "__iter__"):
        raise m.refusal("TypeError", f"'{value.cls.name}' object is not iterable", place)

    def pass_on(element: Value) -> None:
        if handle(element) is not None:
            m.disturb("what is sent to an iterator inside a generator is not followed", place)

    unknown = m.take(value, pass_on, place)
    if unknown is not None:
        return unknown
    if isinstance(value, Instance):
        return m.unknown("what an iterator returns at its end", place)
    return None


def _await(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.wait_for(m.eval(node[2], frame), m.place(node, frame.module))


def _aiter(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[2], frame)
    if lacks(value, "__aiter__") and not isinstance(value, Generator):
        text = f"'async for' requires an object with __aiter__ method, got {kind_name(value)}"
        raise m.refusal("TypeError", text, m.place(node, frame.module))
    return value


YIELDS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "yield": _yield,
    "yieldfrom": _yield_from,
    "await": _await,
    "aiter": _aiter,
}

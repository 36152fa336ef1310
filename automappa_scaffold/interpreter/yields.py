"""What hands elements out of a function, or waits in it: ``yield`` and ``await``."""

from collections.abc import Callable, Mapping

from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator, Steps, run_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["YIELDS", "async_elements"]

_MOST_ELEMENTS = 10_000


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


def async_elements(m: Evaluation, value: Value, place: Place) -> Value:
    """Return an iterator over what ``async for`` gets out of a value, whose ``__anext__`` is waited for."""
    if not isinstance(value, Instance) or value.cls.lookup("__aiter__") is MISSING:
        return value
    source = m.decide(m.call(m.special_method(value, "__aiter__", place), (), {}, place))
    if isinstance(source, Generator):
        return source
    if not isinstance(source, Instance) or source.cls.lookup("__anext__") is MISSING:
        if is_solid(source):
            text = "'async for' received an object from __aiter__ that does not implement __anext__: "
            text += kind_name(source)
            raise m.refusal("TypeError", text, place)
        return m.undecided(source, place)

    def pull() -> Steps:
        for _ in range(_MOST_ELEMENTS):
            m.step()
            try:
                following = m.call(m.special_method(source, "__anext__", place), (), {}, place)
                element = m.wait_for(following, place)
            except PyRaise as raised:
                if raised.type_name != "StopAsyncIteration":
                    raise
                return None
            yield element
        return m.unknown("how many elements an asynchronous iterator has", place)

    return Generator(run_of(pull), birth=m.birth, pull=pull)


def _aiter(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[2], frame)
    if lacks(value, "__aiter__") and not isinstance(value, Generator):
        text = f"'async for' requires an object with __aiter__ method, got {kind_name(value)}"
        raise m.refusal("TypeError", text, m.place(node, frame.module))
    return async_elements(m, value, m.place(node, frame.module))


YIELDS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "yield": _yield,
    "yieldfrom": _yield_from,
    "await": _await,
    "aiter": _aiter,
}

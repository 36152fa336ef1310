"""Raising and catching exceptions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Scope, Value
from automappa_scaffold.source.program import Node

__all__ = ["ERROR_HANDLING", "ErrorHandling"]


class ErrorHandling(ControlFlow):
    """Which handlers catch which exceptions."""

    handling: PyRaise | None = None  # the exception whose handler runs

    def catches(self, kind: Value, raised: PyRaise) -> bool | None:
        """Return whether a handler's type catches an exception; None: not decided."""
        if isinstance(kind, tuple):
            answers = [self.catches(part, raised) for part in kind]
            return True if True in answers else None if None in answers else False
        value = raised.value
        if kind is EXCEPTIONS["BaseException"]:
            return True
        if isinstance(value, Instance) and isinstance(kind, Class):
            if value.cls.is_subclass(kind):
                return True
            return None if value.cls.is_open else False
        if isinstance(value, Instance):
            # A class of foreign code catches a built-in exception only if it is an alias of one.
            return False if isinstance(kind, Ext) and not value.cls.is_open else None
        return None


def _try(m: ErrorHandling, node: Node, frame: Frame) -> Outcome | None:
    try:
        outcome = _guarded(m, node, frame)
    except PyRaise:
        m.run_block(node[5], frame)
        raise
    final = m.run_block(node[5], frame)
    return final if final is not None else outcome


def _guarded(m: ErrorHandling, node: Node, frame: Frame) -> Outcome | None:
    try:
        outcome = m.run_block(node[2], frame)
    except PyRaise as raised:
        return _handle(m, raised, node[3], frame)
    return outcome if outcome is not None else m.run_block(node[4], frame)


def _handle(m: ErrorHandling, raised: PyRaise, handlers: Sequence[Node], frame: Frame) -> Outcome | None:
    for handler in handlers:
        _, type_node, name, body = handler
        matches = True if type_node is None else m.catches(m.eval(type_node, frame), raised)
        if matches is False:
            continue
        if matches is None:
            place = m.place_at(handler[0], frame.module)
            reason = f"whether {raised.type_name} is caught here depends on code outside the project"
            scope = Scope(reason, place)
            return m.either(scope, [partial(_run_handler, m, body, name, raised, frame)], frame)
        return _run_handler(m, body, name, raised, frame)
    raise raised


def _run_handler(
    m: ErrorHandling, body: Sequence[Node], name: str | None, raised: PyRaise, frame: Frame
) -> Outcome | None:
    if name:
        m.store(frame.names, name, raised.value)
    previous, m.handling = m.handling, raised
    try:
        return m.run_block(body, frame)
    except PyRaise as other:
        other.cause = other.cause or (raised if other is not raised else None)
        raise
    finally:
        m.handling = previous
        if name:
            m.store(frame.names, name, MISSING)


def _raise(m: ErrorHandling, node: Node, frame: Frame) -> None:
    place = m.place(node, frame.module)
    if node[2] is None:
        raise m.handling or m.raise_("RuntimeError", "No active exception to reraise", place)
    value = m.eval(node[2], frame)
    if isinstance(value, Class):
        value = m.instantiate(value, (), {}, place)
    if node[3] is not None and isinstance(value, Instance):
        m.store(value.ns, "__cause__", m.eval(node[3], frame))
    raise PyRaise(value, place)


def _assert(m: ErrorHandling, node: Node, frame: Frame) -> None:
    if m.truth(m.eval(node[2], frame)) is False:
        message = None if node[3] is None else m.eval(node[3], frame)
        text = message if isinstance(message, str) else ""
        raise m.raise_("AssertionError", text, m.place(node, frame.module))


ERROR_HANDLING: Mapping[str, Callable[[ErrorHandling, Node, Frame], Outcome | None]] = {
    "try": _try,
    "raise": _raise,
    "assert": _assert,
}

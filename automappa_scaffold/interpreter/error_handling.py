"""Raising and catching exceptions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from automappa_scaffold.interpreter.certain_types import is_never_raised, is_none_of
from automappa_scaffold.interpreter.control_flow import ControlFlow, Names, span_of
from automappa_scaffold.interpreter.frames import Catcher, Frame, Outcome, Span
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import (
    EXCEPTIONS,
    PyRaise,
    is_exception_class,
    is_import_error,
    set_context,
    show_raised,
)
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, Ext, Scope, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["ERROR_HANDLING", "ErrorHandling", "run_final", "run_handler", "try_block"]


class ErrorHandling(ControlFlow):
    """Which handlers catch which exceptions."""

    def catches(self, kind: Value, raised: PyRaise) -> bool | None:
        """Return whether a handler's type catches an exception; None: not decided."""
        if isinstance(kind, tuple):
            answers = [self.catches(part, raised) for part in kind]
            return True if True in answers else None if None in answers else False
        is_object = isinstance(kind, Instance) and not kind.cls.has_content
        if is_object or is_never_raised(kind) or is_none_of(kind, type, tuple):
            text = "catching classes that do not inherit from BaseException is not allowed"
            raise self.refusal("TypeError", text, raised.place)
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
    catcher = m.catching(lambda raised: _catch(m, node, raised, frame))
    # What is written in ``library`` only asks what a text stands for.
    catcher.takes_imports = bool(frame.module.path) and any(map(_takes_imports, node[3]))
    catcher.cleans_up = bool(node[5]) or any(map(_takes_exit, node[3]))
    try:
        outcome = m.run_catching(catcher, lambda: try_block(m, node, catcher, frame), frame)
    except PyRaise as raised:
        left = run_final(m, node[5], raised, frame)
        if left is not None:  # leaving a finally block drops the exception
            return left
        raise
    except LeftError as left_by_all:
        passes = left_by_all.passes(catcher)
        final = m.run_block(node[5], frame) if passes else None
        if final is not None:
            return final
        raise
    final = m.run_block(node[5], frame)
    return final if final is not None else outcome


def run_final(m: ErrorHandling, body: Sequence[Node], raised: PyRaise, frame: Frame) -> Outcome | None:
    """Run a ``finally`` block that an exception passes through."""
    if not body or raised.ends_process:
        return None
    previous, m.handling = m.handling, raised
    try:
        return m.run_block(body, frame)
    except PyRaise as other:
        show_raised(m, other, raised)
        raise
    finally:
        m.handling = previous


def _takes_imports(handler: Node) -> bool:
    """Return whether a failed import may end in a handler, and go no further."""
    _, kind, _, body = handler
    if body and body[-1][0] == "raise":
        return False
    is_named = kind is not None and kind[0] == "name" and kind[2] in EXCEPTIONS
    return not is_named or EXCEPTIONS["ModuleNotFoundError"].is_subclass(EXCEPTIONS[kind[2]])


def _takes_exit(handler: Node) -> bool:
    """Return whether a handler may run when a generator is ended: it takes more than errors."""
    _, kind, _, _ = handler
    is_named = kind is not None and kind[0] == "name" and kind[2] in EXCEPTIONS
    return not is_named or not EXCEPTIONS[kind[2]].is_subclass(EXCEPTIONS["Exception"])


def _catch(m: ErrorHandling, node: Node, raised: PyRaise, frame: Frame) -> Span | None:
    """Run what a ``try`` does with an exception of a branch inside it."""
    try:
        outcome = _handle(m, raised, node[3], frame)
    except PyRaise as left:
        if left.ends_process:
            raise
        outcome = m.run_block(node[5], frame)
        if outcome is None:
            raise
    else:
        outcome = outcome and (m.run_block(node[5], frame) or outcome)
    if outcome is None:
        return None
    if outcome.kind == "return":
        frame.pending.append((m.scopes[-1], outcome.value))
    return span_of(outcome, frame)


def try_block(m: ErrorHandling, node: Node, catcher: Catcher, frame: Frame) -> Outcome | None:
    """Run the block of a ``try`` and what it goes on with: a handler, or its ``else``."""
    m.catchers.append(catcher)
    failed: PyRaise | None = None
    outcome: Outcome | None = None
    try:
        outcome, held = m.run_watched(node[2], frame)
    except PyRaise as raised:
        failed = raised
    finally:
        m.catchers.pop()
    if failed is not None:
        return _handle(m, failed, node[3], frame)
    if outcome is not None:
        if held is not None:
            _perhaps_handle(m, node, held, lambda: None, frame)
        return outcome
    if held is None:
        return m.run_block(node[4], frame)
    return _perhaps_handle(m, node, held, lambda: m.run_block(node[4], frame), frame)


def _perhaps_handle(
    m: ErrorHandling, node: Node, held: Names, go_on: Callable[[], Outcome | None], frame: Frame
) -> Outcome | None:
    """Go on, or run the handlers for what foreign code inside the block perhaps raises."""
    branches = [go_on]
    place = m.place(node, frame.module)
    scope = Scope("whether something raises here depends on code outside the project", place)
    for _, type_node, name, body in node[3]:
        if type_node is None or not is_import_error(m.eval(type_node, frame)):
            raised = PyRaise(m.unknown("an exception of foreign code", place, is_foreign=True), place)
            branches.append(partial(_run_interrupted, m, body, name, raised, held, scope, frame))
    return m.either(scope, branches, frame) if len(branches) > 1 else go_on()


def _run_interrupted(
    m: ErrorHandling,
    body: Sequence[Node],
    name: str | None,
    raised: PyRaise,
    held: Names,
    scope: Scope,
    frame: Frame,
) -> Outcome | None:
    m.doubt_constants(held, scope, frame)
    return run_handler(m, body, name, raised, frame)


def _handle(m: ErrorHandling, raised: PyRaise, handlers: Sequence[Node], frame: Frame) -> Outcome | None:
    if raised.ends_process:
        raise raised
    for index, handler in enumerate(handlers):
        _, type_node, name, body = handler
        matches = True if type_node is None else m.catches(m.eval(type_node, frame), raised)
        if matches is False:
            continue
        if matches is None:
            place = m.place_at(handler[0], frame.module)
            reason = f"whether {raised.type_name} is caught here depends on code outside the project"
            rest = handlers[index + 1 :]
            branches = [
                partial(run_handler, m, body, name, raised, frame),
                partial(_handle, m, raised, rest, frame),
            ]
            return m.either(Scope(reason, place), branches, frame)
        return run_handler(m, body, name, raised, frame)
    raise raised


def run_handler(
    m: ErrorHandling, body: Sequence[Node], name: str | None, raised: PyRaise, frame: Frame
) -> Outcome | None:
    """Run a handler that takes an exception."""
    show_raised(m, raised, m.handling)
    if name:
        m.bind_name(name, raised.value, frame)
    previous, m.handling = m.handling, raised
    if raised.type_name in ("ImportError", "ModuleNotFoundError") and not m.scopes:
        m.caught.append(raised)
    try:
        return m.run_block(body, frame)
    except PyRaise as other:
        other.cause = other.cause or (raised if other is not raised else None)
        show_raised(m, other, raised)
        raise
    finally:
        m.handling = previous
        if name:
            m.store(frame.names, name, MISSING)


def _is_no_error(value: Value) -> bool:
    """Return whether a value is certainly neither an exception nor a class of exceptions."""
    if isinstance(value, Instance) and not value.cls.is_open:
        return not is_exception_class(value.cls)
    return is_solid(value) or is_never_raised(value)


def _raise(m: ErrorHandling, node: Node, frame: Frame) -> None:
    place = m.place(node, frame.module)
    if node[2] is None:
        raise m.handling or m.raise_("RuntimeError", "No active exception to reraise", place)
    value = m.eval(node[2], frame)
    value = m.decide(value) if value.__class__ is Ext else value
    if _is_no_error(value):
        raise m.refusal("TypeError", "exceptions must derive from BaseException", place)
    if isinstance(value, Class):
        value = made_error(m, value, (), place)
    if node[3] is not None:
        cause = m.eval(node[3], frame)
        cause = m.instantiate(cause, (), {}, place) if is_exception_class(cause) else cause
        if cause is not None and _is_no_error(cause):
            raise m.refusal("TypeError", "exception causes must derive from BaseException", place)
        if isinstance(value, Instance):
            m.store(value.ns, "__cause__", cause)
            m.store(value.ns, "__suppress_context__", True)
    set_context(m, value, m.handling)
    raise PyRaise(value, place)


def made_error(m: ErrorHandling, cls: Class, args: tuple[Value, ...], place: Place) -> Value:
    """Return the exception that is made of a class where that is raised, which has to be one."""
    made = m.instantiate(cls, args, {}, place)
    if is_solid(made) or (isinstance(made, Class) and is_exception_class(cls)):
        kind = "type" if isinstance(made, Class) else kind_name(made)
        shown = f"<class '{cls.module}.{cls.ns.get('__qualname__', cls.name)}'>"
        text = f"calling {shown} should have returned an instance of BaseException, not <class '{kind}'>"
        raise m.refusal("TypeError", text, place)
    return made


def _assert(m: ErrorHandling, node: Node, frame: Frame) -> None:
    if m.is_optimised:
        m.assumptions["the environment variable PYTHONOPTIMIZE is set as it is here"] = None
        return
    held = m.eval(node[2], frame)
    truth = m.truth(held)
    if truth is False or (truth is None and m.catchers):
        message = None if node[3] is None else m.eval(node[3], frame)
        text = message if isinstance(message, str) else ""
        raised = m.raise_("AssertionError", text, m.place(node, frame.module))
        if node[3] is None or not isinstance(message, str):
            raised.value.ns["args"] = () if node[3] is None else (message,)
            raised.value.payload = None if node[3] is not None else ""
        if truth is None:
            m.part(raised, m.scope_at(held, m.place(node, frame.module)))
            return
        raise raised


ERROR_HANDLING: Mapping[str, Callable[[ErrorHandling, Node, Frame], Outcome | None]] = {
    "try": _try,
    "raise": _raise,
    "assert": _assert,
}

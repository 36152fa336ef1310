"""``with`` statements."""

import sys
from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise, is_import_error, show_raised
from automappa_scaffold.interpreter.values import MISSING, Scope, Unknown, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["WITH_BLOCKS"]

_Methods = tuple[str, str]
_METHODS: _Methods = ("__enter__", "__exit__")
_ASYNC_METHODS: _Methods = ("__aenter__", "__aexit__")


def _with(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    return _with_items(m, node[2], node[3], frame, _METHODS)


def _async_with(m: ControlFlow, node: Node, frame: Frame) -> Outcome | None:
    return _with_items(m, node[2], node[3], frame, _ASYNC_METHODS)


def _with_items(
    m: ControlFlow, items: Sequence[Node], body: Sequence[Node], frame: Frame, methods: _Methods
) -> Outcome | None:
    if not items:
        return m.run_block(body, frame)
    (expression, target), rest = items[0], items[1:]
    manager = m.eval(expression, frame)
    place = m.place(expression, frame.module)

    def inside(value: Value) -> Outcome | None:
        if target is not None:
            m.assign(target, value, frame)
        return _with_items(m, rest, body, frame, methods)

    return _run_with(m, m.decide(manager), inside, place, frame, methods)


def _run_with(
    m: ControlFlow,
    manager: Value,
    inside: Callable[[Value], Outcome | None],
    place: Place,
    frame: Frame,
    methods: _Methods,
) -> Outcome | None:
    """Run a block inside a context manager."""
    _refuse_manager(m, manager, methods, place)
    is_async = methods is _ASYNC_METHODS
    if not isinstance(manager, Instance):
        return _inside_foreign(m, lambda: inside(m.undecided(manager, place)), manager)
    if callable(manager.payload) and not is_async:
        outcome: Outcome | None = manager.payload(m, inside)
        return outcome
    if manager.cls.lookup(methods[0]) is MISSING or manager.cls.lookup(methods[1]) is MISSING:
        return _inside_foreign(m, lambda: inside(m.undecided(manager, place)), manager)
    return _Managed(m, manager, place, frame, methods).run(inside)


def _refuse_manager(m: ControlFlow, manager: Value, methods: _Methods, place: Place) -> None:
    """Raise what Python raises for what is no context manager."""
    missed = next((name for name in methods if lacks(manager, name)), None)
    if missed is None:
        return
    if m.python_numbers < (3, 11):
        raise m.refusal("AttributeError", missed, place)
    kind = "asynchronous context manager" if methods is _ASYNC_METHODS else "context manager"
    text = f"'{kind_name(manager)}' object does not support the {kind} protocol"
    text += f" (missed {missed} method)" if missed == methods[1] else ""
    raise m.refusal("TypeError", text, place)


class _Managed:
    """A block inside a context manager whose methods are followed."""

    def __init__(
        self, m: ControlFlow, manager: Instance, place: Place, frame: Frame, methods: _Methods
    ) -> None:
        self.m, self.manager, self.place, self.frame = m, manager, place, frame
        self.is_async = methods is _ASYNC_METHODS
        self.entered = self._call(m.special_method(manager, methods[0], place), ())
        self.leave = m.special_method(manager, methods[1], place)
        self.catcher = m.catching(self._catch)
        self.catcher.cleans_up = True

    def _call(self, method: Value, args: tuple[Value, ...]) -> Value:
        found = self.m.call(method, args, {}, self.place)
        return self.m.wait_for(found, self.place) if self.is_async else found

    def run(self, inside: Callable[[Value], Outcome | None]) -> Outcome | None:
        """Run the block, given what ``__enter__`` returned."""
        return self.m.run_catching(self.catcher, lambda: self._guard(inside), self.frame)

    def _guard(self, inside: Callable[[Value], Outcome | None]) -> Outcome | None:
        m = self.m
        m.catchers.append(self.catcher)
        failed: PyRaise | None = None
        outcome: Outcome | None = None
        held, before, unknowns = dict(self.frame.names), m.risky_calls, m.unknowns
        try:
            outcome = inside(self.entered)
        except PyRaise as raised:
            failed = raised
        except LeftError as branch:
            if branch.passes(self.catcher):
                self._call(self.leave, (None, None, None))
            raise
        finally:
            m.catchers.pop()
        if failed is not None:
            self._catch(failed)
            return None
        if m.risky_calls > before and _suppresses(self.manager):
            reason = "whether something raises here depends on code outside the project"
            m.doubt_constants(held, Scope(reason, self.place), self.frame)
        try:
            self._call(self.leave, (None, None, None))
        except PyRaise as raised:
            # What is not decided inside may have raised; this may be what is said where nothing did.
            raised.is_soft = raised.is_soft or (m.risky_calls, m.unknowns) != (before, unknowns)
            raise
        return outcome

    def _catch(self, raised: PyRaise) -> None:
        """Ask ``__exit__`` what becomes of what the block raised."""
        if raised.ends_process:
            raise raised
        m = self.m
        kind = raised.value.cls if isinstance(raised.value, Instance) else None
        show_raised(m, raised, None)
        traceback = raised.value.ns["__traceback__"] if isinstance(raised.value, Instance) else None
        try:
            swallows = self._call(self.leave, (kind, raised.value, traceback))
        except PyRaise as other:
            show_raised(m, other, raised)
            raise
        truth = m.truth(swallows)
        if truth is None:
            scope = m.scope_at(swallows, self.place)
            m.either(scope, [lambda: None, lambda: _reraise(raised)], self.frame)
        elif not truth:
            raise raised
        elif raised.type_name in ("ImportError", "ModuleNotFoundError") and not m.scopes:
            m.caught.append(raised)


def _suppresses(manager: Instance) -> bool:
    """Return whether a manager swallows more than failed imports."""
    kinds = manager.ns.get("suppressed", ())
    return isinstance(kinds, tuple) and any(not is_import_error(kind) for kind in kinds)


def _inside_foreign(m: ControlFlow, block: Callable[[], Outcome | None], manager: Value) -> Outcome | None:
    """Run a block inside a context manager that is not followed, and may swallow exceptions."""
    try:
        return block()
    except PyRaise as raised:
        raised.is_soft = raised.is_soft or not _is_of_library(manager)
        raise


def _is_of_library(manager: Value) -> bool:
    text = manager.reason if isinstance(manager, Unknown) else ""
    return text.partition(".")[0] in sys.stdlib_module_names and "suppress" not in text


def _reraise(raised: PyRaise) -> None:
    raise raised


WITH_BLOCKS: Mapping[str, Callable[[ControlFlow, Node, Frame], Outcome | None]] = {
    "with": _with,
    "asyncwith": _async_with,
}

"""Which functions are connected to Celery's signals, and what sending a signal does.

Source: ``celery.utils.dispatch.signal`` of Celery 5.7, as read and as seen in real workers.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain
from typing import Any

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Bound, Instance, Module
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Ext, Scope, Union, Unknown, Value
from automappa_scaffold.registry.celery_state import Handler
from automappa_scaffold.registry.weak_handlers import Life, life_of
from automappa_scaffold.source.places import Place

__all__ = ["Dispatch"]


class Dispatch(ABC):
    """The handlers of all signals of one process."""

    def __init__(self) -> None:
        self.handlers: dict[Any, list[Handler]] = {}
        self.finalizers: list[Handler] = []  # called for each app that is finalized

    @abstractmethod
    def undecide(self, place: Place, reason: str) -> None:
        """Tell that a registration cannot be decided."""

    def connect(
        self,
        m: Interpreter,
        key: Any,
        function: Value,
        sender: Value,
        place: Place,
        *,
        is_weak: bool,
        uid: Value = None,
        is_retried: bool = False,
    ) -> None:
        """Connect a function to a signal, unless it or another of the same ``dispatch_uid`` is already."""
        module, scopes = m.where()
        handlers = self.handlers.setdefault(key, [])
        same = [known for known in handlers if _is_same(known, function, sender, uid)]
        if isinstance(function, Bound) and any(_is_twin(known.function, function) for known in handlers):
            m.assumptions[_TWINS] = None
        if any(not known.scopes for known in same):
            return
        if not scopes:  # takes the place of what is perhaps connected, where that does the same
            handlers[:] = [known for known in handlers if known not in same or known.function is not function]
        others = [known for known in same if known.function is not function]
        scopes = scopes or (others[0].scopes if others else ())
        handlers.append(Handler(function, sender, module, scopes, place, is_weak, uid, is_retried))

    def disconnect(self, key: Any, function: Value, sender: Value, uid: Value) -> bool:
        """Disconnect a function from a signal and a sender; return whether it was connected."""
        handlers = self.handlers.get(key, [])
        kept = [known for known in handlers if not _is_same(known, function, sender, uid)]
        was_connected = len(kept) < len(handlers)
        handlers[:] = kept
        return was_connected

    def perhaps_disconnect(self, key: Any, function: Value, sender: Value, uid: Value, scope: Scope) -> None:
        """Leave it open whether a function is connected any longer."""
        for known in self.handlers.get(key, []):
            if _is_same(known, function, sender, uid):
                known.scopes = (*known.scopes, scope)

    def announce_finalized(self, m: Interpreter, app: Instance) -> None:
        """Call what ``connect_on_app_finalize`` was given."""
        for handler in list(self.finalizers):
            run_in(m, handler.module, partial(m.call, handler.function, (app,), {}, handler.place))

    def send(
        self, m: Interpreter, key: Any, kwargs: Mapping[str, Value], *, raises: bool = False
    ) -> list[tuple[Value, Value]]:
        """Call the functions connected to a signal; return each with what it returned or raised.

        An error in one is logged by Celery and the next is called; ``raises``: the first error is raised
        after the last call, as the worker does for ``import_modules``.
        """
        first: PyRaise | None = None
        responses: list[tuple[Value, Value]] = []
        for handler in list(self.handlers.get(key, ())):
            is_for = _is_for(handler, m.decide(kwargs.get("sender")))
            if is_for is False:
                continue
            life = self.life_of(m, handler)
            if life is Life.GONE:
                handler.is_gone = True
                continue
            handler.was_called = True
            try:
                doubts = _doubts(handler, life, is_certain=is_for is True)
                answer = _call_handler(m, handler, kwargs, doubts)
                responses.append((handler.function, answer))
            except PyRaise as raised:
                if not _is_logged(raised):
                    raise
                if handler.is_retried:
                    self.undecide(handler.place, "how often a signal handler is tried until it ends well")
                    responses.append((handler.function, m.unknown("what it returns then", handler.place)))
                    continue
                if raised.is_soft and not raises:
                    self.undecide(raised.place or handler.place, "whether a signal handler ends here")
                first = first or raised
                responses.append((handler.function, raised.value))
        if raises and first is not None:
            raise first
        return responses

    def life_of(self, m: Interpreter, handler: Handler) -> Life:
        """Return whether a handler is still there."""
        if not handler.is_weak:
            return Life.HELD
        every = chain(*self.handlers.values(), self.finalizers)
        connected = [known for known in every if known.function is handler.function]
        if not all(known.is_weak for known in connected):
            return Life.HELD
        return life_of(m, handler.function, [known.place for known in connected])


def _doubts(handler: Handler, life: Life, *, is_certain: bool) -> tuple[Scope, ...]:
    """Return what leaves open whether a handler is called."""
    scopes = handler.scopes
    if life is Life.UNDECIDED:
        scopes += (Scope("the handler is connected by a weak reference only", handler.place),)
    if not is_certain:
        scopes += (Scope("whether a signal comes from the sender of the handler", handler.place),)
    return scopes


def _call_handler(
    m: Interpreter, handler: Handler, kwargs: Mapping[str, Value], scopes: tuple[Scope, ...]
) -> Value:
    signal = m.unknown("a signal", handler.place)

    def call() -> Value:
        given = {"signal": signal, **kwargs}
        return run_in(m, handler.module, partial(m.call, handler.function, (), given, handler.place))

    if not scopes:
        return call()
    outer, m.scopes = m.scopes, (*m.scopes, *scopes[:-1])
    try:  # what it changes is perhaps not changed
        made = m.fork(scopes[-1], [call, lambda: None])[0]
    finally:
        m.scopes = outer
    if isinstance(made, PyRaise):
        raise made
    return m.unknown(scopes[-1].reason, scopes[-1].place)


def run_in(m: Interpreter, module: Module | None, run: Callable[[], Value]) -> Value:
    """Return what is returned when it is run as if a module were imported."""
    if module is not None:
        m.importing.append(module)
    try:
        return run()
    finally:
        if module is not None:
            m.importing.pop()


def _is_for(handler: Handler, sender: Value) -> bool | None:
    """Return whether a handler is called for a sender: texts are compared, others must be the same object."""
    wanted = handler.sender
    if wanted is None or wanted is sender:
        return True
    if isinstance(wanted, (Unknown, Union)) or isinstance(sender, (Unknown, Union)):
        return None
    return isinstance(wanted, (str, bytes, Ext)) and bool(wanted == sender)


_TWINS = "the worker runs Celery 5.7 or newer, which connects the same method of several objects to a signal"


def _is_twin(one: Value, other: Bound) -> bool:
    return isinstance(one, Bound) and one.function is other.function and one.receiver is not other.receiver


def _is_same(handler: Handler, function: Value, sender: Value, uid: Value) -> bool:
    """Return whether Celery takes a connection for the one that it has already."""
    if handler.sender is not sender and not (isinstance(sender, str) and handler.sender == sender):
        return False
    if uid is not None or handler.uid is not None:
        return bool(uid == handler.uid)
    one, other = handler.function, function
    if isinstance(one, Bound) and isinstance(other, Bound):
        return one.function is other.function and one.receiver is other.receiver
    return one is other


def _is_logged(raised: PyRaise) -> bool:
    """Return whether Celery logs an error of a signal handler and goes on; not so with ``SystemExit``."""
    return not isinstance(raised.value, Instance) or EXCEPTIONS["Exception"] in raised.value.cls.mro

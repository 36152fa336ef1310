"""Whether what is handed over to be called takes keywords of any name, as Celery and Django ask it."""

import inspect

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Bound, Function, Instance, Partial, Wrapper
from automappa_scaffold.interpreter.values import Value

__all__ = ["takes_keywords"]

_VAR_KEYWORD = int(inspect.Parameter.VAR_KEYWORD)
_MAX_WRAPPED = 50


def takes_keywords(m: Interpreter, receiver: Value, *, by_signature: bool = False) -> bool | None:
    """Return whether a function or object can be called with keywords of any name; None: it is not known.

    Args:
        by_signature: what a function wraps is asked; else its own code, where it has one.
    """
    called = m.decide(receiver)
    if isinstance(called, Bound):
        called = m.decide(called.function)
    if isinstance(called, Partial):
        return takes_keywords(m, called.function, by_signature=True)
    if isinstance(called, Instance):
        wrapped = called.cls.lookup("__wrapped__")  # as tasks have
        wrapped = wrapped.function if isinstance(wrapped, Wrapper) else wrapped
        called = wrapped if isinstance(wrapped, Function) else called.cls.lookup("__call__")
        by_signature = True
    if not isinstance(called, Function):
        return None
    is_cached = "__is_cached__" in called.ns
    if not is_cached and not by_signature and "__native_call__" in called.ns:
        return True  # the function around a context manager
    for _ in range(_MAX_WRAPPED):
        if "__wrapped__" not in called.ns or not (by_signature or is_cached):
            break
        called = m.decide(called.ns["__wrapped__"])
        if not isinstance(called, Function):
            return None
    if "__signature__" in called.ns and (by_signature or is_cached):
        return None
    return any(kind == _VAR_KEYWORD for _, kind, _ in called.spec.parameters)

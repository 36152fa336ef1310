"""Which function's parameters a task's caller fills where decorators wrap it."""

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.objects import Function
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.passed_arguments import passed_on

__all__ = ["innermost"]

_DEEPEST = 10


def innermost(fun: Function, given: int) -> tuple[Function, int]:
    """Return the function that a caller's arguments certainly reach, and how many others come before them.

    Args:
        given: how many arguments the function gets before those of a caller.
    """
    for _ in range(_DEEPEST):
        passed = passed_on(fun.spec)
        if passed is None or passed.own not in (0, given):
            break
        inner = _seen_by(fun, passed.name)
        if not isinstance(inner, Function):
            break
        fun, given = inner, passed.leading + (given if passed.own == 0 else 0)
    return fun, given


def _seen_by(fun: Function, name: str) -> Value:
    """Return what a name stands for in a function's body that does not bind it."""
    frame: Frame | None = fun.closure
    while frame is not None:
        if name in frame.names and not frame.is_class:
            return frame.names[name]
        frame = frame.parent
    return fun.module.ns.get(name, MISSING)

"""The shape of the native functions that model Celery."""

from collections.abc import Callable

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["Args", "Kwargs", "Run"]

Args = tuple[Value, ...]
Kwargs = dict[str, Value]
Run = Callable[[Interpreter, Args, Kwargs, Place], Value]

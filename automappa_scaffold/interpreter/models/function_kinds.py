"""``inspect``: how the bodies of functions run."""

from collections.abc import Callable

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.objects import Bound, Function, Native, Partial
from automappa_scaffold.interpreter.python_kinds import kind_of
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["FUNCTION_KINDS"]

FUNCTION_KINDS = Models()


def _asks_body(says: Callable[[Function], bool]) -> Run:
    """Return what tells how a function's body runs."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        value = m.decide(args[0] if args else kwargs.get("obj", kwargs.get("object")))
        while isinstance(value, (Partial, Bound)):
            value = m.decide(value.function)
        if isinstance(value, Function) and value.module.path:
            return says(value)
        kind = kind_of(m, value)
        return m.undecided(value, place) if kind in (None, "function", "method") else False

    return run


_BODIES: dict[str, Callable[[Function], bool]] = {
    "isgeneratorfunction": lambda function: function.spec.is_generator and not function.spec.is_async,
    "iscoroutinefunction": lambda function: function.spec.is_async and not function.spec.is_generator,
    "isasyncgenfunction": lambda function: function.spec.is_async and function.spec.is_generator,
}
for _name, _says in _BODIES.items():
    FUNCTION_KINDS[f"inspect.{_name}"] = Native(_name, _asks_body(_says))
FUNCTION_KINDS["asyncio.iscoroutinefunction"] = FUNCTION_KINDS["inspect.iscoroutinefunction"]

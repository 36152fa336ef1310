"""``inspect``: what kind of thing a value is, and what an object has."""

from collections.abc import Callable

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.objects import Bound, Function, Native, Partial
from automappa_scaffold.interpreter.python_kinds import ROUTINES, kind_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["INSPECTION"]

INSPECTION = Models()

_KINDS = {
    "isbuiltin": frozenset(("builtin",)),
    "isclass": frozenset(("class",)),
    "isfunction": frozenset(("function",)),
    "ismethod": frozenset(("method",)),
    "ismodule": frozenset(("module",)),
    "isroutine": ROUTINES,
}


def _asks_for(kinds: frozenset[str]) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        value = args[0] if args else kwargs["object"]
        kind = kind_of(m, value)
        return m.undecided(m.decide(value), place) if kind is None else kind in kinds

    return run


for _name, _wanted in _KINDS.items():
    INSPECTION[f"inspect.{_name}"] = Native(_name, _asks_for(_wanted))


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
    INSPECTION[f"inspect.{_name}"] = Native(_name, _asks_body(_says))


@INSPECTION.function("inspect.isgenerator")
def _isgenerator(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0] if args else kwargs["object"])
    if isinstance(value, Generator):
        return value.is_generator
    return m.undecided(value, place) if kind_of(m, value) is None else False


@INSPECTION.function("inspect.getmembers")
def _getmembers(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    owner = m.decide(args[0] if args else kwargs["object"])
    test = args[1] if len(args) > 1 else kwargs.get("predicate")
    names, unknown = m.iterate(m.call(m.models["builtins.dir"], (owner,), {}, place), place)
    found: list[Value] = []
    for name in names:
        if not isinstance(name, str):
            return m.unknown("the members of an object", place)
        try:
            value = m.get_attribute(owner, name, place)
        except PyRaise as raised:
            if raised.type_name != "AttributeError":
                raise
            continue
        found += _tested(m, name, value, test, place)
    return m.new_list(found, unknown if isinstance(unknown, Unknown) else None)


def _tested(m: Imports, name: str, value: Value, test: Value, place: Place) -> list[Value]:
    if test is None:
        return [(name, value)]
    answer = m.call(test, (value,), {}, place)
    truth = m.truth(answer)
    if truth is None:
        return [Maybe((name, value), m.scope_at(answer, place))]
    return [(name, value)] if truth else []

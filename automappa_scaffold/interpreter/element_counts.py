"""How many elements an object says it has: lists ask it before they take its elements."""

from functools import partial

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.generators import Generator, run_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.stepping import Stepping
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["measured"]

_METHODS = ("__len__", "__length_hint__")


def measured(m: Stepping, value: Value, place: Place) -> Value:
    """Return what gives the elements that a list takes, once an object has been asked how many there are.

    Python makes the iterator, asks then, and takes the elements last.
    """
    if not isinstance(value, Instance):
        return value
    if not any(isinstance(value.cls.lookup(method), Function) for method in _METHODS):
        return value
    given: Value = value
    if isinstance(value.cls.lookup("__iter__"), Function):
        given = m.own_iterator(value, place)
        if isinstance(given, Instance):
            pull = partial(m.rest_of, given, place)
            given = Generator(run_of(pull), birth=m.birth, pull=pull)
    if isinstance(value.cls.lookup("__len__"), Function) and _ask(m, value, "__len__", place):
        return given
    if isinstance(value.cls.lookup("__length_hint__"), Function):
        _ask(m, value, "__length_hint__", place)
    return given


def _ask(m: Stepping, value: Instance, method: str, place: Place) -> bool:
    """Ask an object how many elements it has, and return whether it says so."""
    try:
        told = m.decide(m.call(m.special_method(value, method, place), (), {}, place))
    except PyRaise as raised:
        error = raised.value
        if not isinstance(error, Instance) or not error.cls.is_subclass(EXCEPTIONS["TypeError"]):
            raise
        return False
    if isinstance(told, int) and told < 0:
        raise m.refusal("ValueError", f"{method}() should return >= 0", place)
    is_length = method == "__len__"
    if is_none_of(told, int) and not is_length:
        raise m.refusal("TypeError", f"__length_hint__ must be an integer, not {kind_name(told)}", place)
    return not is_none_of(told, int)

"""Groups of exceptions: what Python refuses to make one of, and what it is made one of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import DictValue, ListValue, SetValue, Value, is_constant
from automappa_scaffold.source.places import Place

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.function_runs import FunctionRuns

__all__ = ["group_made", "is_group"]

_GROUP = "BaseExceptionGroup"  # new in Python 3.11


def is_group(cls: Class) -> bool:
    """Return whether a class is one of groups of exceptions."""
    return _GROUP in EXCEPTIONS and EXCEPTIONS[_GROUP] in cls.mro


def group_made(m: "FunctionRuns", cls: Class, args: Sequence[Value], place: Place) -> Instance:
    """Return a new group of exceptions; one of errors alone is an ``ExceptionGroup``, whatever was asked for.

    Source: ``BaseExceptionGroup_new`` in Python's ``exceptions.c``.
    """
    if not any(getattr(argument, "unknown", None) is not None for argument in args):
        _refuse_arguments(m, args, place)
    given = m.decide(args[1]) if len(args) > 1 else ()
    parts = given if isinstance(given, tuple) else getattr(given, "items", None)
    made = Instance(cls, m.namespace())
    if not isinstance(parts, tuple) or getattr(given, "unknown", None) is not None:
        made.ns["exceptions"] = m.undecided(given, place)
        made.ns["message"] = args[0] if args else None
        return made
    for number, part in enumerate(parts):
        _refuse_part(m, part, number, place)
    are_errors = [isinstance(p, Instance) and EXCEPTIONS["Exception"] in p.cls.mro for p in parts]
    if cls is EXCEPTIONS[_GROUP] and all(are_errors):
        made = Instance(EXCEPTIONS["ExceptionGroup"], m.namespace())
    is_narrow = EXCEPTIONS["ExceptionGroup"] in cls.mro or EXCEPTIONS["Exception"] in cls.mro
    if is_narrow and any(isinstance(p, Instance) and not ok for p, ok in zip(parts, are_errors, strict=True)):
        own = "an ExceptionGroup" if cls is EXCEPTIONS["ExceptionGroup"] else repr(cls.name)
        raise m.refusal("TypeError", f"Cannot nest BaseExceptions in {own}", place)
    made.ns.update(message=args[0], exceptions=parts)
    return made


def _refuse_arguments(m: "FunctionRuns", args: Sequence[Value], place: Place) -> None:
    if len(args) != 2:
        text = f"{_GROUP}.__new__() takes exactly 2 arguments ({len(args)} given)"
        raise m.refusal("TypeError", text, place)
    message, given = m.decide(args[0]), m.decide(args[1])
    if not isinstance(message, str) and is_solid(message) and not isinstance(message, Instance):
        text = f"{_GROUP}.__new__() argument 1 must be str, not {kind_name(message)}"
        raise m.refusal("TypeError", text, place)
    is_sequence = isinstance(given, (tuple, ListValue, str, bytes)) and not isinstance(given, SetValue)
    is_error = isinstance(given, Instance) and EXCEPTIONS["BaseException"] in given.cls.mro
    is_none = is_constant(given) or isinstance(given, DictValue) or lacks(given, "__getitem__")
    if not is_sequence and (is_none or is_error):
        raise m.refusal("TypeError", "second argument (exceptions) must be a sequence", place)
    if is_sequence and not (given if is_constant(given) or isinstance(given, tuple) else given.items):
        text = "second argument (exceptions) must be a non-empty sequence"
        raise m.refusal("ValueError", text, place)


def _refuse_part(m: "FunctionRuns", part: Value, number: int, place: Place) -> None:
    bare = m.decide(part)
    is_class = isinstance(bare, Class) and not bare.is_open
    if is_solid(bare) or is_class:
        text = f"Item {number} of second argument (exceptions) is not an exception"
        raise m.refusal("ValueError", text, place)

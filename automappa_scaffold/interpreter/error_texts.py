"""What ``str`` and ``repr`` make of exceptions: Python's own, of the same class and arguments, are asked."""

import builtins
from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.marks import BEGINNING
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.values import MISSING, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["is_error", "text_of_error"]


def is_error(value: Instance) -> bool:
    """Return whether an object is an exception."""
    return EXCEPTIONS["BaseException"] in value.cls.mro


def text_of_error(m: Evaluation, value: Instance, show: Callable[[object], str], place: Place) -> str | None:
    """Return what ``show`` (``str``, ``repr`` or ``ascii``) makes of an exception; None: not known."""
    kind = next((base for base in value.cls.mro if EXCEPTIONS.get(base.name) is base), None)
    args = value.ns.get("args")
    if kind is None or not isinstance(args, tuple) or value.cls.is_open:
        return None
    if any(isinstance(base.lookup("__new__"), Function) for base in value.cls.mro):
        return None
    parts = value.ns.get("exceptions")
    if isinstance(parts, Unknown):
        return None
    if isinstance(parts, tuple) and show is str and isinstance(args[0], str):
        count = len(parts)
        return f"{args[0]} ({count} sub-exception{'s' if count > 1 else ''})"
    plain = [m.to_python(m.decide(argument), place) for argument in args]
    if MISSING in plain or not all(map(is_constant, plain)):
        return None
    filename = m.decide(value.ns.get("filename"))
    if EXCEPTIONS["OSError"] in kind.mro and isinstance(filename, str) and len(plain) == 2 and show is str:
        plain.append(filename)
    try:
        text = show(getattr(builtins, kind.name)(*plain))
    except Exception:  # some want arguments of other kinds, as UnicodeDecodeError
        return None
    if show is str:
        return text
    shown, _, rest = text.partition("(")
    return f"{value.cls.name if value.cls is not kind else shown}({rest}"


def _text(
    show: Callable[[object], str],
    m: Evaluation,
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Stand for ``__str__`` and ``__repr__`` of an exception, which its own class may ask by ``super()``."""
    text = text_of_error(m, args[0], show, place) if isinstance(args[0], Instance) else None
    held = args[0].ns.get("args") if isinstance(args[0], Instance) else None
    only = held[0] if isinstance(held, tuple) and len(held) == 1 else None
    if text is None and show is str and isinstance(only, Unknown) and BEGINNING in only.ns:
        return only
    return m.undecided(args[0], place) if text is None else text


_ALL = EXCEPTIONS["BaseException"].ns
_ALL["__str__"] = Native("__str__", partial(_text, str), binds=True)
_ALL["__repr__"] = Native("__repr__", partial(_text, repr), binds=True)

"""What ``typing`` says of arguments that are no plain classes: it is asked itself, with likenesses."""

import sys

from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.python_values import PythonValues
from automappa_scaffold.interpreter.values import Ext, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["try_type_arguments"]

# Of these, values stand in the brackets.
_OF_VALUES = ("typing.Literal", "typing.Unpack", "typing.Concatenate")


def try_type_arguments(m: PythonValues, target: Value, key: Value, place: Place) -> None:
    """Raise what ``typing`` raises for such arguments in brackets; the worker's Python has to be ours."""
    is_asked = isinstance(target, Ext) and target.path.startswith("typing.") and target.path not in _OF_VALUES
    parts = key if key.__class__ is tuple else (key,)
    if not is_asked or all(map(_is_usual, parts)) or m.python_numbers[:2] != sys.version_info[:2]:
        return
    form = host_object(target.path)
    if hasattr(form, "__getitem__") or hasattr(form, "__class_getitem__"):
        m.refuse_as_python(lambda held: form[held], (key,), place, Exception)


def _is_usual(part: Value) -> bool:
    return part is None or part is Ellipsis or isinstance(part, (Class, Unknown))

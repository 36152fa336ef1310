"""What ``random`` draws from, and refuses: what has no elements by number."""

import warnings
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.objects import content_of
from automappa_scaffold.interpreter.special_values import RangeValue
from automappa_scaffold.interpreter.values import DictValue, ListValue, SetValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["is_sequence", "quietly", "require_numbered"]


def quietly(run: Callable[[Any], Any], generator: Any) -> Any:
    """Return what a generator draws, without what Python warns of: that is for the worker."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run(generator)


def is_sequence(given: Value) -> bool:
    """Return whether a value has elements that are drawn by their numbers."""
    return isinstance(given, (str, bytes, tuple, RangeValue)) or type(content_of(given)) is ListValue


def require_numbered(m: Imports, given: Value, place: Place) -> None:
    """Raise what Python raises where an element is asked for by a number, whichever it is.

    Raises:
        PyRaise: TypeError of a set, KeyError of a dict whose keys are no numbers.
    """
    if isinstance(given, SetValue):
        raise m.refusal("TypeError", f"'{kind_name(given)}' object is not subscriptable", place)
    keys = given.items if isinstance(given, DictValue) and not given.unknown else ()
    if keys and all(is_constant(key) and not isinstance(key, (int, float)) for key in keys):
        raise m.refusal("KeyError", "0", place)

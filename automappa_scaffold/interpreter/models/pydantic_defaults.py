"""Which defaults do not fit the fields of a pydantic model, where both are plain.

Source: pydantic 2.5 to 2.12, as run: conversions in lax mode, and the limits of ``Field``.
"""

from collections.abc import Mapping
from typing import Any

from automappa_scaffold.interpreter.values import Value, is_constant

__all__ = ["wrong_default"]

_TRUE = frozenset(("1", "on", "t", "true", "y", "yes"))
_FALSE = frozenset(("0", "off", "f", "false", "n", "no"))
_CONTAINERS = frozenset(("list", "List", "tuple", "Tuple", "dict", "Dict", "set", "Set", "frozenset"))
_LIMITS: Mapping[str, tuple[str, Any]] = {
    "ge": ("greater than or equal to", lambda value, limit: value >= limit),
    "gt": ("greater than", lambda value, limit: value > limit),
    "le": ("less than or equal to", lambda value, limit: value <= limit),
    "lt": ("less than", lambda value, limit: value < limit),
}


def wrong_default(shown: str, value: Value, options: Mapping[str, Value]) -> str:
    """Return what is wrong with a default, or an empty text where it fits or that is not known.

    Args:
        shown: the name of the field's type, as in the source.
        options: what ``Field`` was given.
    """
    if not is_constant(value) or isinstance(value, (bytes, tuple, complex)) or value is Ellipsis:
        return ""
    if shown in _CONTAINERS or shown == "Path":
        is_fitting = shown == "Path" and isinstance(value, str)
        return "" if is_fitting or shown in ("set", "Set") else f"a {type(value).__name__} is no {shown}"
    if shown not in _CONVERT:
        return ""
    try:
        made = _CONVERT[shown](value)
    except ValueError:
        return f"Input should be a valid {shown}"
    except OverflowError:
        return ""
    if shown == "str":
        return _wrong_length(made, options)
    for key, (words, fits) in _LIMITS.items():
        limit = options.get(key)
        if isinstance(limit, (int, float)) and shown != "bool" and not fits(made, limit):
            return f"Input should be {words} {limit}"
    return ""


def _wrong_length(value: str, options: Mapping[str, Value]) -> str:
    least, most = options.get("min_length"), options.get("max_length")
    if isinstance(least, int) and len(value) < least:
        return f"String should have at least {least} characters"
    if isinstance(most, int) and len(value) > most:
        return f"String should have at most {most} characters"
    return ""


def _to_int(value: Any) -> int:
    number = _to_float(value)
    if number != int(number):
        raise ValueError
    return int(value) if isinstance(value, int) else int(number)


def _to_float(value: Any) -> float:
    if value is None:
        raise ValueError
    number = float(value)
    if number != number or number in (float("inf"), float("-inf")):
        raise OverflowError
    return number


def _to_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _to_bool(value: Any) -> bool:
    text = value.lower() if isinstance(value, str) else str(int(value)) if value in (0, 1) else ""
    if text not in _TRUE | _FALSE:
        raise ValueError
    return text in _TRUE


_CONVERT: Mapping[str, Any] = {"int": _to_int, "float": _to_float, "str": _to_text, "bool": _to_bool}

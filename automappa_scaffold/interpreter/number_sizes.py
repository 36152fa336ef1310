"""How large a result would be: what is too large is not computed."""

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["bits_of", "is_wide", "takes_by_name", "takes_nothing"]


def bits_of(op: str, left: Any, right: Any) -> int:
    """Return how many bits a result has of whole numbers or fractions, about."""
    size, other = _size(left), _size(right)
    if op == "Pow":
        return size * abs(int(right.numerator)) if right.denominator == 1 else size
    return size + abs(int(right.numerator)) if op == "LShift" else size + other


def _size(number: Any) -> int:
    return max(int(number.numerator).bit_length(), int(number.denominator).bit_length())


def is_wide(spec: str | bytes, given: Sequence[Any] | None = None) -> bool:
    """Return whether a format asks for very much space; ``given``: all that may be filled in."""
    text = spec if isinstance(spec, str) else spec.decode("latin-1")
    if given is not None and all(map(_is_small, given)):
        return re.search(r"\d{6}", text) is not None
    return re.search(r"\d{6}|\{[^{}]*\{|%[-+ #0-9.]*\*", text) is not None if len(text) < 10_000 else True


def _is_small(value: Any) -> bool:
    """Return whether a value in a format is no great width."""
    if isinstance(value, (str, bytes)):
        return len(value) < 5
    return isinstance(value, int) and abs(value) < 10_000


def takes_nothing(text: str) -> bool:
    """Return whether a text that ``%`` fills has no place for a value."""
    return "%" not in text.replace("%%", "")


def takes_by_name(text: str) -> bool:
    """Return whether all places for values in a text that ``%`` fills have names."""
    plain = text.replace("%%", "")
    return "%(" in plain and plain.count("%") == plain.count("%(")

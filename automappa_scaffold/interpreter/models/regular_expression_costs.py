"""How long a regular expression may take on a text: which repeats give characters to one another."""

import importlib
import math
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["is_fast"]

_MAX_STEPS = 20_000_000
_PARSER: Any = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_CATEGORIES = {
    "DIGIT": r"\d",
    "NOT_DIGIT": r"\D",
    "SPACE": r"\s",
    "NOT_SPACE": r"\S",
    "WORD": r"\w",
    "NOT_WORD": r"\W",
}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_CHARACTERS = ("LITERAL", "NOT_LITERAL", "ANY", "IN")


class _NotTold(Exception):
    """A pattern is of a kind that is not looked into."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One character, or a repeat of such, at ``least`` so many.

    ``is_open``: of any characters; ``ways``: in how many it can be taken, beside how often it repeats.
    """

    taken: frozenset[str]
    least: int = 1
    repeats: bool = False
    is_open: bool = False
    ways: int = 1


def is_fast(pattern: re.Pattern[Any], text: "str | bytes") -> bool:
    """Return whether a pattern certainly ends soon on a text."""
    shown = text if isinstance(text, str) else text.decode("latin-1")
    source = pattern.pattern
    try:
        parsed = _PARSER.parse(source, pattern.flags & ~re.DEBUG)
        parts = [*_parts(parsed, frozenset(shown))]
    except (_NotTold, re.error, RecursionError):
        return False
    loose = sum(1 for at, part in enumerate(parts) if part.repeats and _overlaps(part, parts[at + 1 :]))
    ways = math.prod(part.ways for part in parts)
    return bool((len(shown) + 1) ** (2 + loose) * ways <= _MAX_STEPS)


def _overlaps(part: _Part, following: Sequence[_Part]) -> bool:
    """Return whether what follows a repeat may take characters that the repeat takes."""
    for other in following:
        if other.is_open or part.taken & other.taken:
            return True
        if other.least > 0:
            return False
    return False


def _parts(parsed: Iterable[tuple[Any, Any]], alphabet: frozenset[str]) -> Iterable[_Part]:
    for op, value in parsed:
        name = str(op)
        if name in _CHARACTERS:
            yield _Part(frozenset(char for char in alphabet if _takes(name, value, char)))
        elif name in _REPEATS:
            yield from _repeat(value, alphabet)
        elif name == "SUBPATTERN":
            yield from _parts(value[3], alphabet)
        elif name == "ATOMIC_GROUP":
            yield from _parts(value, alphabet)
        elif name == "BRANCH":
            yield _Part(frozenset(), is_open=True, ways=len(value[1]))
            for option in value[1]:
                yield from _parts(option, alphabet)
                yield _Part(frozenset(), is_open=True)
        elif name == "GROUPREF":  # takes what it has to take, which costs as much as a repeat that gives back
            yield _Part(alphabet, 0, repeats=True, is_open=True)
            yield _Part(alphabet)
        elif name in ("ASSERT", "ASSERT_NOT"):
            if any(part.repeats for part in _parts(value[1], alphabet)):
                raise _NotTold
        elif name != "AT":
            raise _NotTold


def _repeat(value: tuple[int, Any, Any], alphabet: frozenset[str]) -> Iterable[_Part]:
    least, most, body = value
    inner = [*_parts(body, alphabet)]
    if int(most) == 1:
        yield _Part(frozenset(), 0, ways=2)
        yield from (_Part(part.taken, 0, part.repeats, part.is_open, part.ways) for part in inner)
        return
    if any(part.repeats or part.is_open for part in inner):
        raise _NotTold
    yield _Part(frozenset().union(*(part.taken for part in inner)), least, repeats=True)


def _takes(name: str, value: Any, char: str) -> bool:
    """Return whether a character is taken, in whatever case: one more makes the answer no less true."""
    cases = {char, char.lower(), char.upper()}
    if name == "ANY":
        return True
    if name == "LITERAL":
        return chr(value) in cases
    if name == "NOT_LITERAL":
        return {chr(value)} != cases
    is_negated = bool(value) and str(value[0][0]) == "NEGATE"
    answers = [any(_is_in(item, one) for item in value) for one in cases if len(one) == 1]
    return False in answers if is_negated else True in answers


def _is_in(item: tuple[Any, Any], char: str) -> bool:
    name, value = str(item[0]), item[1]
    if name == "LITERAL":
        return chr(value) == char
    if name == "RANGE":
        return bool(value[0] <= ord(char) <= value[1])
    if name == "CATEGORY":
        known = _CATEGORIES.get(str(value).removeprefix("CATEGORY_"))
        if known is None:
            raise _NotTold
        return re.match(known, char) is not None
    return False

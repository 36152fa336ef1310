"""Texts that an expression makes of constants and names, in the short form of ``call_expressions``."""

import re
from collections.abc import Callable, Iterable, Sequence

from automappa_scaffold.source.call_expressions import Expression, Position

__all__ = ["filled_text", "joined_text", "text_of_method"]

_PLACE = re.compile(r"%s|%%|%(?=[^s%])")
_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)\}|[{}]")
_ESCAPED = ("%%", "{{", "}}")
_OF_PARTS = 5  # elements of a text whose parts are names too


def joined_text(parts: Sequence[Expression], position: Position) -> Expression | None:
    """Return the text that parts make together; None where one may be no text."""
    texts = [part[3] for part in parts if part[0] == "const" and part[2] == "str"]
    known = [text for text in texts if isinstance(text, str)]
    if len(known) == len(parts):
        return ("const", position, "str", "".join(known), "joined")
    if not texts or not all(part[0] == "ref" or (part[0] == "const" and part[2] == "str") for part in parts):
        return None
    flat: list[Expression] = []
    for part in parts:
        if part[0] == "const" and not isinstance(part[3], str):
            if len(part) < _OF_PARTS:
                return ("const", position, "str", None)
            inner = part[4]
            assert isinstance(inner, tuple)
            flat += inner
        else:
            flat.append(part)
    return ("const", position, "str", None, tuple(flat))


def filled_text(template: Expression, given: Expression, position: Position) -> Expression | None:
    """Return what ``template % given`` makes, where the template holds ``%s`` alone."""
    if template[0] != "const" or template[2] != "str" or not isinstance(template[3], str):
        return None
    values = given[2] if given[0] == "tuple" else (given,)
    assert isinstance(values, (tuple, list))

    def value_of(found: str, at: int) -> Expression | None:
        return values[at] if found == "%s" and at < len(values) else None

    return _filled(template[3], _PLACE, value_of, position, len(values))


def text_of_method(
    method: str,
    receiver: Expression,
    args: Sequence[Expression],
    keywords: Iterable[tuple[str | None, Expression]],
    position: Position,
) -> Expression | None:
    """Return the text that ``"...".format(...)`` or ``"...".join([...])`` makes; None for anything else."""
    template, words = receiver[3] if receiver[0] == "const" and receiver[2] == "str" else None, dict(keywords)
    if not isinstance(template, str):
        return None
    if method == "join" and len(args) == 1 and not words and args[0][0] in ("list", "tuple"):
        items = args[0][2]
        assert isinstance(items, (tuple, list))
        parts: list[Expression] = []
        for item in items:
            parts += [("const", position, "str", template), item] if parts else [item]
        return joined_text(parts, position) if parts else None
    if method != "format" or any(arg[0] == "star" for arg in args) or None in words:
        return None

    def value_of(found: str, at: int) -> Expression | None:
        if found in ("{", "}"):
            return None
        name = found.strip("{}")
        index = at if not name else int(name) if name.isdecimal() else None
        if index is None:
            return words.get(name)
        return args[index] if index < len(args) else None

    return _filled(template, _FIELD, value_of, position, None)


def _filled(
    template: str,
    pattern: re.Pattern[str],
    value_of: Callable[[str, int], Expression | None],
    position: Position,
    count: int | None,
) -> Expression | None:
    """Return a template with its fields filled in; ``count``: how many there have to be."""
    parts: list[Expression] = []
    at = used = 0
    for found in pattern.finditer(template):
        parts.append(("const", position, "str", template[at : found.start()]))
        at = found.end()
        if found[0] in _ESCAPED:
            parts.append(("const", position, "str", found[0][0]))
            continue
        value = value_of(found[0], used)
        used += 1
        if value is None:
            return None
        parts.append(value)
    parts.append(("const", position, "str", template[at:]))
    return None if count not in (None, used) else joined_text(parts, position)

"""Breaking a line that a list has made too long, as black and ruff break it: the outermost brackets first."""

import itertools
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from automappa_scaffold.editing.source_text import SourceText, Token

__all__ = ["Bracket", "brackets_around", "break_brackets", "joined_brackets"]


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets; ``end`` is after the closing one, ``commas`` are between its items.

    Attributes:
        holds_one: whether it is around one thing, which a comma would make a tuple.
    """

    start: int
    end: int
    commas: tuple[int, ...]
    is_call: bool
    holds_one: bool


def brackets_around(source: SourceText, start: int, end: int) -> tuple[Bracket, ...]:
    """Return the pairs of brackets that hold a stretch of a line and can be broken, outermost first.

    They are the pairs on that line, and a pair around all of the line that has not yet one item per line.
    """
    found: list[Bracket] = []
    opened: list[tuple[Token, bool, list[int]]] = []
    before: Token | None = None
    for token in source.tokens:
        if token.type == tokenize.OP and token.text in "([{":
            is_call = before is not None and (before.type == tokenize.NAME or before.text in (")", "]"))
            opened.append((token, is_call and token.text == "(", []))
        elif token.type == tokenize.OP and token.text in ")]}" and opened:
            opening, is_call, commas = opened.pop()
            is_around = (
                opening.start <= start and token.end >= end and (opening.start, token.end) != (start, end)
            )
            if is_around and _can_be_broken(source, opening.start, token.start):
                holds_one = opening.text == "(" and not commas
                found.append(Bracket(opening.start, token.end, tuple(commas), is_call, holds_one))
        elif token.text == "," and opened:
            opened[-1][2].append(token.start)
        before = token
    return tuple(reversed(found))


def break_brackets(
    source: SourceText,
    brackets: tuple[Bracket, ...],
    place: tuple[int, int],
    new: str,
    exploded: Callable[[str], str],
    *,
    indent: str,
    unit: str,
    line_length: int,
) -> str:
    """Return the outermost brackets as text of several lines, with ``new`` in the place of the list.

    Args:
        place: the offsets of the list, which is inside the last of the brackets.
        exploded: gives the list with one element per line, for the indentation of the line it starts on.
        indent: the indentation of the line on which the brackets stand.
    """
    start, end = place
    outer, inner = brackets[0], brackets[1:]
    text = source.text
    below = indent + unit
    opening, closing = text[outer.start], text[outer.end - 1]
    body = (text[outer.start + 1 : start] + new + text[end : outer.end - 1]).strip()
    if (outer.is_call or outer.holds_one) and _fits(below + body, line_length):
        return f"{opening}\n{below}{body}\n{indent}{closing}"
    edges = (outer.start, *outer.commas, outer.end - 1)
    spans = [(a + 1, b) for a, b in itertools.pairwise(edges) if text[a + 1 : b].strip()]
    comma = "" if outer.holds_one or (outer.is_call and len(spans) == 1) else ","
    lines = []
    for first, last in spans:
        if not first <= start < last:
            lines.append(f"{below}{text[first:last].strip()}{comma}")
            continue
        line = (text[first:start] + new + text[end:last]).strip()
        if not _fits(f"{below}{line}{comma}", line_length):
            if inner:
                broken = break_brackets(
                    source, inner, place, new, exploded, indent=below, unit=unit, line_length=line_length
                )
                line = (text[first : inner[0].start] + broken + text[inner[0].end : last]).strip()
            else:
                line = (text[first:start] + exploded(below) + text[end:last]).strip()
        lines.append(f"{below}{line}{comma}")
    return "\n".join([opening, *lines, f"{indent}{closing}"])


def joined_brackets(source: SourceText, place: tuple[int, int], new: str) -> Iterator[tuple[int, int, str]]:
    """Yield the brackets around a list on one line each, with ``new`` in the place of the list.

    What ``break_brackets`` has broken is among them. Each comes with the offsets of the brackets, the
    innermost first; brackets that hold comments, or strings of several lines, cannot be joined.
    """
    start, end = place
    opened: list[Token] = []
    for token in source.tokens:
        if token.type == tokenize.OP and token.text in "([{":
            opened.append(token)
        elif token.type == tokenize.OP and token.text in ")]}" and opened:
            opening = opened.pop()
            if opening.start >= start or token.end <= end:
                continue
            if not _can_be_joined(source.between(opening.start, token.end)):
                return
            text = source.text[opening.start : start] + new + source.text[end : token.end]
            if "\n" in text:
                yield opening.start, token.end, _on_one_line(text)


def _can_be_joined(tokens: tuple[Token, ...]) -> bool:
    return not any(
        token.type == tokenize.COMMENT or ("\n" in token.text and not token.is_layout) for token in tokens
    )


def _on_one_line(text: str) -> str:
    text = re.sub(r"(?<=[(\[{])\s*\n\s*", "", text)
    text = re.sub(r",?\s*\n\s*(?=[)\]}])", "", text)
    return re.sub(r"\s*\n\s*", " ", text)


def _can_be_broken(source: SourceText, opening: int, closing: int) -> bool:
    inner = source.text[opening + 1 : closing]
    return "\n" not in inner.strip() and not (inner.startswith("\n") and inner.rstrip().endswith(","))


def _fits(line: str, line_length: int) -> bool:
    return len(line.expandtabs(4)) <= line_length

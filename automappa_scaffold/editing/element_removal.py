"""Taking one element out of a tuple, list, set or import list, in the layout that it has."""

from collections.abc import Iterator

from automappa_scaffold.editing.sequence import Element, Literal, LiteralKind
from automappa_scaffold.editing.source_text import SourceText, Splice

__all__ = ["element_removals"]


def element_removals(source: SourceText, literal: Literal, index: int) -> Iterator[tuple[Splice, ...]]:
    """Yield the ways to take out element number ``index``, the plainest first.

    The later ones are what the literal may have been before the element was added to it. The comment at the
    end of an element's own line goes with it; comments on lines of their own stay.
    """
    if len(literal.elements) == 1:
        yield from _only(source, literal)
        return
    yield _one_of_many(source, literal, index)
    texts = [source.text[e.start : e.end] for i, e in enumerate(literal.elements) if i != index]
    for line in _on_one_line(source, literal, texts):
        yield (Splice(literal.start, literal.end, line),)


def _only(source: SourceText, literal: Literal) -> Iterator[tuple[Splice, ...]]:
    element = literal.elements[0]
    end = element.comma_end or element.end
    if literal.kind is LiteralKind.STRING or not literal.has_brackets:
        yield (Splice(literal.start, literal.end, "()"),)
        return
    start = literal.start
    has_comments = any(t.text.startswith("#") for t in source.between(start, literal.end))
    brackets = [Splice(start, start + 1, "set("), Splice(literal.end - 1, literal.end, ")")]
    is_set = source.text[start] == "{"  # an empty pair of braces is a dict
    whole = "set()" if is_set else f"{source.text[start]}{source.text[literal.end - 1]}"
    inner = (
        Splice(*_row(source, element)) if _has_own_row(source, element) else Splice(element.start, end, "")
    )
    kept = (brackets[0], inner, brackets[1]) if is_set else (inner,)
    if not has_comments:
        yield (Splice(start, literal.end, whole),)
    yield kept


def _one_of_many(source: SourceText, literal: Literal, index: int) -> tuple[Splice, ...]:
    elements = literal.elements
    element, is_last = elements[index], index == len(elements) - 1
    lone = _lone_comma(literal, index)
    if not is_last:
        following = elements[index + 1]
        if _has_own_row(source, element) and source.is_first_on_line(following.start):
            return (Splice(*_row(source, element)), *lone)
        if source.line_of(following.start) == source.line_of(element.comma_end or element.end):
            return (Splice(element.start, following.start, ""), *lone)
        below = source.line_end(element.comma_end or element.end) + 1
        indent = len(source.text[below:]) - len(source.text[below:].lstrip(" \t\f"))
        if index == 0:
            return (Splice(element.start, below + indent, ""), *lone)
    previous = elements[index - 1]
    keeps_comma = element.comma_end is not None or bool(_needs_comma(literal))
    cut = previous.comma_end or previous.end
    end = element.comma_end or element.end
    dropped = () if keeps_comma else (Splice(previous.end, cut, ""),)
    if is_last and _has_own_row(source, element) and source.is_first_on_line(literal.end - 1):
        return (*dropped, Splice(*_row(source, element)))
    if _has_comment(source, cut, element.start):
        return (*dropped, Splice(element.start, end, ""))
    return (Splice(previous.end if dropped else cut, end, ""),)


def _needs_comma(literal: Literal) -> bool:
    """Return whether what is left is a tuple of one, which only its comma makes a tuple."""
    return literal.kind is LiteralKind.TUPLE and len(literal.elements) == 2


def _lone_comma(literal: Literal, index: int) -> tuple[Splice, ...]:
    rest = literal.elements[1 - index] if _needs_comma(literal) else None
    if rest is None or rest.comma_end is not None:
        return ()
    return (Splice(rest.end, rest.end, ","),)


def _on_one_line(source: SourceText, literal: Literal, texts: list[str]) -> Iterator[str]:
    if any(token.text.startswith("#") for token in source.between(literal.start, literal.end)):
        return
    line = ", ".join(texts)
    if literal.kind is LiteralKind.TUPLE and len(texts) == 1:
        line += ","
    if literal.kind in (LiteralKind.TUPLE, LiteralKind.IMPORT):
        yield f"({line})"
        yield line
    elif literal.has_brackets:
        yield f"{source.text[literal.start]}{line}{source.text[literal.end - 1]}"


def _has_own_row(source: SourceText, element: Element) -> bool:
    """Return whether nothing but the element, its comma and a comment stand on its lines."""
    end = element.comma_end or element.end
    rest = source.text[end : source.line_end(end)].lstrip(" \t\f")
    return source.is_first_on_line(element.start) and (not rest or rest.startswith("#"))


def _row(source: SourceText, element: Element) -> tuple[int, int, str]:
    end = source.line_end(element.comma_end or element.end)
    return source.line_start(element.start), end + 1, ""


def _has_comment(source: SourceText, start: int, end: int) -> bool:
    return any(token.text.startswith("#") for token in source.between(start, end))

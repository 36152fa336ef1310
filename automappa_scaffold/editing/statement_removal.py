"""Taking whole statements out of a module."""

import ast
from collections.abc import Iterator

from automappa_scaffold.editing.source_text import SourceText, Splice

__all__ = ["block_removals", "statement_removals"]


def statement_removals(source: SourceText, stmt: ast.stmt, siblings: list[ast.stmt]) -> Iterator[Splice]:
    """Yield the ways to take out a simple statement, the plainest first.

    Args:
        siblings: the statements of its block; the only one of a nested block leaves a ``pass``.
    """
    start, end = source.span(stmt)
    if len(siblings) == 1 and source.tree.body is not siblings:
        yield Splice(start, end, "pass")
        return
    index = siblings.index(stmt)
    before = source.span(siblings[index - 1])[1] if index else None
    after = source.span(siblings[index + 1])[0] if index + 1 < len(siblings) else None
    if before is not None and _is_same_line(source, before, start):
        yield Splice(before, end, "")
    elif after is not None and _is_same_line(source, end, after):
        yield Splice(start, after, "")
    else:
        yield from block_removals(source, source.line_start(start), source.logical_end(stmt))


def block_removals(source: SourceText, start: int, end: int) -> Iterator[Splice]:
    """Yield the ways to take out whole lines, which differ in the blank lines that go with them."""
    text = source.text
    above = _blank_above(text, start)
    below = _blank_below(text, end)
    # The wider of the two gaps stays, as formatters would have it; none stays at the ends of the file.
    if not text[end:].strip():
        plain = (above, 0)
    elif not text[:start].strip():
        plain = (0, below)
    else:
        plain = (min(above, below), 0) if above <= below else (0, below)
    gaps = [(a, b) for a in range(min(above, 3) + 1) for b in range(min(below, 3) + 1)]
    is_cut = end == len(text) and not text.endswith("\n")
    for a, b in dict.fromkeys([plain, *gaps]):
        first = max(0, start - a - 1) if is_cut else start - a
        yield Splice(first, end + b, "")


def _blank_above(text: str, start: int) -> int:
    kept = text[:start].rstrip("\n")
    return start - len(kept) - (1 if kept and start > len(kept) else 0)


def _blank_below(text: str, end: int) -> int:
    return len(text[end:]) - len(text[end:].lstrip("\n"))


def _is_same_line(source: SourceText, end: int, start: int) -> bool:
    return (
        any(token.text == ";" for token in source.between(end, start)) and "\n" not in source.text[end:start]
    )

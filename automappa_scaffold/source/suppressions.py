"""Suppressions: comments that take back findings on their line, ``# automappa: ignore[AMS312] reason``."""

import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["SUPPRESSIONS", "Suppression", "read_line_suppressions"]

_COMMENT = re.compile(r"#\s*automappa:\s*ignore\b(?:\s*\[([^\]]*)\])?")


class Suppression(NamedTuple):
    """One comment: where it stands (from 1), and the rules that it names, by code or by name."""

    line: int
    column: int
    end_column: int
    rules: tuple[str, ...]


def _read(file: SourceFile) -> tuple[Suppression, ...]:
    if b"automappa:" not in file.data:
        return ()
    found: list[Suppression] = []
    try:
        # A file that does not parse may still be read up to the place where it cannot be.
        for token in tokenize.tokenize(io.BytesIO(file.data).readline):
            if token.type == tokenize.COMMENT:
                found += _in_comment(token.string, *token.start)
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        pass
    return tuple(found)


def read_line_suppressions(source: bytes) -> tuple[Suppression, ...]:
    """Return the suppressions of a file that is not Python and has ``#`` comments."""
    if b"automappa:" not in source:
        return ()
    lines = source.decode("utf-8", "replace").splitlines()
    return tuple(found for number, line in enumerate(lines, 1) for found in _in_comment(line, number, 0))


def _in_comment(text: str, line: int, offset: int) -> Iterator[Suppression]:
    match = _COMMENT.search(text)
    if match is not None:
        rules = tuple(part.strip() for part in (match.group(1) or "").split(",") if part.strip())
        yield Suppression(line, offset + match.start() + 1, offset + match.end() + 1, rules)


SUPPRESSIONS = FactKind(
    f"{__name__}:SUPPRESSIONS",
    read=_read,
    to_json=lambda found: [[s.line, s.column, s.end_column, list(s.rules)] for s in found],
    from_json=lambda data: tuple(Suppression(a, b, c, tuple(rules)) for a, b, c, rules in data),
)

"""Putting one text in the place of another, and making a sequence of a lone text."""

import ast
import tokenize
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.sequence import list_span
from automappa_scaffold.editing.source_text import SourceText, Splice, open_source
from automappa_scaffold.errors import EditError

__all__ = ["AddCommas", "ReplaceText", "WrapText"]


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """The text ``old`` at a place becomes ``new``; columns count from 1, in bytes of UTF-8."""

    path: PurePosixPath
    line: int
    column: int
    old: str
    new: str

    def apply(self, data: bytes) -> bytes:
        """Return the file with the text replaced. Raises EditError when another text stands there."""
        source = open_source(self.path, data)
        if self.line > len(source.line_starts):
            raise self._refusal()
        start = source.offset_of(self.line, self.column)
        end = start + len(self.old)
        if source.text[start:end] != self.old:
            raise self._refusal()
        return source.splice([Splice(start, end, self.new)])

    def _refusal(self) -> EditError:
        return EditError(
            f"{self.path}:{self.line}: {self.old} is written in another way here.",
            hint=f"Write {self.new} by hand.",
        )


@dataclass(frozen=True, slots=True)
class AddCommas:
    """Texts that Python joins become elements of their own; ``line`` and ``column``: of the first."""

    path: PurePosixPath
    line: int
    column: int

    def apply(self, data: bytes) -> bytes:
        """Return the file with commas between the texts. Raises EditError when none are joined there."""
        source = open_source(self.path, data)
        node = _text_at(source, self.line, self.column)
        strings = [] if node is None else _strings_of(source, node)
        if len(strings) < 2:
            raise EditError(
                f"{self.path}:{self.line}: no texts are joined here.", hint="Add the comma by hand."
            )
        return source.splice([Splice(end, end, ",") for _, end in strings[:-1]])


@dataclass(frozen=True, slots=True)
class WrapText:
    """A lone text becomes the one element of a tuple, or of a list."""

    path: PurePosixPath
    line: int
    column: int
    is_list: bool = False

    def apply(self, data: bytes) -> bytes:
        """Return the file with a sequence in place of the text. Raises EditError when none stands there."""
        source = open_source(self.path, data)
        node = _text_at(source, self.line, self.column)
        if node is None:
            raise EditError(f"{self.path}:{self.line}: no text stands here.", hint="Write a tuple by hand.")
        start, end = source.span(node)
        if self.is_list:
            return source.splice([Splice(start, start, "["), Splice(end, end, "]")])
        if list_span(source, node) != (start, end):
            return source.splice([Splice(end, end, ",")])
        return source.splice([Splice(start, start, "("), Splice(end, end, ",)")])


def _text_at(source: SourceText, line: int, column: int) -> ast.Constant | None:
    for node in ast.walk(source.tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (
            isinstance(node, ast.Constant)
            and is_text
            and (node.lineno, node.col_offset + 1) == (line, column)
        ):
            return node
    return None


def _strings_of(source: SourceText, node: ast.Constant) -> list[tuple[int, int]]:
    """Return the offsets of the texts that a constant is joined from."""
    start, end = source.span(node)
    return [(t.start, t.end) for t in source.between(start, end) if t.type == tokenize.STRING]

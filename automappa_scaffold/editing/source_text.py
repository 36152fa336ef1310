"""A source file opened for splicing: its text, tree and tokens, and the way back to its exact bytes.

No whole file is ever printed from a tree: an edit splices text into the original bytes, so comments, quotes,
line endings, byte order mark, encoding and form feeds outside the insertion survive by construction.
"""

import ast
import io
import re
import sys
import tokenize
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.errors import EditError
from automappa_scaffold.source.parsing import is_newer_syntax

__all__ = ["SourceText", "Splice", "Token", "open_source", "parse_source"]

_BOM = b"\xef\xbb\xbf"
_LAYOUT = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the text from ``start`` to ``end`` (offsets in ``SourceText.text``) by ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its offsets in ``SourceText.text``."""

    type: int
    text: str
    start: int
    end: int

    @property
    def is_layout(self) -> bool:
        """Whether the token is a comment, a line break inside brackets, or indentation."""
        return self.type in _LAYOUT


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded source file. ``text`` has ``\\n`` line ends; offsets and lines refer to it.

    Attributes:
        original: the decoded text with its own line ends.
        wide_breaks: the offsets in ``text`` of line breaks that are two characters in ``original``.
        by_hand: what a person is told to do where the file cannot be edited.
    """

    path: PurePosixPath
    data: bytes
    encoding: str
    original: str
    text: str
    tree: ast.Module
    tokens: tuple[Token, ...]
    line_starts: tuple[int, ...]
    wide_breaks: tuple[int, ...]
    by_hand: str = ""

    def line_of(self, offset: int) -> int:
        """Return the number (from 1) of the line that holds an offset."""
        return bisect_right(self.line_starts, offset)

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of ``offset`` starts."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return the offset of the line break that ends the line of ``offset``, or of the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def indent_at(self, offset: int) -> str:
        """Return the white space at the start of the line of ``offset``, at most up to ``offset``."""
        before = self.text[self.line_start(offset) : offset]
        return before[: len(before) - len(before.lstrip(" \t\f"))].replace("\f", "")

    def is_first_on_line(self, offset: int) -> bool:
        """Return whether only white space stands before ``offset`` on its line."""
        return not self.text[self.line_start(offset) : offset].strip(" \t\f")

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the offsets of a node of the tree."""
        at: Any = node
        return self._offset(at.lineno, at.col_offset), self._offset(at.end_lineno, at.end_col_offset)

    def offset_of(self, line: int, column: int) -> int:
        """Return the offset of a place; both count from 1, columns in bytes of UTF-8."""
        return self._offset(line, column - 1)

    def logical_end(self, node: ast.AST) -> int:
        """Return the offset after the line break of the logical line on which a simple statement ends."""
        end = self.span(node)[1]
        for token in self.tokens:
            if token.start >= end and token.type == tokenize.NEWLINE:
                return token.end
        return len(self.text)

    def between(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that lie within two offsets."""
        return tuple(token for token in self.tokens if token.start >= start and token.end <= end)

    def splice(self, splices: Iterable[Splice]) -> bytes:
        """Return the file's bytes with the splices applied; the result is known to parse.

        Raises:
            EditError: the insertion cannot be written in the file's encoding, or would not parse.
        """
        bom = [_BOM] if self.data.startswith(_BOM) else []
        edited, untouched = list(bom), list(bom)
        position = 0
        for splice in sorted(splices, key=lambda s: (s.start, s.end)):
            start, end = self._raw(splice.start), self._raw(splice.end)
            kept = self._encode(self.original[position:start])
            inserted = splice.text.replace("\n", self._line_break_near(splice.start))
            edited += [kept, self._encode(inserted)]
            untouched += [kept, self._encode(self.original[start:end])]
            position = end
        rest = self._encode(self.original[position:])
        if b"".join([*untouched, rest]) != self.data:
            message = f"{self.path}: its bytes do not survive decoding as {self.encoding}."
            raise EditError(message, hint=self.by_hand)
        result = b"".join([*edited, rest])
        parse_source(self.path, result)
        return result

    def _offset(self, line: int, column: int) -> int:
        # The tree counts columns in bytes of UTF-8, the text in characters.
        start = self.line_starts[line - 1]
        text = self.text[start : start + column]
        if text.isascii():
            return start + column
        raw = self.text[start : self.line_end(start)].encode("utf-8")[:column]
        return start + len(raw.decode("utf-8"))

    def _raw(self, offset: int) -> int:
        return offset + bisect_left(self.wide_breaks, offset)

    def _line_break_near(self, offset: int) -> str:
        end = self.text.find("\n", offset)
        if end < 0:
            end = self.text.rfind("\n", 0, offset)
        if end < 0:
            return "\n"
        raw = self._raw(end)
        return "\r\n" if self.original[raw : raw + 2] == "\r\n" else self.original[raw]

    def _encode(self, text: str) -> bytes:
        try:
            return text.encode("utf-8" if self.encoding == "utf-8-sig" else self.encoding)
        except UnicodeEncodeError as error:
            bad = text[error.start : error.end]
            raise EditError(
                f"{self.path} is written in {self.encoding}, which has no {bad!r}.",
                hint=f"Use other words, or save the file as UTF-8. {self.by_hand}".rstrip(),
            ) from error


def open_source(path: PurePosixPath, data: bytes, by_hand: str = "") -> SourceText:
    """Return a source file opened for splicing.

    Args:
        by_hand: what a person is told to do where the file cannot be edited.
    Raises:
        EditError: the file does not parse, or its encoding is not known.
    """
    try:
        # Python counts a lone carriage return as a line break, readline does not.
        lines = io.BytesIO(re.sub(rb"\r\n?", b"\n", data))
        encoding = tokenize.detect_encoding(lines.readline)[0]
        original = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise EditError(f"{path} cannot be decoded: {error}.", hint=_mend(by_hand)) from error
    text = re.sub(r"\r\n?", "\n", original)
    wide = [found.start() for found in re.finditer("\r\n", original)]
    starts = (0, *(found.end() for found in re.finditer("\n", text)))
    return SourceText(
        path=path,
        data=data,
        encoding=encoding,
        original=original,
        text=text,
        tree=parse_source(path, text, by_hand),
        tokens=_tokens(path, text, starts),
        line_starts=starts,
        wide_breaks=tuple(offset - count for count, offset in enumerate(wide)),
        by_hand=by_hand,
    )


def parse_source(path: PurePosixPath, source: bytes | str, by_hand: str = "") -> ast.Module:
    """Return a source file's tree.

    Args:
        by_hand: what a person is told to do besides mending the file.
    Raises:
        EditError: it does not parse.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else str(path)
        if is_newer_syntax(source):
            version = ".".join(map(str, sys.version_info[:2]))
            raise EditError(
                f"{where} is written in a newer Python than the {version} that runs this tool.",
                hint=f"Run the tool with the app's own Python. {by_hand}".rstrip(),
            ) from error
        raise EditError(f"{where} does not parse: {error.msg}.", hint=_mend(by_hand)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise EditError(f"{path} does not parse: {error}.", hint=_mend(by_hand)) from error


def _mend(by_hand: str) -> str:
    return f"Mend the file first. {by_hand}".rstrip()


def _tokens(path: PurePosixPath, text: str, starts: tuple[int, ...]) -> tuple[Token, ...]:
    def offset(place: tuple[int, int]) -> int:
        line, column = place
        return min(starts[line - 1] + column, len(text)) if line <= len(starts) else len(text)

    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            start = offset(token.start)
            if token.type in (tokenize.NEWLINE, tokenize.NL):
                end = min(start + 1, len(text))
            else:
                end = offset(token.end)
            found.append(Token(token.type, token.string, start, end))
    except (tokenize.TokenError, SyntaxError) as error:
        raise EditError(f"{path} cannot be split into tokens: {error}.", hint=_mend("")) from error
    return tuple(found)

"""Parsing the project's own files where a syntax tree is all that is wanted."""

import ast
import warnings

__all__ = ["parse_lines", "parse_quietly"]

_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)
# More lines than these are no file that somebody is just editing.
_MOST_LINES = 2000


def parse_quietly(source: str | bytes) -> ast.Module:
    """Return a tree; what Python warns of, as an invalid escape, is for the file's author, not for our user.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as ``ast.parse``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def parse_lines(source: bytes) -> ast.Module:
    """Return the statements of a file, perhaps a broken one, that begin a line and parse by themselves.

    A call that goes on below counts without its arguments.
    """
    lines = source.decode("utf-8", "replace").splitlines()[:_MOST_LINES]
    trees = (_parse_line(line) for line in lines if line[:1].isidentifier())
    return ast.Module([node for tree in trees for node in tree.body], [])


def _parse_line(line: str) -> ast.Module:
    for text in (line, f"{line.partition('(')[0]}()"):
        try:
            return parse_quietly(text)
        except _ERRORS:
            continue
    return ast.Module([], [])

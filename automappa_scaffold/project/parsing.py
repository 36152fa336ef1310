"""Parsing the project's own files where a syntax tree is all that is wanted."""

import ast
import warnings

__all__ = ["parse_quietly"]


def parse_quietly(source: str | bytes) -> ast.Module:
    """Return a tree; what Python warns of, as an invalid escape, is for the file's author, not for our user.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as ``ast.parse``.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)

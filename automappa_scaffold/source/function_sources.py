"""Parsing one function of a file, where that gives the very tree that parsing all of the file gives."""

import ast
import re

from automappa_scaffold.source.parsing import WithoutWarnings, may_have_type_parameters
from automappa_scaffold.source.private_names import holds_private_names

__all__ = ["can_be_parsed_in_parts", "parse_function"]

_COOKIE = re.compile(rb"\A(?:[^\n]*\n)?[^\n]*coding[:=]")
# So many ends are tried: one in a long text is none.
_MOST_ENDS = 8


def can_be_parsed_in_parts(source: bytes) -> bool:
    """Return whether a file's lines and indentation are what they look like, and its names as written."""
    # With tabs, indentation that looks smaller may be larger.
    is_odd = b"\t" in source or b"\r" in source or b"\f" in source or source.startswith(b"\xef\xbb\xbf")
    return not is_odd and _COOKIE.search(source) is None and not may_have_type_parameters(source)


def parse_function(source: bytes, line: int, column: int) -> ast.Module | None:
    """Return a tree with the function that begins here and nothing else; None: it is not seen where it ends.

    The places of its nodes are those in the file. Decorators are left out.
    """
    start = 0
    for _ in range(line - 1):
        start = source.find(b"\n", start) + 1
    if source[start : start + column].strip(b" "):
        return None
    # The first line behind it has no more indentation, is not empty, and no comment. Within brackets, texts
    # and continued lines such a line may be no end, but then what stands before it does not parse.
    ends = re.finditer(rb"\n(?! {%d}| *(?:[#)\]}\n]|\Z))" % (column + 1), source[start:])
    for _, end in zip(range(_MOST_ENDS), [*(found.start() for found in ends), len(source)], strict=False):
        part = source[start : start + end]
        if holds_private_names(part):
            return None  # they are called after the class around
        above = b"\n" * (line - 2) + b"if 1:\n" if column else b"\n" * (line - 1)
        try:
            with WithoutWarnings():
                return ast.parse(above + part)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None

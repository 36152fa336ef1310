"""Calls that are given a keyword twice, found without looking at most of a file's expressions."""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from automappa_scaffold.source.tree_walk import iter_children, walk

__all__ = ["may_repeat_keyword"]

# A keyword, read backwards from its equal sign: a name after a bracket or comma,
# or after a line with a comment.
# A pattern that begins with plain text is looked for many times faster.
_KEYWORD = re.compile(rb"=(?<!==)[\s\\]*([\w\x80-\xff]+)[\s\\]*[(,]")
_COMMENTED = re.compile(rb"=(?<!==)[\s\\]*([\w\x80-\xff]+)[\s\\]*(?:[(,]|(?<=\n)[^\n]*#)")
_SIMPLE = frozenset(
    (ast.Expr, ast.Assign, ast.Return, ast.Import, ast.ImportFrom, ast.AnnAssign, ast.AugAssign)
)
_Place = tuple[int, int]
_BLOCKS = ("body", "orelse", "handlers", "finalbody")


def may_repeat_keyword(tree: ast.Module, source: bytes) -> bool:
    """Return whether a call or class is given a keyword twice.

    Where a text gives a name once, or twice in different statements, there is no need to look at calls.
    """
    pattern = _COMMENTED if b"#" in source else _KEYWORD
    if not _has_again(pattern, source):
        return False
    # Tasks are given the same keywords again and again, each in its decorator.
    pieces = source.split(b"\n@")
    if not any(_has_again(pattern, piece) for piece in pieces) and _are_decorators(tree, len(pieces) - 1):
        return False
    places = _places_of(source, pattern)
    if not _share_start(places, [(node.lineno, 0) for node in tree.body]):
        return False
    statements = _starts_of(tree)
    starts = sorted(statements)
    shared = _share_start(places, starts)
    return any(_repeats_keyword(statements[starts[index]]) for index in shared if index >= 0)


def _has_again(pattern: re.Pattern[bytes], text: bytes) -> bool:
    names = pattern.findall(text[::-1])
    return len(names) > 1 and len(names) != len(set(names))


def _places_of(source: bytes, pattern: re.Pattern[bytes]) -> list[tuple[bytes, _Place]]:
    """Return every keyword with its line, from 1, and column, from 0."""
    found = []
    line, start, size = 1, 0, len(source)
    ends = [(match[1], size - match.end(1)) for match in pattern.finditer(source[::-1])]
    for name, at in reversed(ends):
        count = source.count(b"\n", start, at)
        if count:
            line += count
            start = source.rindex(b"\n", start, at) + 1
        found.append((name, (line, at - start)))
    return found


def _are_decorators(tree: ast.Module, count: int) -> bool:
    """Return whether so many signs at the start of a line are those of decorators, and no operators."""
    return not count or count == sum([len(getattr(node, "decorator_list", ())) for node in tree.body])


def _share_start(places: Iterable[tuple[bytes, _Place]], starts: Sequence[_Place]) -> set[int]:
    """Return the numbers of the starts that are the last before two places of one name; -1: before all."""
    last: dict[bytes, int] = {}
    shared = set()
    for name, place in places:
        index = bisect_right(starts, place)
        if last.get(name) == index:
            shared.add(index - 1)
        last[name] = index
    return shared


def _starts_of(tree: ast.Module) -> dict[_Place, Any]:
    """Return the statements and handlers of a tree by where they start, decorators included."""
    found: dict[_Place, Any] = {}
    stack: list[Sequence[Any]] = [tree.body]
    while stack:
        for node in stack.pop():
            first = node
            if node.__class__ not in _SIMPLE:
                first = (getattr(node, "decorator_list", None) or (node,))[0]
                stack += [block for field in _BLOCKS if (block := getattr(node, field, None))]
            found[first.lineno, first.col_offset] = node
    return found


def _repeats_keyword(statement: ast.AST) -> bool:
    """Return whether an expression of a statement, without the statements in it, names a keyword twice."""
    if _is_given_twice(statement):
        return True
    return any(
        _is_given_twice(node)
        for child in iter_children(statement)
        if not isinstance(child, (ast.stmt, ast.ExceptHandler))
        for node in walk(child)
    )


def _is_given_twice(node: ast.AST) -> bool:
    if not isinstance(node, (ast.Call, ast.ClassDef)):
        return False
    names = [keyword.arg for keyword in node.keywords if keyword.arg]
    return len(set(names)) < len(names)

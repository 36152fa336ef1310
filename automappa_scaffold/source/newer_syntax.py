"""Syntax that Python 3.10 does not take, and which Python was the first to take it."""

import ast
import io
import re
import sys
from collections.abc import Iterator
from typing import Any

from automappa_scaffold.source.parsing import OlderModule
from automappa_scaffold.source.tree_walk import walk

__all__ = ["find_newest"]

# Each begins with plain text, which is looked for many times faster.
_STARS = (
    re.compile(rb"except[\s\\]*\*"),  # groups of exceptions
    re.compile(rb":[\s\\]*\*"),  # stars in annotations
    re.compile(rb"\[(?<=[\w\])]\[)(?:[^\[\]()]*,)?[\s\\]*\*(?!\*)"),  # and in subscripts
)
_ASYNCHRONOUS = re.compile(rb"\basync[\s\\]+for\b|\bawait\b")
# fmt: off
# Quotes, line ends, backslashes and comments within the braces of a text.
_OF_3_12 = re.compile(
    rb"[fF][rR]?(?:\"(?!\"\")[^\"\n]*\{[^}\"\n]*[\"\n]|'(?!'')[^'\n]*\{[^}'\n]*['\n]"
    rb"|[\"'][^\n]*\{[^}\n]*[\\#][^}\n]*\})"
)
# fmt: on
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def find_newest(tree: ast.Module, source: bytes) -> tuple[str, int] | None:
    """Return the version of Python that a file needs, if that is newer than 3.10, and the line that does."""
    if isinstance(tree, OlderModule):
        return "3.12", tree.body[0].lineno
    if sys.version_info >= (3, 12) and _OF_3_12.search(source) is not None:
        line = next(_lines_of_3_12(source), None)
        if line is not None:
            return "3.12", line
    is_suspect = b"*" in source and any(stars.search(source) is not None for stars in _STARS)
    if is_suspect or (b"async" in source and _ASYNCHRONOUS.search(source) is not None):
        line = next(_lines_of_3_11(tree), None)
        return None if line is None else ("3.11", line)
    return None


def _lines_of_3_12(source: bytes) -> Iterator[int]:
    """Yield lines where a formatted text holds what older Pythons do not take in its braces."""
    import tokenize

    quotes: list[str] = []
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        name, text = tokenize.tok_name[token.type], token.string
        if name == "FSTRING_END":
            quotes.pop()
        elif quotes and name != "FSTRING_MIDDLE":
            is_broken = name in ("NL", "NEWLINE") and len(quotes[-1]) == 1
            if is_broken or name == "COMMENT" or "\\" in text or any(quote in text for quote in quotes):
                yield token.start[0]
        if name == "FSTRING_START":
            quotes.append(text.lstrip("fFrR"))


def _lines_of_3_11(tree: ast.Module) -> Iterator[int]:
    for node in walk(tree):
        if type(node).__name__ == "TryStar":
            yield node.lineno  # type: ignore[attr-defined]  # unknown to Python 3.10
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            parts = node.slice.elts
            # A tuple in brackets of its own may always have had stars.
            is_bare = bool(parts) and parts[0].col_offset == node.slice.col_offset
            if is_bare and any(isinstance(part, ast.Starred) for part in parts):
                yield node.lineno
        elif isinstance(node, ast.arg) and isinstance(node.annotation, ast.Starred):
            yield node.lineno
        elif isinstance(node, _COMPREHENSIONS):
            inner = [part for part in _own_parts(node) if isinstance(part, _COMPREHENSIONS)]
            if inner and not _is_asynchronous(node):
                yield from (
                    part.lineno
                    for part in inner
                    if not isinstance(part, ast.GeneratorExp) and _is_asynchronous(part)
                )


def _is_asynchronous(comprehension: Any) -> bool:
    return any(part.is_async for part in comprehension.generators) or any(
        isinstance(part, ast.Await) for part in _own_parts(comprehension)
    )


def _own_parts(comprehension: Any) -> Iterator[ast.AST]:
    """Yield what is evaluated in a comprehension's scope, inner comprehensions without what is in theirs."""
    first = comprehension.generators[0]
    stack = [child for child in ast.iter_child_nodes(comprehension) if child is not first]
    stack += [first.target, *first.ifs]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _COMPREHENSIONS):
            stack.append(node.generators[0].iter)
        elif not isinstance(node, ast.Lambda):
            stack += ast.iter_child_nodes(node)

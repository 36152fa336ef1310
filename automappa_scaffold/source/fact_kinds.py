"""Facts: what is wanted of one file's bytes, computed once and kept for the next run.

A rule that looks at many files asks ``tree.facts(path, KIND)``; nobody else need know that there is a cache::

    CALLS = FactKind("calls-1", read=_read_calls, to_json=_to_json, from_json=_from_json)

    for path in paths:
        for call in tree.facts(path, CALLS) or ():
            ...
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from automappa_scaffold.source.parsing import parse_source

__all__ = ["FactKind", "SourceFile"]

T = TypeVar("T")


class SourceFile:
    """One file's bytes and, once asked for, their tree, so that several kinds of facts parse them once."""

    __slots__ = ("_tree", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._tree: ast.Module | None = None

    def tree(self) -> ast.Module:
        """Return the file's tree, not to be changed, or raise SourceSyntaxError."""
        if self._tree is None:
            self._tree = parse_source(self.data)
        return self._tree


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class FactKind(Generic[T]):
    """One kind of facts, all that decides them being a file's bytes and the tool's version.

    Attributes:
        name: its name in the cache, with a number to raise whenever what ``read`` returns changes.
        read: makes the facts; must not raise (catch SourceSyntaxError), nor look at anything else.
        to_json: what JSON holds of them: lists, texts, numbers, booleans, None. Small is fast.
        from_json: the facts again; tuples come as lists.
    """

    name: str
    read: Callable[[SourceFile], T]
    to_json: Callable[[T], Any] = _same
    from_json: Callable[[Any], T] = _same

"""Facts: what is wanted of one file's bytes, computed once and kept for the next run.

A rule that looks at many files asks ``tree.facts(path, KIND)``; nobody else need know that there is a cache::

    CALLS = FactKind(f"{__name__}:CALLS", _read_calls, _to_json, _from_json)

    for path in paths:
        for call in tree.facts(path, CALLS) or ():
            ...

Where facts are all that was looked at of a file, an answer outlives every change of the file that leaves
them the same. So facts should hold what is wanted and no more.

After a change of one file, its facts are computed again before anything else is imported: modules that hold
a kind of facts do without ``dataclasses``, whose import takes longer than all of that.
"""

import ast
from collections.abc import Callable
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


class FactKind(Generic[T]):
    """One kind of facts, all that decides them being a file's bytes and the tool's version.

    Args:
        name: where it is found: ``module:NAME``. What a cache holds counts for the very tool that wrote it
            alone, so no number of a version is needed.
        read: makes the facts; must not raise (catch SourceSyntaxError), nor look at anything else.
        to_json: what JSON holds of them: lists, texts, numbers, booleans, None. Small is fast.
        from_json: the facts again; tuples may come as lists.
    """

    __slots__ = ("from_json", "name", "read", "to_json")

    def __init__(
        self,
        name: str,
        read: Callable[[SourceFile], T],
        to_json: Callable[[T], Any] = _same,
        from_json: Callable[[Any], T] = _same,
    ) -> None:
        self.name = name
        self.read = read
        self.to_json = to_json
        self.from_json = from_json

    def compute(self, data: bytes) -> Any:
        """Return what JSON holds of the facts of these bytes."""
        return self.to_json(self.read(SourceFile(data)))

"""What a function gives back, where each of its ``return`` statements writes it out."""

from collections.abc import Iterator, Sequence

from automappa_scaffold.source.program import Node, blocks_in

__all__ = ["kinds_returned"]

_DISPLAYS = frozenset({"tuple", "list", "set", "dict"})


def kinds_returned(body: Sequence[Node]) -> tuple[str, ...]:
    """Return the types of what a body returns, sorted, ``none`` for no value; empty: not all are certain."""
    kinds = {_kind(node[2]) for node in _returns(body)} or {"none"}
    return () if "" in kinds else tuple(sorted(kinds))


def _returns(body: Sequence[Node]) -> Iterator[Node]:
    for node in body:
        if node[0] == "return":
            yield node
        for block in blocks_in(node):
            yield from _returns(block)


def _kind(value: Node | None) -> str:
    """Return the type of a constant, display or formatted text; empty: another expression."""
    if value is None:
        return "none"
    kind = value[0]
    if kind == "const":
        return "none" if value[2] is None else type(value[2]).__name__
    if kind == "comp":
        return str(value[2]) if value[2] in _DISPLAYS else ""
    return "str" if kind == "fstr" else kind if kind in _DISPLAYS else ""

"""What the body of a class binds, which it never takes from the functions around it, and annotates."""

from collections.abc import Iterator, Sequence

from automappa_scaffold.source.program import Node, blocks_in

__all__ = ["binds", "has_annotations"]


def binds(body: Sequence[Node], name: str) -> bool:
    """Return whether statements bind a name, wherever in them."""
    return any(
        name in _bound_by(node) or any(binds(block, name) for block in blocks_in(node)) for node in body
    )


def has_annotations(body: Sequence[Node]) -> bool:
    """Return whether statements annotate anything, wherever in them."""
    return any(node[0] == "ann" or any(map(has_annotations, blocks_in(node))) for node in body)


def _bound_by(node: Node) -> Iterator[str]:
    kind = node[0]
    if kind in ("def", "class"):
        yield node[2]
    elif kind == "import":
        yield from ((alias or name).partition(".")[0] for name, alias in node[2])
    elif kind == "from":
        yield from (alias or name for name, alias, _ in node[3])
    elif kind in ("assign", "delete"):
        for target in node[2]:
            yield from _names(target)
    elif kind in ("aug", "ann", "for"):
        yield from _names(node[2])
    elif kind in ("with", "asyncwith"):
        for _, target in node[2]:
            if target:
                yield from _names(target)
    elif kind in ("try", "trystar"):
        yield from (handler[2] for handler in node[3] if handler[2])


def _names(target: Node) -> Iterator[str]:
    """Yield the names that a target binds."""
    if target[0] == "name":
        yield target[2]
    elif target[0] in ("tuple", "list"):
        for part in target[2]:
            yield from _names(part)
    elif target[0] == "star":
        yield from _names(target[2])

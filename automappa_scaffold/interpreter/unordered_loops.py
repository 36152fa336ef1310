"""Loops over elements whose order is not known: what they leave behind that depends on it."""

from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.control_flow import ControlFlow
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["depends_on_order", "forget_order", "is_driven"]

_GROWING = ("append", "extend", "insert", "appendleft")


def depends_on_order(body: Sequence[Node]) -> bool:
    """Return whether rounds do what depends on the rounds before: they count, or leave the loop."""
    return any(
        node[0] in ("aug", "break", "return")
        or any(depends_on_order(part) for part in node if _is_block(part))
        for node in body
    )


def is_driven(node: Node) -> bool:
    """Return whether what a loop goes through may hand out elements besides: in it, or when it is left."""
    return _leaves(node[4]) or node[3][2] in _names(node[4])


def _leaves(body: Sequence[Node]) -> bool:
    return any(
        node[0] in ("break", "return") or any(_leaves(part) for part in node if _is_block(part))
        for node in body
    )


def _names(part: object) -> set[str]:
    if not isinstance(part, tuple):
        return set()
    own = {part[2]} if len(part) > 2 and part[0] == "name" and isinstance(part[2], str) else set()
    return own.union(*map(_names, part))


def _is_block(part: object) -> bool:
    return (
        isinstance(part, tuple)
        and bool(part)
        and all(isinstance(inner, tuple) and inner and isinstance(inner[0], str) for inner in part)
    )


def forget_order(m: ControlFlow, node: Node, place: Place, frame: Frame) -> None:
    """Forget which element came last, what names it was put into, and in which order containers grew."""
    last = m.unknown("which of these elements comes last", place)
    m.assign(node[2], last, frame)
    bound: set[str] = set()
    for inner in _statements(node[4]):
        if inner[0] == "assign" and inner[3][0] != "const":
            bound.update(target[2] for target in inner[2] if target[0] == "name")
        for target in inner[2] if inner[0] == "assign" else ():
            if target[0] == "sub" and target[2][0] == "name":
                filled = m.lookup(target[2][2], frame)
                if isinstance(filled, DictValue):
                    m.store(filled.meta, "shuffled", True)
    for inner in _statements(node[4]):
        call = inner[2] if inner[0] == "expr" else None
        if call and call[0] == "call" and call[2][0] == "attr" and call[2][3] in _GROWING:
            owner = call[2][2]
            grown = m.lookup(owner[2], frame) if owner[0] == "name" and owner[2] not in bound else MISSING
            if isinstance(grown, ListValue):
                m.store(grown.slots, "shuffled", True)
    for name in sorted(bound):
        if name in frame.names and not isinstance(frame.names[name], ListValue):
            m.store(frame.names, name, last)


def _statements(body: Sequence[Node]) -> Iterator[Node]:
    """Yield the statements of a block and of the blocks in it, but not of functions and classes."""
    for node in body:
        yield node
        if node[0] not in ("def", "class"):
            for part in node:
                if _is_block(part):
                    yield from _statements(part)

"""The short form of an expression in which the rules about callers read it.

An expression is ``(kind, position, ...)``, a position ``(line, column, end line, end column)``, all from 1.
The kinds, ``e`` for an expression:

    ref binding names · const type value · const str text "joined" ·
    const str None es: of these parts · tuple/list/set es · dict ((e, e)...) ·
    star e · call e es ((name, e)...) · attr e name · item e e · or e e · invert e · comp e es · pass e es ·
    either es es: one of these, behind calls · made e: what calling it makes ·
    table ((e, e)...): a dict of the module's · other es

A ``ref`` is a name with the attributes behind it; what it is bound to is one of ``("import", module)``,
``("from", level, module, name)``, ``("own", name, how)``, ``("local", name)``: a function inside a function,
``("first", function, line)`` and, of a name that
only ``import *`` can bring, ``("star", ((level, module)...), name)``. Only what the file certainly says is
kept: another parameter or a name that is bound twice is ``other``. A text is ``joined`` where the source does
not hold it in one piece.
"""

from collections.abc import Iterator
from typing import Any

__all__ = ["Expression", "Position", "is_expression", "outermost_calls", "position_of"]

Position = tuple[int, int, int, int]
Expression = tuple[object, ...]


def outermost_calls(node: Expression) -> Iterator[Expression]:
    """Yield the expression, or what calls are in it, without those that nothing can be said about."""
    kind = node[0]
    if kind in ("call", "or", "invert", "item", "pass"):
        if _is_of_interest(node):
            yield node
    elif kind in ("other", "tuple", "list", "set"):
        for item in node[2]:  # type: ignore[attr-defined]
            yield from outermost_calls(item)
    elif kind == "dict":
        for pair in node[2]:  # type: ignore[attr-defined]
            for item in pair:
                if item is not None:
                    yield from outermost_calls(item)
    elif kind == "either":
        yield from node[3]  # type: ignore[misc]
    elif kind in ("star", "comp", "attr"):
        inner = node[2]
        assert isinstance(inner, tuple)
        yield from outermost_calls(inner)
        if kind == "comp":
            yield from node[3]  # type: ignore[misc]


def _is_of_interest(node: Expression) -> bool:
    """Return whether anything in an expression is taken from elsewhere, or may be a setting up of beat."""
    stack: list[Any] = [node]
    while stack:
        for part in stack.pop():
            if part.__class__ is tuple and part:
                first = part[0]
                if first == "ref" or first == "pass":
                    return True
                if first.__class__ is not int:  # a position
                    stack.append(part)
    return False


_PLACES = 4  # numbers in a position


def is_expression(part: Any) -> bool:
    """Return whether a part of an expression is one, and not names, a keyword or a binding."""
    if not isinstance(part, (tuple, list)) or len(part) <= 2 or not isinstance(part[0], str):
        return False
    position = part[1]
    is_position = isinstance(position, (tuple, list)) and len(position) == _PLACES
    return is_position and all(isinstance(number, int) for number in position)


def position_of(node: Any) -> Position:
    """Return where a node stands, all numbers from 1."""
    return (node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1)

"""Small parts of expressions in the short form of ``call_expressions``."""

import ast
from collections.abc import Iterator, Sequence

from automappa_scaffold.source.call_expressions import Expression, Position
from automappa_scaffold.source.tree_walk import iter_children

__all__ = [
    "constant",
    "expressions_in",
    "followed",
    "joined_displays",
    "unknown_reference",
    "with_attributes",
]

_MOST_TIMES = 10


def expressions_in(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions nearest below a node."""
    for child in iter_children(node):
        if isinstance(child, ast.expr):
            yield child
        else:
            yield from expressions_in(child)


def unknown_reference(position: Position, names: Sequence[str]) -> Expression:
    """Return a name that nothing is known of, with the attributes behind it."""
    return with_attributes(("other", position, ()), position, names)


def with_attributes(lowered: Expression, position: Position, names: Sequence[str]) -> Expression:
    """Return an expression with attributes behind it."""
    if lowered[0] == "ref" and names:
        return ("ref", position, lowered[2], (*lowered[3], *names))  # type: ignore[misc]
    for name in names:
        lowered = ("attr", position, lowered, name)
    return lowered


def joined_displays(
    operator: ast.operator, sides: Sequence[Expression], position: Position
) -> Expression | None:
    """Return what two lists, tuples or dicts make together, or one several times; None: another operation."""
    left, right = sides
    kinds = left[0], right[0]
    is_sum = isinstance(operator, ast.Add) and kinds in (("list", "list"), ("tuple", "tuple"))
    if is_sum or (isinstance(operator, ast.BitOr) and kinds == ("dict", "dict")):
        return (left[0], position, (*left[2], *right[2]))  # type: ignore[misc]
    is_counted = right[0] == "const" and right[2] == "int" and left[0] in ("list", "tuple")
    times = int(str(right[3]), 0) if is_counted and isinstance(operator, ast.Mult) else -1
    if 0 <= times <= _MOST_TIMES and not any(item[0] == "call" for item in left[2]):  # type: ignore[attr-defined]
        return (left[0], position, left[2] * times)  # type: ignore[operator]
    return None


def followed(literal: Expression, position: Position) -> Expression:
    """Return a literal that a name stands for: of one that may have changed since, only the type."""
    if literal[0] in ("list", "dict", "set"):
        return ("const", position, literal[0], None)
    return (literal[0], position, *literal[2:])


def constant(node: ast.Constant, position: Position) -> Expression:
    """Return a constant as it stands in the source."""
    value = node.value
    kind = "none" if value is None else type(value).__name__
    if isinstance(value, (str, bool)) or value is None:
        return ("const", position, kind, value)
    return ("const", position, kind, repr(value) if isinstance(value, (int, float)) else None)

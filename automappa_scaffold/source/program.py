"""Import programs: what a source file would do when imported, as small nested tuples.

A node is ``(kind, position, ...)``. Positions pack line and column into one integer. A program holds what
JSON holds and nothing else, so that it can be kept in a cache as it is: what comes back from there may be
lists in place of tuples, and nothing may tell the two apart. The kinds, ``e`` for an expression, ``b`` for a
tuple of statements:

Expressions
    const value · literal text (a constant that JSON does not hold) · name id · attr e name ·
    call e args kwargs · tuple/list/set es · dict pairs · binop op e e ·
    unary op e · bool op es · compare e ((op, e)...) · ifexp e e e · sub e e · slice e e e · fstr parts ·
    fmt e conversion spec · lambda function · comp kind e generators · named name e · yield e · yieldfrom e ·
    await e · star e · opaque text · newer version
Statements
    expr e · assign targets e · aug target op e · ann target annotation e · import aliases ·
    from module aliases level · def name function decorators · class name bases keywords b decorators ·
    if e b b · for target e b b · while e b b · try b handlers b b · with items b · return e · raise e e ·
    assert e e · delete targets · global names · nonlocal names · match e cases · pass · break · continue
Functions
    (name, line, column, parameters, annotations, flags, docstring, shown parameters or None), of ``def`` and
    ``lambda``; ``functions.FunctionSpec`` says what they mean. Bodies are not part of a program.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

__all__ = [
    "COLUMN_BITS",
    "COLUMN_MASK",
    "IS_ASYNC",
    "IS_LAMBDA",
    "KEYWORD_ONLY",
    "POSITIONAL",
    "POSITIONAL_ONLY",
    "VAR_KEYWORD",
    "VAR_POSITIONAL",
    "Node",
    "Program",
    "blocks_in",
    "column_of",
    "line_of",
]

Node = Sequence[Any]

COLUMN_BITS = 12
COLUMN_MASK = (1 << COLUMN_BITS) - 1

# Parameter kinds, with the numbers of inspect.Parameter.
POSITIONAL_ONLY, POSITIONAL, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = range(5)

# Flags of a function.
IS_ASYNC, IS_LAMBDA = 1, 2


def line_of(position: int) -> int:
    """Return the line of a packed position, from 1."""
    return position >> COLUMN_BITS


def column_of(position: int) -> int:
    """Return the column of a packed position, from 1 (columns beyond 4,095 are cut)."""
    return (position & COLUMN_MASK) + 1


def blocks_in(node: Node) -> Iterator[Sequence[Node]]:
    """Yield the statements inside a statement."""
    kind = node[0]
    if kind in ("if", "while"):
        yield from node[3:5]
    elif kind == "for":
        yield from node[4:6]
    elif kind in ("with", "asyncwith"):
        yield node[3]
    elif kind in ("try", "trystar"):
        yield node[2]
        yield from (handler[3] for handler in node[3])
        yield from node[4:6]
    elif kind == "match":
        yield from (case[2] for case in node[3])


class Program(NamedTuple):
    """One file's import program. ``holds_yield``: a function of it may be a generator."""

    body: Sequence[Node]
    docstring: str | None = None
    postponed_annotations: bool = False
    holds_yield: bool = True

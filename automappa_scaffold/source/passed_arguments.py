"""What a function hands all its arguments to: ``def wrapper(*args, **kwargs): return f(*args, **kwargs)``."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from automappa_scaffold.source.functions import FunctionSpec
from automappa_scaffold.source.program import POSITIONAL, VAR_KEYWORD, VAR_POSITIONAL, Node

__all__ = ["PassedOn", "call_in_block", "is_changed", "parts_of", "passed_on"]

# What is done before the call without a part in it.
_HARMLESS = frozenset({"expr", "assign", "ann", "aug", "import", "from", "pass", "if"})
_LEAVING = frozenset({"return", "raise", "break", "continue", "yield", "yieldfrom", "await"})
_LOOKING = frozenset({"print", "repr", "str", "len", "dict", "list", "sorted", "id", "type"})
_TELLING = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
_CATCHING = frozenset({"Exception", "BaseException", "TypeError"})


class PassedOn(NamedTuple):
    """The function that gets all arguments.

    Attributes:
        name: what the wrapper calls it.
        own: how many parameters the wrapper has in front of ``*args``.
        leading: how many arguments it gives in front of these.
    """

    name: str
    own: int
    leading: int


def passed_on(spec: FunctionSpec) -> PassedOn | None:
    """Return what a function certainly calls with all that it is given, whose TypeError it lets out.

    None: it does something else, or that is not certain.
    """
    kinds = [kind for _, kind, _ in spec.parameters]
    own = len(kinds) - 2
    is_open = kinds[own:] == [VAR_POSITIONAL, VAR_KEYWORD] and all(kind <= POSITIONAL for kind in kinds[:own])
    if own < 0 or not is_open or spec.is_lambda or spec.is_async or spec.is_generator:
        return None
    names = [name for name, _, _ in spec.parameters]
    args, kwargs = names[own], names[own + 1]
    call = call_in_block(
        spec.body,
        lambda value: _passes(value, args, kwargs),
        lambda node: not is_changed(node, args) and not is_changed(node, kwargs),
    )
    if call is None or call[2][2] in (*spec.local_names, *names):
        return None
    return PassedOn(call[2][2], own, len(call[3]) - 1)


def call_in_block(
    body: Sequence[Node], is_call: Callable[[Node], bool], is_kept: Callable[[Node], bool]
) -> Node | None:
    """Return the call in a block that is reached whatever is done before it.

    Args:
        is_call: whether an expression is the call.
        is_kept: whether a statement before it leaves the arguments as they are.
    """
    for node in body:
        if node[0] == "try":
            is_open = all(map(_lets_out, node[3])) and not any(map(_may_leave, node[5]))
            return call_in_block(node[2], is_call, is_kept) if is_open else None
        value: Node | None = None
        if node[0] in ("return", "expr", "assign"):
            value = node[3 if node[0] == "assign" else 2]
        if value is not None and is_call(value):
            return value
        if node[0] not in _HARMLESS or _may_leave(node):
            return None
        if not is_kept(node):
            return None
    return None


def _passes(value: Node, args: str, kwargs: str) -> bool:
    """Return whether an expression calls a name with all arguments, perhaps with more in front of them."""
    if value[0] != "call" or value[2][0] != "name" or not value[3]:
        return False
    *leading, last = value[3]
    if last[0] != "star" or any(argument[0] == "star" for argument in leading):
        return False
    given = [last[2], *(word for name, word in value[4] if name is None)]
    is_all = len(value[4]) == 1 and all(each[0] == "name" for each in given)
    return is_all and [each[2] for each in given] == [args, kwargs]


def _lets_out(handler: Node) -> bool:
    """Return whether an error in the arguments leaves a handler as it is, or does not meet it."""
    _, types, _, body = handler
    if body and body[-1][0] == "raise" and body[-1][2] is None and not any(map(_may_leave, body[:-1])):
        return True
    each = () if types is None else types[2] if types[0] == "tuple" else (types,)
    names = [node[-1] if node[0] in ("name", "attr") else "Exception" for node in each]
    return bool(names) and _CATCHING.isdisjoint(names)


def _may_leave(node: Node) -> bool:
    """Return whether a statement, or one inside it, may leave the block."""
    return not _LEAVING.isdisjoint(part[0] for part in parts_of(node))


def is_changed(node: Node, name: str) -> bool:
    """Return whether a statement may do more with the arguments than to look at them."""
    uses = [part for part in parts_of(node) if part[0] == "name" and part[2] == name]
    return len(uses) != sum(_looks_at(part, name) for part in parts_of(node))


def _looks_at(part: Node, name: str) -> int:
    """Return how often an expression only shows the value of a name."""
    values: list[Node] = []
    if part[0] == "fmt":
        values = [part[2]]
    elif part[0] == "call":
        function = part[2]
        is_known = function[0] == "name" and function[2] in _LOOKING
        is_known = is_known or (function[0] == "attr" and function[3] in _TELLING)
        values = [*part[3], *(value for _, value in part[4])] if is_known else []
    return sum(value[0] == "name" and value[2] == name for value in values)


def parts_of(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes in it."""
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (tuple, list)):
            if len(part) > 1 and isinstance(part[0], str) and isinstance(part[1], int):
                yield part
            waiting += part

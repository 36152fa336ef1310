"""What calls of the project's small functions come to: their expressions with the arguments put in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.registry.call_arguments import Node, arguments_of, spread
from automappa_scaffold.source.call_expressions import is_expression
from automappa_scaffold.source.call_shapes import completed
from automappa_scaffold.source.wrapping_functions import WrappingFunction

__all__ = ["bind", "expand", "is_told", "with_names"]

# Returns what a name of the function's file is bound to, as any file may say it; None: only that file can.
Absolute = Callable[[Sequence[Any]], Sequence[Any] | None]

# Marks of constants: it stands in the function and is judged there; it is what a parameter holds else.
_TOLD, _OF_DEFAULT = "told", "default"
UNKNOWN: Node = ("other", (0, 0, 0, 0), ())
_POSITIONAL_ONLY, _POSITIONAL, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = range(5)
_WRITTEN = 4  # elements of a text that stands in the source in one piece
_PARTS = frozenset({"ref", "const"})  # of which nothing is looked at twice


def bind(function: WrappingFunction, call: Node, absolute: Absolute) -> Mapping[str, Node] | None:
    """Return what each parameter stands for; None where the call does not fit, or that is not known."""
    _, position, _, args, keywords = call
    given = arguments_of(args, keywords)
    if given.more_positional is not None or given.more_keywords:
        return None
    left: list[Any] = [*given.positional]
    words: dict[str, Any] = dict(given.keywords)
    bound: dict[str, Node] = {}
    for name, kind, default in function.parameters:
        if kind in (_POSITIONAL_ONLY, _POSITIONAL) and left:
            bound[name] = left.pop(0)
            if name in words:
                return None
        elif kind in (_POSITIONAL, _KEYWORD_ONLY) and name in words:
            bound[name] = words.pop(name)
        elif kind == _VAR_POSITIONAL:
            bound[name], left = ("tuple", position, tuple(left)), []
        elif kind == _VAR_KEYWORD:
            pairs = tuple((("const", value[1], "str", key, _TOLD), value) for key, value in words.items())
            bound[name], words = ("dict", position, pairs), {}
        elif default is not None:
            bound[name] = _default(default, position, absolute)
        else:
            return None
    return None if left or words else bound


def expand(
    function: WrappingFunction,
    call: Node,
    bound: Mapping[str, Node],
    absolute: Absolute,
) -> tuple[Node, list[Node]] | None:
    """Return what a call comes to, and the arguments that do not occur in it.

    None where an argument in which something is called would be looked at more than once.
    """
    used: dict[str, int] = dict.fromkeys(bound, 0)
    made = _Teller(call[1], bound, absolute, used).tell(function.does)
    for name, times in used.items():
        if times > 1 and name in bound and not _is_plain(bound[name]):
            return None
    if function.is_partial:
        made = completed(made[2], *made[1:2], *made[3:])
    return made, [bound[name] for name, times in used.items() if not times]


def is_told(node: Node) -> bool:
    """Return whether a literal stands in a function that is read at its calls, and is judged there."""
    if node[0] in ("list", "tuple", "set") and node[2]:
        return all(item is UNKNOWN or is_told(item) for item in node[2])
    return node[0] == "const" and tuple(node[4:]) == (_TOLD,)


def _default(node: Node, position: Node, absolute: Absolute) -> Node:
    """Return what a parameter holds that is given nothing."""
    if node[0] == "ref":
        known = absolute(node[2])
        return UNKNOWN if known is None else ("ref", position, known, tuple(node[3]))
    if node[0] in ("tuple", "list", "dict") and not node[2]:
        return (node[0], position, ())
    is_plain = node[0] == "const" and node[2] in ("str", "none", "bool")
    return ("const", position, *node[2:4], _OF_DEFAULT) if is_plain else UNKNOWN


def _is_plain(node: Node) -> bool:
    if node[0] in ("tuple", "list"):
        return all(map(_is_plain, node[2]))
    if node[0] == "dict":
        return all(_is_plain(value) for _, value in node[2])
    return node[0] in _PARTS or (node[0] == "other" and not node[2])


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells expressions of another file as ones of this file, at the position of the call.

    Attributes:
        bound: what stands for a parameter.
        used: how often each parameter was asked for so far.
    """

    position: Node
    bound: Mapping[str, Node]
    absolute: Absolute
    used: dict[str, int]

    def tell(self, part: Any) -> Any:
        """Return an expression, or what is made of several."""
        if not isinstance(part, (tuple, list)) or not part:
            return part
        if not is_expression(part):
            return tuple(map(self.tell, part))
        kind = part[0]
        if kind == "ref":
            return self._reference(part)
        if kind == "const":
            # What stands in the function itself is judged there: only names may matter here too.
            if part[2] != "str":
                return ("const", self.position, "none", None, _TOLD) if part[2] == "none" else UNKNOWN
            parts = (self.tell(part[4]),) if part[3] is None and len(part) > _WRITTEN else ()
            return ("const", self.position, "str", part[3], *(parts or (_TOLD,) * (part[3] is not None)))
        if kind == "call":
            given, named = tuple(map(self.tell, part[3])), tuple(spread(self.tell(part[4])))
            return ("call", self.position, self.tell(part[2]), given, named)
        return (kind, self.position, *map(self.tell, part[2:]))

    def _reference(self, part: Any) -> Any:
        binding, names = part[2], tuple(part[3])
        if binding[0] == "param":
            self.used[binding[1]] = self.used.get(binding[1], 0) + 1
            return with_names(self.bound.get(binding[1], UNKNOWN), self.position, names)
        known = self.absolute(binding)
        return UNKNOWN if known is None else ("ref", self.position, known, names)


def with_names(node: Node, position: Node, names: Sequence[str]) -> Node:
    """Return an expression with attributes behind it."""
    if node[0] == "ref" and names:
        return ("ref", position, node[2], (*node[3], *names))
    for name in names:
        node = ("attr", position, node, name)
    return node

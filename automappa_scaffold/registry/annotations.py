"""What a parameter's annotation allows, of what a message can carry; anything unusual allows all."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["ANYTHING", "Allowed", "read_annotation"]

_PLAIN = frozenset(
    {"str", "int", "float", "complex", "bool", "bytes", "list", "tuple", "dict", "set", "frozenset"}
)
_LISTS = {
    "typing.List": "list",
    "typing.Tuple": "tuple",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Text": "str",
}
_WRAPPERS = frozenset({"typing.Optional"})
_UNIONS = frozenset({"typing.Union"})
_LITERALS = frozenset({"typing.Literal", "typing_extensions.Literal"})
_SEQUENCES = frozenset(
    {
        "typing.Sequence",
        "typing.MutableSequence",
        "collections.abc.Sequence",
        "collections.abc.MutableSequence",
    }
)
_MAPPINGS = frozenset(
    {"typing.Mapping", "typing.MutableMapping", "collections.abc.Mapping", "collections.abc.MutableMapping"}
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The kinds of values that an annotation allows; None: any.

    Attributes:
        kinds: names of types, ``none``, ``sequence`` or ``mapping``.
        values: where only these values are allowed, by ``repr``.
        element: what the elements of a list or sequence have to be.
    """

    kinds: frozenset[str] | None = None
    values: frozenset[str] | None = None
    element: "Allowed | None" = None

    def __bool__(self) -> bool:
        """Return whether anything is said at all."""
        return self.kinds is not None

    def __or__(self, other: "Allowed") -> "Allowed":
        """Return what either allows."""
        if self.kinds is None or other.kinds is None:
            return ANYTHING
        values = None
        if (self.values is not None or self.kinds == {"none"}) and (
            other.values is not None or other.kinds == {"none"}
        ):
            values = (self.values or frozenset()) | (other.values or frozenset())
        element = self.element if other.element is None else other.element
        both = self.element is not None and other.element is not None
        return Allowed(self.kinds | other.kinds, values, ANYTHING if both else element)


ANYTHING = Allowed()


def read_annotation(node: ast.expr | None, path_of: Callable[[str], str | None]) -> Allowed:
    """Return what an annotation allows.

    Args:
        path_of: the dotted path of what a name stands for where the annotation is written, ``builtins.int``
            or ``typing.Optional``; None where it is anything else.
    """
    if node is None:
        return ANYTHING
    if isinstance(node, ast.Constant):
        if node.value is None:
            return Allowed(frozenset({"none"}))
        return _parsed(node.value, path_of) if isinstance(node.value, str) else ANYTHING
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return read_annotation(node.left, path_of) | read_annotation(node.right, path_of)
    if isinstance(node, ast.Subscript):
        return _subscript(node, path_of)
    path = _path(node, path_of)
    if path is None:
        return ANYTHING
    name = _LISTS.get(path, path.removeprefix("builtins."))
    if path in _SEQUENCES:
        return Allowed(frozenset({"sequence"}))
    if path in _MAPPINGS:
        return Allowed(frozenset({"mapping"}))
    return Allowed(frozenset({name})) if name in _PLAIN else ANYTHING


def _parsed(text: str, path_of: Callable[[str], str | None]) -> Allowed:
    try:
        return read_annotation(ast.parse(text.strip(), mode="eval").body, path_of)
    except (SyntaxError, ValueError, RecursionError):
        return ANYTHING


def _subscript(node: ast.Subscript, path_of: Callable[[str], str | None]) -> Allowed:
    path = _path(node.value, path_of)
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if path is None:
        return ANYTHING
    if path in _WRAPPERS:
        return read_annotation(node.slice, path_of) | Allowed(frozenset({"none"}))
    if path in _UNIONS:
        allowed = [read_annotation(item, path_of) for item in inner]
        made = allowed[0]
        for one in allowed[1:]:
            made = made | one
        return made
    if path in _LITERALS:
        return _literal(inner)
    outer = read_annotation(node.value, path_of)
    if outer.kinds is not None and outer.kinds <= {"list", "sequence"} and len(inner) == 1:
        return Allowed(outer.kinds, element=read_annotation(inner[0], path_of))
    return outer


def _literal(items: list[ast.expr]) -> Allowed:
    if not all(isinstance(item, ast.Constant) for item in items):
        return ANYTHING
    values = [item.value for item in items if isinstance(item, ast.Constant)]
    kinds = frozenset("none" if value is None else type(value).__name__ for value in values)
    return Allowed(kinds, frozenset(repr(value) for value in values))


def _path(node: ast.expr, path_of: Callable[[str], str | None]) -> str | None:
    if isinstance(node, ast.Name):
        return path_of(node.id)
    if isinstance(node, ast.Attribute):
        outer = _path(node.value, path_of)
        return f"{outer}.{node.attr}" if outer else None
    return None

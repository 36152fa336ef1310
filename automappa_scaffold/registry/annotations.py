"""What a parameter's annotation allows, of what a message can carry; anything unusual allows all."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

__all__ = ["ANYTHING", "Allowed", "Option", "read_annotation"]

_PLAIN = frozenset(
    {"str", "int", "float", "complex", "bool", "bytes", "list", "tuple", "dict", "set", "frozenset"}
)
# Messages carry these as what they are.
_CARRIED = frozenset({"datetime.datetime", "datetime.date", "datetime.time", "uuid.UUID"})
_NAMES = {
    **{
        f"{module}.{name}": kind
        for module in ("typing", "collections.abc")
        for name, kind in {
            "Sequence": "sequence",
            "MutableSequence": "sequence",
            "Mapping": "mapping",
            "MutableMapping": "mapping",
            "Iterable": "iterable",
            "Collection": "iterable",
            "Container": "iterable",
        }.items()
    },
    "typing.List": "list",
    "typing.Tuple": "tuple",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Text": "str",
}
_TYPING = ("typing", "typing_extensions")
_HOLDING_ONE = frozenset({"list", "set", "frozenset", "sequence", "iterable"})
_HOLDING_PAIRS = frozenset({"dict", "mapping"})


@dataclass(frozen=True, slots=True)
class Option:
    """One kind of value that an annotation allows.

    Attributes:
        kind: the name of a type, ``none``, ``sequence``, ``mapping`` or ``iterable``.
        value: where only this value is allowed, by ``repr``.
        element: what each element has to be, of a dict each value; ``elements``: the first, the second, ...
        fields: of a typed dict, what each key has to hold, asked when it is wanted; ``required``: the keys
            that have to be there.
    """

    kind: str
    value: str | None = None
    element: "Allowed | None" = None
    elements: "tuple[Allowed, ...] | None" = None
    fields: "Mapping[str, Callable[[], Allowed]] | None" = None
    required: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an annotation allows: any of these; None: anything."""

    options: tuple[Option, ...] | None = field(default=None)

    def __bool__(self) -> bool:
        """Return whether anything is said at all."""
        return self.options is not None

    def __or__(self, other: "Allowed") -> "Allowed":
        """Return what either allows."""
        if self.options is None or other.options is None:
            return ANYTHING
        return Allowed((*self.options, *other.options))


ANYTHING = Allowed()


class Names(Protocol):
    """What names stand for in a module."""

    def path_of(self, name: str) -> str | None:
        """Return the dotted path, ``builtins.int`` or ``typing.Optional``; None: it is of the project."""

    def alias_of(self, dotted: str) -> "tuple[ast.expr, Names] | None":
        """Return the type that the project calls so, and the names where that is written."""

    def members_of(self, dotted: str) -> tuple[object, ...] | None:
        """Return the values of an enumeration's members; None: it is none, or may take others."""


def read_annotation(node: ast.expr | None, names: Names) -> Allowed:
    """Return what an annotation allows.

    Args:
        names: what names stand for where the annotation is written.
    """
    if node is None:
        return ANYTHING
    if isinstance(node, ast.Constant):
        if node.value is None:
            return _only("none")
        return _parsed(node.value, names) if isinstance(node.value, str) else ANYTHING
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return read_annotation(node.left, names) | read_annotation(node.right, names)
    if isinstance(node, ast.Subscript):
        return _subscript(node, names)
    kind = _kind(node, names)
    return _only(kind) if kind else _aliased(node, names)


def _aliased(node: ast.expr, names: Names) -> Allowed:
    """Return what a name allows that the project gives to a type, by ``NewType`` as well."""
    found = names.alias_of(ast.unparse(node)) if _is_dotted(node) else None
    if found is None:
        values = names.members_of(ast.unparse(node)) if _is_dotted(node) else None
        return ANYTHING if not values else Allowed(tuple(map(_value_option, values)))
    value, where = found
    if not isinstance(value, ast.Call):
        return read_annotation(value, where)
    module, _, name = (_path(value.func, where) or "").rpartition(".")
    if module in _TYPING and name == "NewType" and len(value.args) == 2:
        return read_annotation(value.args[1], where)
    if module in _TYPING and name == "TypeVar":
        return _type_variable(value, where)
    typed = _typed_dict(value, where)
    return ANYTHING if typed is None else Allowed((typed,))


def _type_variable(call: ast.Call, names: Names) -> Allowed:
    """Return what a type variable stands for: one of its constraints, or what its bound allows."""
    if len(call.args) > 1:
        made = read_annotation(call.args[1], names)
        for constraint in call.args[2:]:
            made = made | read_annotation(constraint, names)
        return made
    return next(
        (read_annotation(word.value, names) for word in call.keywords if word.arg == "bound"), ANYTHING
    )


def _typed_dict(call: ast.Call, names: Names) -> Option | None:
    """Return what ``TypedDict("Row", {"size": int})`` allows, or one below such; None: another call."""
    options = {word.arg: word.value for word in call.keywords}
    total = options.pop("total", ast.Constant(True))
    if len(call.args) != 2 or options or not isinstance(total, ast.Constant):
        return None
    module, _, name = (_path(call.func, names) or "").rpartition(".")
    fields: dict[str, Callable[[], Allowed]] = {}
    required: frozenset[str] = frozenset()
    if module not in _TYPING or name != "TypedDict":
        found = names.alias_of(ast.unparse(call.func)) if _is_dotted(call.func) else None
        called, where = found if found is not None else (None, names)
        base = _typed_dict(called, where) if isinstance(called, ast.Call) else None
        if base is None or base.fields is None:
            return None
        fields |= base.fields
        required |= base.required
    if not isinstance(call.args[1], ast.Dict):
        return None
    for key, value in zip(call.args[1].keys, call.args[1].values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return None
        inner, is_required = _field(value, names, is_required=bool(total.value))
        fields[key.value] = partial(read_annotation, inner, names)
        required = required | {key.value} if is_required else required - {key.value}
    return Option("dict", fields=fields, required=required)


def _field(node: ast.expr, names: Names, *, is_required: bool) -> tuple[ast.expr, bool]:
    """Return what a key of a typed dict has to hold, and whether the key has to be there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            return node, is_required
    while isinstance(node, ast.Subscript):
        module, _, name = (_path(node.value, names) or "").rpartition(".")
        if module not in _TYPING or name not in ("Required", "NotRequired", "ReadOnly"):
            break
        is_required = is_required if name == "ReadOnly" else name == "Required"
        node = node.slice
    return node, is_required


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _only(kind: str) -> Allowed:
    return Allowed((Option(kind),))


def _parsed(text: str, names: Names) -> Allowed:
    try:
        return read_annotation(ast.parse(text.strip(), mode="eval").body, names)
    except (SyntaxError, ValueError, RecursionError):
        return ANYTHING


def _kind(node: ast.expr, names: Names) -> str:
    """Return the kind of value that a name stands for; empty: an unusual one."""
    path = _path(node, names) or ""
    if path in _CARRIED:
        return path.rpartition(".")[2]
    name = path.removeprefix("builtins.")
    return _NAMES.get(path) or (name if name in _PLAIN else "")


def _subscript(node: ast.Subscript, names: Names) -> Allowed:
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    module, _, name = (_path(node.value, names) or "").rpartition(".")
    if module in _TYPING and name == "Optional":
        return read_annotation(node.slice, names) | _only("none")
    if module in _TYPING and name == "Union":
        made = read_annotation(inner[0], names)
        for item in inner[1:]:
            made = made | read_annotation(item, names)
        return made
    if module in _TYPING and name == "Annotated":
        return read_annotation(inner[0], names)
    if module in _TYPING and name == "Literal":
        return _literal(inner)
    kind = _kind(node.value, names)
    return Allowed((_generic(kind, inner, names),)) if kind else ANYTHING


def _generic(kind: str, inner: Sequence[ast.expr], names: Names) -> Option:
    """Return what ``list[int]`` and its like allow."""
    allowed = [read_annotation(item, names) for item in inner]
    is_open = len(inner) == 2 and isinstance(inner[1], ast.Constant) and inner[1].value is Ellipsis
    if (kind in _HOLDING_ONE and len(inner) == 1) or (kind == "tuple" and is_open):
        return Option(kind, element=allowed[0])
    if kind in _HOLDING_PAIRS and len(inner) == 2:
        return Option(kind, element=allowed[1])  # a message makes texts of all keys
    is_counted = kind == "tuple" and not any(isinstance(item, (ast.Starred, ast.Tuple)) for item in inner)
    return Option(kind, elements=tuple(allowed)) if is_counted else Option(kind)


def _literal(items: Sequence[ast.expr]) -> Allowed:
    if not all(isinstance(item, ast.Constant) for item in items):
        return ANYTHING
    return Allowed(tuple(_literal_options(items)))


def _literal_options(items: Sequence[ast.expr]) -> Iterator[Option]:
    for item in items:
        assert isinstance(item, ast.Constant)
        yield _value_option(item.value)


def _value_option(value: object) -> Option:
    """Return what allows one value alone."""
    return Option("none" if value is None else type(value).__name__, repr(value))


def _path(node: ast.expr, names: Names) -> str | None:
    if isinstance(node, ast.Name):
        return names.path_of(node.id)
    if isinstance(node, ast.Attribute):
        outer = _path(node.value, names)
        return f"{outer}.{node.attr}" if outer else None
    return None

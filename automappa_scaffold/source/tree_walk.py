"""Walking syntax trees faster than ``ast`` does, which looks every field up by name."""

import ast
from collections.abc import Iterator

__all__ = ["iter_children", "walk"]

# Fields that hold texts, numbers or marks, never a node that anybody looks for.
_NO_NODES = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module"}
    | {"name", "op", "ops", "rest", "simple", "tag", "type_comment", "type_ignores"}
)
_LEAVES = (ast.Constant, ast.MatchSingleton, ast.Global, ast.Nonlocal)
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = dict.fromkeys(_LEAVES, ())


def iter_children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes directly below a node, without operators and the marks of loading and storing."""
    fields = _FIELDS.get(node.__class__)
    if fields is None:
        fields = _FIELDS[node.__class__] = tuple(f for f in node._fields if not _holds_no_nodes(node, f))
    found: list[ast.AST] = []
    values = node.__dict__
    for field in fields:
        value = values.get(field)
        if value.__class__ is list:
            found += value if None not in value else [item for item in value if item is not None]
        elif value is not None:
            found.append(value)
    return found


def _holds_no_nodes(node: ast.AST, field: str) -> bool:
    if type(node).__name__ == "TypeAlias" and field == "name":
        return False
    return field in _NO_NODES


def walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, in no particular order."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack += iter_children(node)

"""Names that classes keep to themselves: ``__name`` inside ``class A`` is ``_A__name``."""

import ast
import re

from automappa_scaffold.source.tree_walk import iter_children

__all__ = ["holds_private_names", "mangle", "mangled"]

_PRIVATE = re.compile(rb"__(?!\w*__\b)\w")
_IN_NAME = re.compile(rb"\w")
_NAMES = {
    ast.Name: "id",
    ast.Attribute: "attr",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
    ast.arg: "arg",
    ast.keyword: "arg",
    ast.ExceptHandler: "name",
    ast.MatchAs: "name",
    ast.MatchStar: "name",
    ast.MatchMapping: "rest",
}
_NAMING = frozenset({*_NAMES, ast.Global, ast.Nonlocal, ast.alias})
_LEAVES = frozenset({ast.Name, ast.Constant})


def mangle(tree: ast.Module, source: bytes) -> None:
    """Give the private names of a tree's classes the names that Python gives them."""
    if b"class" not in source or not holds_private_names(source):
        return
    stack: list[tuple[ast.AST, str]] = [(tree, "")]
    while stack:
        node, owner = stack.pop()
        kind = node.__class__
        if owner and kind in _NAMING:
            _rename(node, owner)
        if isinstance(node, ast.ClassDef):
            stack += [(child, owner) for child in (*node.decorator_list, *node.bases, *node.keywords)]
            inner = node.name.lstrip("_") or owner
            stack += [(child, inner) for child in node.body]
        elif kind not in _LEAVES:
            stack += [(child, owner) for child in iter_children(node)]


def holds_private_names(source: bytes) -> bool:
    """Return whether a text may hold such names."""
    # What stands before is looked at afterwards: a search for plain text is many times faster.
    starts = [found.start() for found in _PRIVATE.finditer(source)]
    return any(start == 0 or _IN_NAME.match(source, start - 1) is None for start in starts)


def _rename(node: ast.AST, owner: str) -> None:
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        node.names = [mangled(name, owner) for name in node.names]
    elif isinstance(node, ast.alias):
        name = node.asname or node.name
        if mangled(name, owner) != name:
            node.asname = mangled(name, owner)
    else:
        field = _NAMES[type(node)]
        found = getattr(node, field)
        if found is not None and found.startswith("__"):
            setattr(node, field, mangled(found, owner))


def mangled(name: str, owner: str) -> str:
    """Return the name that Python gives a name in a class; ``owner``: the class, less leading underscores."""
    is_private = owner and name.startswith("__") and not name.endswith("__") and "." not in name
    return f"_{owner}{name}" if is_private else name

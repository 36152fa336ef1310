"""Where the entries of a list of modules are written out, and another one can be put."""

import ast
from collections.abc import Iterator, Sequence

from automappa_scaffold.source.bindings import bindings_of

__all__ = ["listed_parts", "written_parts"]

_DISPLAYS = (ast.Tuple, ast.List, ast.Set)
# What makes a list of one that is written out, and keeps all of its entries.
_KEEPING = frozenset({"list", "tuple", "set", "frozenset", "sorted"})


def listed_parts(tree: ast.Module, values: Sequence[ast.expr]) -> list[ast.expr]:
    """Return the displays and texts that values are made of, else those that their names stand for."""
    parts = [part for value in values for part in written_parts(value)]
    return parts or [part for value in values for part in _named_lists(tree, value)]


def written_parts(value: ast.expr) -> Iterator[ast.expr]:
    """Yield the displays that a value is made of, or the one text that it is."""
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    if is_text or isinstance(value, _DISPLAYS):
        yield value
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        # A text beside a plus would be glued, not listed.
        for side in (value.left, value.right):
            if not isinstance(side, ast.Constant):
                yield from written_parts(side)
    elif (kept := _kept(value)) is not None and not isinstance(kept, ast.Constant):
        yield from written_parts(kept)


def _named_lists(tree: ast.Module, value: ast.expr) -> Iterator[ast.expr]:
    """Yield the lists that a name, or a sum of names, stands for.

    Only lists that the module makes at one place, and speaks of at no other: what is put into them changes
    nothing else there.
    """
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _named_lists(tree, value.left)
        yield from _named_lists(tree, value.right)
    elif isinstance(value, ast.Name):
        bound = bindings_of(tree.body, value.id)
        spoken = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == value.id]
        found = _assigned(bound[0]) if len(bound) == 1 and len(spoken) == 2 else None
        if isinstance(found, _DISPLAYS):
            yield found
    elif (kept := _kept(value)) is not None:
        yield from _named_lists(tree, kept)


def _kept(value: ast.expr) -> ast.expr | None:
    """Return what ``tuple(...)`` and its like are given."""
    if not isinstance(value, ast.Call) or len(value.args) != 1 or value.keywords:
        return None
    return value.args[0] if isinstance(value.func, ast.Name) and value.func.id in _KEEPING else None


def _assigned(stmt: ast.stmt) -> ast.expr | None:
    if isinstance(stmt, ast.Assign) and len(stmt.targets) == 1 and isinstance(stmt.targets[0], ast.Name):
        return stmt.value
    return stmt.value if isinstance(stmt, ast.AnnAssign) and isinstance(stmt.target, ast.Name) else None

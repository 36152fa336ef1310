"""What single expressions are, and which names they use."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

from automappa_scaffold.source.tree_walk import walk

__all__ = ["count_loads", "holds_calls", "is_dotted", "is_literal", "is_text_of_names", "target_names"]


def is_literal(node: ast.expr) -> bool:
    """Return whether an expression is a constant or a display."""
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant)
    return isinstance(node, (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.JoinedStr))


def is_text_of_names(node: ast.expr) -> bool:
    """Return whether an expression makes a text of constants and plain names, ``PREFIX + ".merge"``."""
    if isinstance(node, ast.Call):
        function = node.func
        is_method = isinstance(function, ast.Attribute) and function.attr in ("join", "format")
        if not is_method or not isinstance(getattr(function, "value", None), ast.Constant) or node.keywords:
            return False
        return not any(holds_calls(arg) for arg in node.args)
    return isinstance(node, (ast.JoinedStr, ast.BinOp)) and not holds_calls(node)


def is_dotted(node: ast.expr) -> bool:
    """Return whether an expression is a name, or an attribute of one, and so on."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def target_names(target: ast.expr) -> Iterator[str]:
    """Yield the names that a target binds."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id


def holds_calls(node: object) -> bool:
    """Return whether anything is called in an expression."""
    return isinstance(node, ast.AST) and any(inner.__class__ is ast.Call for inner in walk(node))


def count_loads(nodes: Iterable[ast.AST]) -> Counter[str]:
    """Return how often each name is read."""
    names = [node for node in nodes if node.__class__ is ast.Name]
    return Counter([n.id for n in names if n.ctx.__class__ is ast.Load])

"""Names that a module gives to types: ``Names = list[str]``, ``UserId = NewType("UserId", int)``.

A class that only annotates names is written as ``TypedDict`` and its like can be called, by the name of its
base: ``class Row(TypedDict): size: int`` as ``TypedDict("Row", {"size": int})``.
"""

import ast
from collections import Counter

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.parsing import SourceSyntaxError

__all__ = ["TYPE_ALIASES"]

_NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_MAKING = frozenset({"NewType", "TypeVar", "TypedDict"})


def _read_aliases(file: SourceFile) -> dict[str, str]:
    """Return by name what the module's top level binds it to, once, as source."""
    try:
        tree = file.tree()
    except SourceSyntaxError:
        return {}
    found: dict[str, str] = {}
    bound = Counter(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    )
    classes = Counter(node.name for node in ast.walk(tree) if isinstance(node, _NAMED))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not bound[node.name] and classes[node.name] == 1:
            called = _called_class(node)
            if called is not None:
                found[node.name] = ast.unparse(called)
            continue
        name, value = _alias(node)
        if isinstance(name, ast.Name) and value is not None and bound[name.id] == 1:
            found[name.id] = ast.unparse(value)
    return found


def _alias(node: ast.stmt) -> tuple[ast.expr | None, ast.expr | None]:
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        name, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        name, value = node.target, node.value
    elif type(node).__name__ == "TypeAlias" and not getattr(node, "type_params", ()):
        name, value = getattr(node, "name"), getattr(node, "value")  # noqa: B009 - of Python 3.12 on
    else:
        return None, None
    is_union = isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr)
    is_made = isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in _MAKING
    is_type = is_union or is_made or isinstance(value, (ast.Subscript, ast.Name, ast.Attribute))
    return (name, value) if is_type else (None, None)


def _called_class(node: ast.ClassDef) -> ast.Call | None:
    """Return the call that a class with one base and nothing but annotations amounts to."""
    if len(node.bases) != 1 or node.decorator_list or getattr(node, "type_params", None):
        return None
    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                return None
            keys.append(ast.Constant(statement.target.id))
            values.append(statement.annotation)
        elif not isinstance(statement, ast.Pass) and not _is_text(statement):
            return None
    return ast.Call(node.bases[0], [ast.Constant(node.name), ast.Dict(keys, values)], node.keywords)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


TYPE_ALIASES = FactKind(f"{__name__}:TYPE_ALIASES", read=_read_aliases)

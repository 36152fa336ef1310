"""Names that a module gives to types: ``Names = list[str]``, ``UserId = NewType("UserId", int)``."""

import ast
from collections import Counter

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.parsing import SourceSyntaxError

__all__ = ["TYPE_ALIASES"]


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
    for node in tree.body:
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
    is_new = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("NewType")
    is_type = is_union or is_new or isinstance(value, (ast.Subscript, ast.Name, ast.Attribute))
    return (name, value) if is_type else (None, None)


TYPE_ALIASES = FactKind(f"{__name__}:TYPE_ALIASES", read=_read_aliases)

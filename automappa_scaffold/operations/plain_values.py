"""What a user may write as a default or a type: values, and nothing that would run on import."""

import ast
import builtins
from collections.abc import Iterator

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.known_types import is_known_type

__all__ = ["refuse_what_runs"]


def refuse_what_runs(tree: ast.expr) -> None:
    """Refuse an expression that does more than to make a value when the worker imports the module.

    Classes may be called (``timedelta(days=1)``, ``Field(gt=0)``); what a lambda does is for later.

    Raises:
        ProjectError: it calls something else, or looks into Python's own names.
    """
    for node in _nodes_that_run(tree):
        is_call = isinstance(node, ast.Call) and not _is_class(node.func)
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if is_call or name.startswith("__"):
            raise ProjectError(
                f"`{ast.unparse(node)}` would run whenever the worker imports the module.",
                hint="Give a plain value here, and write the rest by hand.",
            )


def _nodes_that_run(tree: ast.AST) -> Iterator[ast.AST]:
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(tree, ast.Lambda) and child is tree.body):
            yield from _nodes_that_run(child)


def _is_class(func: ast.expr) -> bool:
    """Return whether what is called is a class, or a method of one, as far as names tell."""
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return func.value.id[:1].isupper() or is_known_type(f"{func.value.id}.{func.attr}")
    if not isinstance(func, ast.Name):
        return False
    is_builtin = isinstance(getattr(builtins, func.id, None), type)
    return is_builtin or func.id[:1].isupper() or is_known_type(func.id)

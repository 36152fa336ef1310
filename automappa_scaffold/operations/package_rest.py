"""What is left of a package of tasks: whether importing it does more than to define things."""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.source_text import parse_source

__all__ = ["acts_on_import"]

_COMPILED = frozenset({".so", ".pyd", ".pyc"})


def acts_on_import(
    root: Path, folder: PurePosixPath, read: Callable[[PurePosixPath], bytes | None], app: str
) -> bool:
    """Return whether importing a package and its modules may do more than to define things.

    Args:
        read: gives a file as it will be; None: it goes.
        app: the app as ``celery -A`` names it, whose module every worker imports.
    """
    paths = list(_module_paths(root, folder))
    if None in paths:
        return True
    sources = ((path, read(path)) for path in paths if path is not None)
    trees = (parse_source(path, data) for path, data in sources if data is not None)
    return any(_acts(stmt, app.partition(":")[0]) for tree in trees for stmt in tree.body)


def _module_paths(root: Path, folder: PurePosixPath) -> Iterator[PurePosixPath | None]:
    """Yield the modules of a package; None for what cannot be read as one but may be imported."""
    for entry in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
        if entry.is_dir():
            if entry.name != "__pycache__" and any(entry.rglob("*.py")):
                yield None
        elif entry.suffix == ".py":
            yield folder / entry.name
        elif entry.suffix in _COMPILED:
            yield None


def _acts(stmt: ast.stmt, app_module: str) -> bool:
    if isinstance(stmt, ast.Import):
        return not all(_is_harmless(alias.name, app_module) for alias in stmt.names)
    if isinstance(stmt, ast.ImportFrom):
        return stmt.level > 1 or (not stmt.level and not _is_harmless(stmt.module or "", app_module))
    if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return bool(stmt.decorator_list)
    if isinstance(stmt, ast.ClassDef):
        is_plain = not (stmt.decorator_list or stmt.bases or stmt.keywords)
        return not is_plain or any(_acts(inner, app_module) for inner in stmt.body)
    if isinstance(stmt, (ast.Assign, ast.AnnAssign, ast.Expr)):
        return stmt.value is not None and any(_is_act(node) for node in ast.walk(stmt.value))
    return not isinstance(stmt, ast.Pass)


def _is_harmless(module: str, app_module: str) -> bool:
    return module == app_module or module.partition(".")[0] in sys.stdlib_module_names


def _is_act(node: ast.AST) -> bool:
    is_logger = isinstance(node, ast.Call) and ast.unparse(node.func) in ("logging.getLogger", "getLogger")
    return isinstance(node, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)) and not is_logger

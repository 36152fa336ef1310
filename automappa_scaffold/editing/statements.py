"""Putting whole statements into a module: at its end, or among its imports."""

import ast
import sys
from typing import Any

from automappa_scaffold.editing.ordering import module_key
from automappa_scaffold.editing.source_text import SourceText, Splice

__all__ = [
    "append_statement",
    "import_end_splice",
    "import_splice",
    "statement_splice",
    "takes_names",
]

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def append_statement(source: SourceText, text: str) -> bytes:
    """Return the file with a simple statement added as its last."""
    return source.splice([statement_splice(source, text, source.tree.body)])


def statement_splice(source: SourceText, text: str, before: list[ast.stmt]) -> Splice:
    """Return the splice that adds a simple statement at the end of the module, spaced as formatters do.

    Args:
        before: the statements after which it will stand.
    """
    blanks = _blank_lines_after(before[-1], len(before) == 1) if before else 0
    if blanks == 1 and source.text.startswith("#", source.logical_end(before[-1])):
        return _after(source, before[-1], f"\n{text}\n")
    if source.text == "\n":  # the line of a blank file is the statement's
        return Splice(0, 0, text)
    kept = source.text.rstrip(" \t\n\f")
    if _ends_in_comment(source, kept) and before and source.logical_end(before[-1]) < len(kept):
        blanks = 0  # the comment at the end already has its distance from what stands above it
    have = source.text[len(kept) :].count("\n")
    missing = "\n" * max(0, (blanks + 1 if kept else 0) - have)
    final = "\n" if source.text.endswith("\n") or not source.text else ""
    return Splice(len(source.text), len(source.text), f"{missing}{text}{final}")


def import_splice(
    source: SourceText, text: str, *, level: int, module: str, is_from: bool, root: str, name: str = ""
) -> Splice:
    """Return the splice that adds an import where isort would have it, if the file's imports are sorted.

    Args:
        text: the statement, without a line break at its end.
        root: the project's own top-level package, whose imports form a section.
        name: what is imported from the module, by which statements of one module are sorted.
    """
    imports = [stmt for stmt in source.tree.body if isinstance(stmt, (ast.Import, ast.ImportFrom))]
    section = _section(level, module, root)
    key = (*module_key(level, module, is_from), name)
    same = [stmt for stmt in imports if _section_of(stmt, root) == section]
    if same:
        keys = [_key_of(stmt) for stmt in same]
        place = sum(k <= key for k in keys) if keys == sorted(keys) else len(same)
        return _after(source, same[place - 1], text) if place else _before(source, same[0], text, blank=False)
    lower = [stmt for stmt in imports if _section_of(stmt, root) < section]
    if lower:
        return _after(source, lower[-1], f"\n{text}")
    if imports:
        return _before(source, imports[0], text, blank=True)
    return _first_import(source, text)


def import_end_splice(source: SourceText, text: str) -> Splice | None:
    """Return the splice that adds a statement below the imports, or None for a file without top imports."""
    body = source.tree.body
    imports = [stmt for stmt in body if isinstance(stmt, (ast.Import, ast.ImportFrom))]
    if not imports:
        return None
    last = imports[-1]
    rest = body[body.index(last) + 1 :]
    after = source.text[source.logical_end(last) :]
    blank = "\n" if rest and not after.startswith("\n") else ""
    return _after(source, last, f"\n{text}{blank}")


def takes_names(stmt: ast.stmt) -> bool:
    """Return whether a name may join a statement's: what is renamed, isort and ruff keep to itself."""
    if not isinstance(stmt, ast.ImportFrom):
        return False
    return any(alias.name != "*" and alias.asname is None for alias in stmt.names)


def _first_import(source: SourceText, text: str) -> Splice:
    body = source.tree.body
    if body and _is_docstring(body[0]):
        end = source.logical_end(body[0])
        after = source.text[end:]
        if after.startswith("\n\n") and len(body) > 1 and not isinstance(body[1], _DEFINITIONS):
            return Splice(end + 1, end + 1, f"{text}\n")  # between the blank lines: isort wants one below
        blank = "\n" if len(body) > 1 and not after.startswith("\n") else ""
        return _after(source, body[0], f"\n{text}{blank}")
    if not body:
        return statement_splice(source, text, [])
    return _before(source, body[0], text, blank=True)


def _after(source: SourceText, stmt: ast.stmt, text: str) -> Splice:
    end = source.logical_end(stmt)
    if source.text[:end].endswith("\n"):
        return Splice(end, end, f"{text}\n")
    return Splice(end, end, f"\n{text}")


def _before(source: SourceText, stmt: ast.stmt, text: str, *, blank: bool) -> Splice:
    decorators = getattr(stmt, "decorator_list", [])
    first = decorators[0] if decorators else stmt
    start = source.line_start(source.span(first)[0])
    if any(source.span(other)[0] >= start for other in source.tree.body if _comes_first(other, source)):
        return _after(source, stmt, text)  # they stand on the same line
    is_definition = isinstance(stmt, _DEFINITIONS)
    space = ("\n\n" if is_definition else "\n") if blank else ""
    return Splice(start, start, f"{text}\n{space}")


def _comes_first(stmt: ast.stmt, source: SourceText) -> bool:
    """Return whether nothing may stand above a statement: the docstring, ``from __future__``."""
    is_future = isinstance(stmt, ast.ImportFrom) and stmt.module == "__future__"
    return is_future or (stmt is source.tree.body[0] and _is_docstring(stmt))


def _blank_lines_after(stmt: ast.stmt, is_only: bool) -> int:
    if isinstance(stmt, _DEFINITIONS):
        return 2
    if isinstance(stmt, (ast.Import, ast.ImportFrom)) or (is_only and _is_docstring(stmt)):
        return 1
    simple = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
    return 0 if isinstance(stmt, simple) else 1


def _ends_in_comment(source: SourceText, kept: str) -> bool:
    return kept[source.line_start(len(kept)) :].lstrip().startswith("#")


def _is_docstring(stmt: ast.stmt) -> bool:
    return (
        isinstance(stmt, ast.Expr)
        and isinstance(stmt.value, ast.Constant)
        and isinstance(stmt.value.value, str)
    )


def _section_of(stmt: ast.Import | ast.ImportFrom, root: str) -> int:
    if isinstance(stmt, ast.ImportFrom):
        return _section(stmt.level, stmt.module or "", root)
    return _section(0, stmt.names[0].name, root)


def _section(level: int, module: str, root: str) -> int:
    top = module.partition(".")[0]
    if level:
        return 4
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 3 if top == root else 2


def _key_of(stmt: ast.Import | ast.ImportFrom) -> tuple[Any, ...]:
    if isinstance(stmt, ast.ImportFrom):
        return (*module_key(stmt.level, stmt.module or "", True), stmt.names[0].name)
    return (*module_key(0, stmt.names[0].name, False), stmt.names[0].asname or "")

"""Telling an ``__all__`` that came with a task from one that was there before."""

import ast
import re
import tokenize
from collections.abc import Iterator

from automappa_scaffold.editing.sequence import display_strings
from automappa_scaffold.editing.source_text import SourceText, Splice
from automappa_scaffold.editing.statement_removal import statement_removals
from automappa_scaffold.source.bindings import bindings_of

__all__ = ["removals_of_made_list"]

_UNUSED = re.compile(r"#\s*noqa\b(?!:)|#\s*noqa:.*\bF401\b")


def removals_of_made_list(source: SourceText, node: ast.expr, name: str) -> Iterator[tuple[Splice, ...]]:
    """Yield the ways to take out all of ``__all__`` where it was hardly written by a person.

    A task that comes to a package without ``__all__`` brings one, in which every public name stands. That was
    so if an import says by a mark that no ``__all__`` speaks for it, if a variable is listed, or if besides
    the task nothing is that the package imports.

    Args:
        node: the list that ``__all__`` is.
        name: the task, which goes.
    """
    stmt = next((s for s in source.tree.body if getattr(s, "value", None) is node), None)
    others = [other for other in display_strings(node) if other not in (None, name)]
    if stmt is None or not others:
        return
    bound = [stmt for other in others for stmt in bindings_of(source.tree.body, str(other))]
    imports = [each for each in bound if isinstance(each, ast.ImportFrom)]
    is_marked = any(_is_marked(source, each) for each in imports)
    lists_variable = any(isinstance(each, (ast.Assign, ast.AnnAssign)) for each in bound)
    if is_marked or lists_variable or all(isinstance(each, _DEFINITIONS) for each in bound):
        yield from ((splice,) for splice in statement_removals(source, stmt, source.tree.body))


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_marked(source: SourceText, stmt: ast.ImportFrom) -> bool:
    """Return whether an import is meant for others without being listed: ``a as a``, ``# noqa: F401``."""
    start, end = source.line_start(source.span(stmt)[0]), source.logical_end(stmt)
    comments = (token.text for token in source.between(start, end) if token.type == tokenize.COMMENT)
    return any(alias.asname == alias.name for alias in stmt.names) or any(map(_UNUSED.search, comments))

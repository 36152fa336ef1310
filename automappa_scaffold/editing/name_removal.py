"""Taking one imported name out of a module."""

import ast
from collections.abc import Iterator

from automappa_scaffold.editing.sequence import element_removals
from automappa_scaffold.editing.source_text import SourceText, Splice
from automappa_scaffold.editing.statement_removal import statement_removals

__all__ = ["iter_blocks", "name_removals"]


def name_removals(
    source: SourceText, stmt: ast.Import | ast.ImportFrom, index: int, siblings: list[ast.stmt]
) -> Iterator[tuple[Splice, ...]]:
    """Yield the ways to take out name number ``index`` of an import, or all of an import of one name."""
    if len(stmt.names) > 1:
        yield from element_removals(source, stmt, index)
    else:
        yield from ((splice,) for splice in statement_removals(source, stmt, siblings))


def iter_blocks(body: list[ast.stmt]) -> Iterator[list[ast.stmt]]:
    """Yield a block and the blocks of ``if``, ``try`` and ``with`` in it, which run in the same scope."""
    yield body
    for stmt in body:
        if isinstance(stmt, (ast.If, ast.Try, ast.With)):
            for inner in (stmt.body, getattr(stmt, "orelse", []), getattr(stmt, "finalbody", [])):
                if inner:
                    yield from iter_blocks(inner)
            for handler in getattr(stmt, "handlers", []):
                yield from iter_blocks(handler.body)

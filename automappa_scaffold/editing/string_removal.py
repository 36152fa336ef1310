"""Taking one string out of a list that a module assigns to a name."""

import ast
from collections.abc import Iterator

from automappa_scaffold.editing.edit import Edit
from automappa_scaffold.editing.sequence import display_strings, element_removals
from automappa_scaffold.editing.source_text import SourceText
from automappa_scaffold.editing.statement_removal import statement_removals
from automappa_scaffold.editing.undoing import leads_back, without

__all__ = ["holds_string", "without_string"]


def holds_string(tree: ast.Module, value: str) -> bool:
    """Return whether a module says that string anywhere."""
    return any(isinstance(node, ast.Constant) and node.value == value for node in ast.walk(tree))


def without_string(source: SourceText, node: ast.expr, value: str, adding: Edit) -> bytes:
    """Return the file with the string taken out of a display, as it was before ``adding`` put it there.

    A statement that does nothing without it goes too: ``+= [...]``, and what ``adding`` would write anew.
    """
    values = display_strings(node)
    elements = element_removals(source, node, values.index(value))
    found = next(_holders(source.tree, node), None)
    if found is None or len(values) > 1:
        return without(source, elements, adding, joins_lines=True)
    stmt, siblings = found
    statements = ((splice,) for splice in statement_removals(source, stmt, siblings))
    if isinstance(stmt, ast.AugAssign):
        return without(source, statements, adding)
    # A file that holds nothing else was not made to hold nothing.
    written = (r for r in statements if leads_back(adding, source, r) and source.splice(r).strip())
    return without(source, (*written, *elements), adding)


def _holders(tree: ast.Module, value: ast.expr) -> Iterator[tuple[ast.stmt, list[ast.stmt]]]:
    """Yield the statement that sets a name of the module or of a class to a value, with its block."""
    blocks = [node.body for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef))]
    return ((stmt, block) for block in blocks for stmt in block if getattr(stmt, "value", None) is value)

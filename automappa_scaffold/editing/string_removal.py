"""Taking one string out of a list that a module assigns to a name."""

import ast

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
    stmt = next((stmt for stmt in source.tree.body if getattr(stmt, "value", None) is node), None)
    if stmt is None or len(values) > 1:
        return without(source, elements, adding, joins_lines=True)
    statements = ((splice,) for splice in statement_removals(source, stmt, source.tree.body))
    if isinstance(stmt, ast.AugAssign):
        return without(source, statements, adding)
    # A file that holds nothing else was not made to hold nothing.
    written = (r for r in statements if leads_back(adding, source, r) and source.splice(r).strip())
    return without(source, (*written, *elements), adding)

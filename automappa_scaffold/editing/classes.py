"""Classes of settings: which class of the same module a setting is inherited from, and setting a new one."""

import ast
from collections.abc import Iterator

from automappa_scaffold.editing.source_text import SourceText, Splice

__all__ = ["class_named", "class_splice", "has_known_bases", "lineage"]


def class_named(body: list[ast.stmt], name: str) -> ast.ClassDef | None:
    """Return the only class of that name in a block."""
    found = [stmt for stmt in body if isinstance(stmt, ast.ClassDef) and stmt.name == name]
    return found[0] if len(found) == 1 else None


def lineage(body: list[ast.stmt], node: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """Yield a class and those of its bases that are written in the same module, depth first."""
    yield node
    for base in _bases(body, node):
        if base is not None:
            yield from lineage(body, base)


def has_known_bases(body: list[ast.stmt], node: ast.ClassDef) -> bool:
    """Return whether all that a class inherits is written in the same module."""
    return not node.keywords and all(
        base is not None and has_known_bases(body, base) for base in _bases(body, node)
    )


def class_splice(source: SourceText, text: str, node: ast.ClassDef) -> Splice | None:
    """Return the splice that adds a simple statement at the head of a class. None: it has no such head."""
    head: list[ast.stmt] = []
    for stmt in node.body:
        if not isinstance(stmt, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Pass)):
            break
        head.append(stmt)
    if not head or not source.is_first_on_line(source.span(node.body[0])[0]):
        return None
    end = source.logical_end(head[-1])
    is_docstring = len(head) == 1 and ast.get_docstring(node) is not None
    indent = source.indent_at(source.span(node.body[0])[0])
    blank = "\n" if is_docstring else ""
    if source.text[:end].endswith("\n"):
        return Splice(end, end, f"{blank}{indent}{text}\n")
    return Splice(end, end, f"\n{blank}{indent}{text}")


def _bases(body: list[ast.stmt], node: ast.ClassDef) -> Iterator[ast.ClassDef | None]:
    for base in node.bases:
        name = base.id if isinstance(base, ast.Name) else ""
        if name != "object":
            found = class_named(body, name)
            # A class is made before those that inherit from it, so this comes to an end.
            yield found if found is not None and found.lineno < node.lineno else None

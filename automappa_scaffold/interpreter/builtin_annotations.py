"""Annotations made of built-in types alone, which need not be evaluated: nothing of them can fail.

Most annotations are such, and there are more of them than of anything else that a module evaluates.
"""

from collections.abc import Container

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.source.program import Node

__all__ = ["is_builtin_type", "written_annotation"]

_WITH_TYPES = frozenset(("dict", "frozenset", "list", "set", "tuple", "type"))
_TYPES = _WITH_TYPES | {"bool", "bytes", "complex", "float", "int", "object", "str"}


def is_builtin_type(node: Node, frame: Frame, patched: Container[str]) -> bool:
    """Return whether an expression is certainly a built-in type, with others in brackets or not, or a union.

    Args:
        patched: dotted paths of what the project replaced outside of it.
    """
    kind = node[0]
    if kind == "name":
        return node[2] in _TYPES and _is_builtin(node[2], frame, patched)
    if kind == "sub":
        base, argument = node[2], node[3]
        if base[0] != "name" or base[2] not in _WITH_TYPES or not _is_builtin(base[2], frame, patched):
            return False
        for part in argument[2] if argument[0] == "tuple" else (argument,):
            if not _is_harmless(part, frame, patched):
                return False
        return True
    if kind == "binop" and node[2] == "BitOr" and is_builtin_type(node[3], frame, patched):
        other = node[4]
        return (other[0] == "const" and other[2] is None) or is_builtin_type(other, frame, patched)
    return False


def _is_builtin(name: str, frame: Frame, patched: Container[str]) -> bool:
    """Return whether a name of a built-in type means that type in a frame."""
    if name in frame.names or name in frame.module.ns:
        return False
    is_plain = frame.function is None and frame.mapping is None
    return is_plain and not (patched and f"builtins.{name}" in patched)


def _is_harmless(node: Node, frame: Frame, patched: Container[str]) -> bool:
    """Return whether reading an expression certainly does nothing; whatever it is may stand in brackets."""
    kind = node[0]
    if kind == "const" or (kind == "literal" and node[2] == "..."):
        return True
    if kind == "name" and node[2] in frame.names:
        return not frame.declared_global
    return is_builtin_type(node, frame, patched)


def written_annotation(node: Node) -> str:
    """Return an annotation as ``ast.unparse`` writes it, empty where that is not found out here."""
    kind = node[0]
    if kind == "name":
        return str(node[2])
    if kind == "const":
        return repr(node[2])
    if kind == "attr":
        base = written_annotation(node[2])
        return base and f"{base}.{node[3]}"
    if kind == "sub":
        base = written_annotation(node[2])
        is_tuple = node[3][0] == "tuple"
        texts = [written_annotation(part) for part in (node[3][2] if is_tuple else (node[3],))]
        if len(texts) < 1 + is_tuple:  # which is written with a comma, or as ()
            return ""
        return f"{base}[{', '.join(texts)}]" if base and all(texts) else ""
    if kind == "binop" and node[2] == "BitOr":
        left, right = written_annotation(node[3]), written_annotation(node[4])
        return f"{left} | {right}" if left and right and node[4][0] != "binop" else ""
    return ""

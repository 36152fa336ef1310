"""Sources with syntax of Python 3.12, as an older Python can parse them, line by line the same.

Type parameters decide no registration. The annotations that may name them go with them. A formatted text
whose braces hold its own quotes gets other quotes.
"""

from typing import Any

import libcst

from automappa_scaffold.source.parsing import TYPE_ALIAS

__all__ = ["with_older_texts", "without_type_parameters"]

# What Python itself gives a class with type parameters as its last base; which ones they are decides nothing.
_TYPING = '__import__("typing")'
_GENERIC = libcst.parse_expression(f'{_TYPING}.Generic[{_TYPING}.TypeVar("T")]')


def without_type_parameters(source: bytes) -> tuple[bytes, set[str]] | None:
    """Return a source without type parameters and type aliases, and the names of these parameters.

    None where that moves lines.

    Raises:
        libcst.ParserSyntaxError: no Python that libcst knows can parse it.
    """
    module = libcst.parse_module(source)
    remover = _Remover()
    older = module.visit(remover).bytes
    return (older, remover.names) if len(older.splitlines()) == len(source.splitlines()) else None


def with_older_texts(source: bytes) -> bytes:
    """Return a source whose formatted texts an older Python can parse, where their quotes allow it.

    Raises:
        libcst.ParserSyntaxError: no Python that libcst knows can parse it.
    """
    return libcst.parse_module(source).visit(_Requoter()).bytes


class _Requoter(libcst.CSTTransformer):
    def __init__(self) -> None:
        super().__init__()
        self._depth = 0  # of braces

    def visit_FormattedStringExpression(self, node: libcst.FormattedStringExpression) -> None:
        self._depth += 1

    def leave_FormattedStringExpression(
        self,
        original_node: libcst.FormattedStringExpression,
        updated_node: libcst.FormattedStringExpression,
    ) -> libcst.FormattedStringExpression:
        self._depth -= 1
        return updated_node

    def leave_SimpleString(
        self, original_node: libcst.SimpleString, updated_node: libcst.SimpleString
    ) -> libcst.BaseExpression:
        if not self._depth or "\\" not in updated_node.value or "\n" in updated_node.value:
            return updated_node
        value: Any = updated_node.evaluated_value
        codes = [*value] if isinstance(value, bytes) else [*map(ord, value)]
        text = f"{'b' * isinstance(value, bytes)}'{'%c' * len(codes)}' % ({''.join(f'{c},' for c in codes)})"
        return libcst.parse_expression(f"({text})")

    def leave_FormattedString(
        self, original_node: libcst.FormattedString, updated_node: libcst.FormattedString
    ) -> libcst.FormattedString:
        parts = [(part, libcst.Module([]).code_for_node(part)) for part in updated_node.parts]
        within = "".join(code for part, code in parts if isinstance(part, libcst.FormattedStringExpression))
        if updated_node.end not in within and "\n" not in within:
            return updated_node
        whole = "".join(code for _, code in parts)
        for quotes in ('"""', "'''"):
            if quotes not in whole and not whole.endswith(quotes[0]):
                start = updated_node.start.rstrip("\"'") + quotes
                return updated_node.with_changes(start=start, end=quotes)
        return updated_node


class _Remover(libcst.CSTTransformer):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_TypeParam(self, node: libcst.TypeParam) -> None:
        self.names.add(node.param.name.value)

    def leave_FunctionDef(
        self, original_node: libcst.FunctionDef, updated_node: libcst.FunctionDef
    ) -> libcst.FunctionDef:
        return updated_node.with_changes(type_parameters=None, returns=None)

    def leave_ClassDef(
        self, original_node: libcst.ClassDef, updated_node: libcst.ClassDef
    ) -> libcst.ClassDef:
        if original_node.type_parameters is None:
            return updated_node
        return updated_node.with_changes(
            type_parameters=None, bases=[*updated_node.bases, libcst.Arg(_GENERIC)]
        )

    def leave_Param(self, original_node: libcst.Param, updated_node: libcst.Param) -> libcst.Param:
        is_default = updated_node.default is not None
        equal = libcst.AssignEqual() if is_default else libcst.MaybeSentinel.DEFAULT
        return updated_node.with_changes(annotation=None, equal=equal)

    def leave_AnnAssign(
        self, original_node: libcst.AnnAssign, updated_node: libcst.AnnAssign
    ) -> libcst.AnnAssign:
        shown = libcst.Module([]).code_for_node(original_node.annotation.annotation)
        text = libcst.SimpleString(repr(" ".join(shown.split())))
        annotation = updated_node.annotation.with_changes(annotation=text)
        return updated_node.with_changes(annotation=annotation)

    def leave_TypeAlias(
        self, original_node: libcst.TypeAlias, updated_node: libcst.TypeAlias
    ) -> libcst.Assign:
        target = libcst.AssignTarget(libcst.Name(updated_node.name.value))
        return libcst.Assign([target], libcst.Name(TYPE_ALIAS))

"""Sources with the type parameters of Python 3.12, as an older Python can parse them, line by line the same.

Type parameters decide no registration. The annotations that may name them go with them.
"""

import libcst

from automappa_scaffold.source.parsing import TYPE_ALIAS

__all__ = ["without_type_parameters"]

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

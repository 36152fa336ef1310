"""Sources with the type parameters of Python 3.12, as an older Python can parse them, line by line the same.

Type parameters decide no registration. The annotations that may name them go with them.
"""

import libcst

__all__ = ["without_type_parameters"]


def without_type_parameters(source: bytes) -> bytes | None:
    """Return a source without type parameters and type aliases, or None where that moves lines.

    Raises:
        libcst.ParserSyntaxError: no Python that libcst knows can parse it.
    """
    module = libcst.parse_module(source)
    changed = module.visit(_Remover())
    older = changed.bytes
    return older if len(older.splitlines()) == len(source.splitlines()) else None


class _Remover(libcst.CSTTransformer):
    def leave_FunctionDef(
        self, original_node: libcst.FunctionDef, updated_node: libcst.FunctionDef
    ) -> libcst.FunctionDef:
        return updated_node.with_changes(type_parameters=None, returns=None)

    def leave_ClassDef(
        self, original_node: libcst.ClassDef, updated_node: libcst.ClassDef
    ) -> libcst.ClassDef:
        return updated_node.with_changes(type_parameters=None)

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
        return libcst.Assign([target], libcst.Name("object"))

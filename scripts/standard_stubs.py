"""What the stubs of the standard library say that functions give and attributes are."""

import ast
from functools import cache
from pathlib import Path

import mypy

__all__ = ["Stubs"]

STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"
# Only these are told of built-in kinds: what is said to be a tuple or dict is often of a class below it.
_BUILTIN = {"str", "int", "float", "bytes", "bool", "list"}
_NEVER = ("typing", "typing_extensions", "_typeshed", "collections.abc", "types")


@cache
def _tree(module: str) -> ast.Module | None:
    base = STUBS / module.replace(".", "/")
    path = base / "__init__.pyi" if base.is_dir() else base.with_suffix(".pyi")
    return ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else None


def _flat(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements of a body, those of every branch of a condition too."""
    found: list[ast.stmt] = []
    for node in body:
        found += _flat([*node.body, *node.orelse]) if isinstance(node, ast.If) else [node]
    return found


class Stubs:
    """The stubs, asked by dotted path."""

    def given_by(self, path: str, is_class: bool) -> dict[str, str]:
        """Return what a function gives, or the methods and attributes of a class: kinds by name."""
        module, _, name = path.rpartition(".")
        if is_class:
            return self._members(module, name, path)
        kinds = self._kinds(module, name)
        return {"()": kinds.pop()} if len(kinds) == 1 and "" not in kinds else {}

    def _kinds(self, module: str, name: str, depth: int = 0) -> set[str]:
        tree = _tree(module)
        kinds: set[str] = set()
        for node in _flat(tree.body) if tree is not None else ():
            if isinstance(node, ast.FunctionDef) and node.name == name:
                kinds.add(self._kind(node.returns, module, ""))
            elif isinstance(node, (ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name:
                kinds.add("")
            elif isinstance(node, ast.ImportFrom) and depth < 3 and not node.level:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        kinds |= self._kinds(node.module or "", alias.name, depth + 1)
        return kinds

    def _members(self, module: str, name: str, own: str, depth: int = 0) -> dict[str, str]:
        tree = _tree(module)
        found: dict[str, set[str]] = {}
        for node in _flat(tree.body) if tree is not None else ():
            if isinstance(node, ast.ClassDef) and node.name == name:
                for member in _flat(node.body):
                    for key, kind in self._member(member, module, own):
                        found.setdefault(key, set()).add(kind)
                for base in node.bases:
                    if isinstance(base, ast.Name) and depth < 3:
                        for key, kind in self._members(module, base.id, own, depth + 1).items():
                            found.setdefault(key, {kind})
            elif isinstance(node, ast.ImportFrom) and depth < 3 and not node.level:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return self._members(node.module or "", alias.name, own, depth + 1)
        told = {key: kinds.pop() for key, kinds in found.items() if len(kinds) == 1}
        return {key: kind for key, kind in told.items() if kind and not key.startswith("_")}

    def _member(self, node: ast.stmt, module: str, own: str) -> list[tuple[str, str]]:
        """Return names and kinds: ``name()`` for what a method gives."""
        if isinstance(node, ast.FunctionDef):
            words = [ast.unparse(decorator) for decorator in node.decorator_list]
            is_property = "property" in words
            if any(word.endswith((".setter", ".deleter")) for word in words):
                return []
            kind = self._kind(node.returns, module, own)
            return [(node.name if is_property else f"{node.name}()", kind)]
        if isinstance(node, ast.AsyncFunctionDef):
            return [(f"{node.name}()", "")]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            return [(node.target.id, self._kind(node.annotation, module, own))]
        return []

    def _kind(self, annotation: ast.expr | None, module: str, own: str) -> str:
        if isinstance(annotation, ast.Subscript):
            annotation = annotation.value
        if isinstance(annotation, ast.Constant) and annotation.value is None:
            return "None"
        if isinstance(annotation, ast.Attribute):
            return self._resolved(module, ast.unparse(annotation.value), annotation.attr)
        if not isinstance(annotation, ast.Name):
            return ""
        if annotation.id == "Self":
            return own
        if annotation.id in _BUILTIN:
            return f"builtins.{annotation.id}"
        tree = _tree(module)
        for node in _flat(tree.body) if tree is not None else ():
            if isinstance(node, ast.ClassDef) and node.name == annotation.id:
                is_protocol = any("Protocol" in ast.unparse(base) for base in node.bases)
                return "" if module in _NEVER or is_protocol else f"{module}.{annotation.id}"
            if isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    if (alias.asname or alias.name) == annotation.id:
                        is_told = node.module not in _NEVER
                        return f"{node.module}.{alias.name}" if is_told else ""
        return ""

    def _resolved(self, module: str, prefix: str, name: str) -> str:
        tree = _tree(module)
        for node in _flat(tree.body) if tree is not None else ():
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if (alias.asname or alias.name) == prefix and alias.name not in _NEVER:
                        return f"{alias.name}.{name}"
        return ""

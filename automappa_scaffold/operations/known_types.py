"""Names of the standard library that annotations may use without saying where they are from."""

import ast
import builtins
from collections.abc import Collection

from automappa_scaffold.errors import ProjectError

__all__ = ["is_known_type", "names_in", "standard_imports"]

_HOMES = {
    "typing": "Annotated Any ClassVar Final Literal NamedTuple Optional TypedDict Union",
    "collections.abc": "Callable Collection Iterable Iterator Mapping MutableMapping Sequence Set",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "pathlib": "Path PurePath PurePosixPath",
    "uuid": "UUID",
}
_IMPORTABLE = {name: module for module, names in _HOMES.items() for name in names.split()}


def is_known_type(name: str) -> bool:
    """Return whether a name, or ``module.name``, is a type that annotations may use without an import."""
    module, _, last = name.rpartition(".")
    return last in _IMPORTABLE and module in ("", _IMPORTABLE[last])


def names_in(tree: ast.AST) -> set[str]:
    """Return the names that an expression uses; ``datetime.`` for the module in ``datetime.date``."""
    parents = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in _HOMES.get(node.value.id, "").split()
    }
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {f"{node.id}." if id(node) in parents else node.id for node in names}


def standard_imports(used: Collection[str], modules: Collection[str]) -> str:
    """Return the lines that import names as ``names_in`` gives them, and further modules.

    Raises:
        ProjectError: a name is not known, or means two things.
    """
    parents = {name.rstrip(".") for name in used if name.endswith(".")}
    missing = {name for name in used if not name.endswith(".") and not hasattr(builtins, name)}
    unknown = sorted(missing - _IMPORTABLE.keys())
    if unknown:
        raise ProjectError(
            f"{unknown[0]} is not a name that the new module knows.",
            hint="Use built-in types, or add the task to a module that imports it (--module).",
        )
    if both := sorted(missing & parents):
        raise ProjectError(f"{both[0]} stands for a module and for what it holds.", hint="Write one of them.")
    homes: dict[str, list[str]] = {}
    for name in missing:
        homes.setdefault(_IMPORTABLE[name], []).append(name)
    plain = [f"import {module}" for module in sorted({*modules, *parents})]
    named = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(homes.items())]
    return "\n".join([*plain, *named])

"""The requirements that setup.py, setup.cfg and a Pipfile declare: read, never run."""

import ast
import sys
from collections.abc import Iterator
from typing import Any

from automappa_scaffold.project.parsing import parse_quietly

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["cfg_requirements", "pipfile_requirements", "setup_requirements", "versioned"]

_KEYS = frozenset(("install_requires", "extras_require", "setup_requires", "tests_require"))
_SECTIONS = ("options.extras_require", "extras")
_PIPFILE_TABLES = ("packages", "dev-packages")


def setup_requirements(text: str) -> list[str]:
    """Return the requirements that a setup.py hands to ``setup``; none where it is no Python.

    What it computes, as by reading a file, is not among them.
    """
    seen = _SetupFile()
    try:
        seen.visit(parse_quietly(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [*seen.lines()]


class _SetupFile(ast.NodeVisitor):
    """What a setup.py gives as requirements, and what its names are bound to."""

    def __init__(self) -> None:
        self.given: list[ast.expr] = []
        self.bound: dict[str, list[ast.expr]] = {}

    def visit_Assign(self, node: ast.Assign) -> None:
        """Remember a value that is bound, or put under a key."""
        for target in node.targets:
            self._bind(target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Remember what is added."""
        self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Remember a value that is bound."""
        if node.value is not None:
            self._bind(node.target, node.value)
            self.generic_visit(node)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Subscript) and _is_key(target.slice):
            self.given.append(value)
        held = target.value if isinstance(target, ast.Subscript) else target
        if isinstance(held, ast.Name):
            self.bound.setdefault(held.id, []).append(value)

    def visit_Call(self, node: ast.Call) -> None:
        """Remember what is given by keyword, and what is put into a list."""
        self.given += [keyword.value for keyword in node.keywords if keyword.arg in _KEYS]
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr in ("append", "extend"):
            for argument in node.args:
                self._bind(method.value, argument)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        """Remember what is given by key."""
        self.given += [value for key, value in zip(node.keys, node.values, strict=True) if _is_key(key)]
        self.generic_visit(node)

    def lines(self) -> Iterator[str]:
        """Yield the texts that the requirements are made of, each name looked up once."""
        left, known = self.given[::-1], set[str]()
        while left:
            node = left.pop()
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from (line.strip() for line in node.value.splitlines())
            elif isinstance(node, ast.Name) and node.id not in known:
                known.add(node.id)
                left += self.bound.get(node.id, ())
            else:
                left += _parts(node)


def _is_key(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value in _KEYS


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return node.elts
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.BinOp):
        return [node.left] if isinstance(node.op, ast.Mod) else [node.left, node.right]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.JoinedStr):
        return node.values[:1]
    if isinstance(node, (ast.Starred, ast.Subscript)):
        return [node.value]
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        return [node.generators[0].iter]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        is_plain = node.func.id in ("list", "tuple", "set", "sorted", "dict")
        return [*node.args, *(keyword.value for keyword in node.keywords)] if is_plain else []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_text = node.func.attr in ("split", "splitlines", "strip", "format", "copy", "values")
        return [node.func.value] if is_text else []
    return []


def cfg_requirements(text: str) -> list[str]:
    """Return the requirements that a setup.cfg names; none where it is not sound."""
    if "require" not in text:
        return []
    import configparser  # few projects have such a file

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        return []
    values = [parser.get("options", key, fallback=None) for key in sorted(_KEYS)]
    values.append(parser.get("metadata", "requires_dist", fallback=None))
    values.append(parser.get("metadata", "requires-dist", fallback=None))
    for section in _SECTIONS:
        values += [value for _, value in parser.items(section)] if parser.has_section(section) else []
    return [line.strip() for value in values if value for line in value.splitlines()]


def pipfile_requirements(text: str) -> list[str]:
    """Return the requirements of a Pipfile; none where it is not sound."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return []
    tables = [data.get(name) for name in _PIPFILE_TABLES]
    return [line for table in tables if isinstance(table, dict) for line in versioned(table)]


def versioned(table: dict[str, Any]) -> Iterator[str]:
    """Yield the requirements of a table of versions by name, as Poetry and Pipenv have them."""
    for name, version in table.items():
        found = version.get("version", "") if isinstance(version, dict) else version
        yield f"{name}{found}" if isinstance(found, str) and found[:1] in "<>=~^" else name

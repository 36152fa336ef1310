"""What the rules want of a file besides its import program: ``__all__``, imports, settings, with places."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source

__all__ = ["Entry", "InitFacts", "SettingFact", "read_init_facts", "read_setting_facts"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A constant text in a list, and where it stands (from 1)."""

    text: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class InitFacts:
    """A package's ``__init__.py``.

    Attributes:
        exported: the texts of ``__all__``; None where there is no ``__all__``.
        exported_line: the line of ``__all__``, or 1.
        is_closed: whether ``__all__`` holds constants only.
        imported: names bound by ``from ... import ...``, each with its line.
        has_star: whether a star import may bind more names.
    """

    exported: tuple[Entry, ...] | None
    exported_line: int
    is_closed: bool
    imported: tuple[tuple[str, int], ...]
    has_star: bool


@dataclass(frozen=True, slots=True)
class SettingFact:
    """One statement that sets ``imports`` or ``include``, and the constants in it."""

    key: str
    line: int
    column: int
    entries: tuple[Entry, ...]


def read_init_facts(source: bytes) -> InitFacts | None:
    """Return the facts of an ``__init__.py``, or None when it does not parse."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return None
    exported: list[Entry] | None = None
    line, closed, star = 1, True, False
    imported: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            star = star or any(alias.name == "*" for alias in node.names)
            imported += [(alias.asname or alias.name, node.lineno) for alias in node.names]
        value = _value_of(node, "__all__")
        if value is not None and isinstance(node, ast.stmt):
            entries, constant = _texts(value)
            exported = (exported or []) + entries
            closed = closed and constant
            line = node.lineno if line == 1 or not exported else line
    return InitFacts(None if exported is None else tuple(exported), line, closed, tuple(imported), star)


def read_setting_facts(source: bytes, keys: Sequence[str]) -> tuple[SettingFact, ...]:
    """Return the statements of a file that set one of the keys, as name, attribute or keyword."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return ()
    found = [fact for node in ast.walk(tree) for fact in _setting(node, frozenset(keys))]
    return tuple(sorted(found, key=lambda fact: (fact.line, fact.column)))


def _setting(node: ast.AST, keys: frozenset[str]) -> Iterator[SettingFact]:
    for key in keys:
        value = _value_of(node, key)
        if value is not None:
            yield _fact(key, node, value)
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            if keyword.arg in keys:
                yield _fact(keyword.arg or "", keyword, keyword.value)


def _fact(key: str, node: ast.AST, value: ast.expr) -> SettingFact:
    entries, _ = _texts(value)
    return SettingFact(key, getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1, tuple(entries))


def _value_of(node: ast.AST, name: str) -> ast.expr | None:
    """Return what a statement assigns to a name or to an attribute of that name."""
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        targets = [node.target]
    else:
        return None
    for target in targets:
        if (isinstance(target, ast.Name) and target.id == name) or (
            isinstance(target, ast.Attribute) and target.attr == name
        ):
            return node.value
    return None


def _texts(value: ast.expr) -> tuple[list[Entry], bool]:
    """Return the constant texts of an expression, and whether it holds nothing else."""
    entries: list[Entry] = []
    closed = True
    elements = value.elts if isinstance(value, (ast.Tuple, ast.List, ast.Set)) else [value]
    for element in elements:
        if isinstance(element, ast.Constant) and isinstance(element.value, str):
            entries.append(_entry(element))
        else:
            closed = False
            nested = [
                n for n in ast.walk(element) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            ]
            entries += [_entry(n) for n in nested]
    return entries, closed


def _entry(node: ast.Constant) -> Entry:
    end_line = node.end_lineno or node.lineno
    end_column = (node.end_col_offset or node.col_offset) + 1
    return Entry(str(node.value), node.lineno, node.col_offset + 1, end_line, end_column)

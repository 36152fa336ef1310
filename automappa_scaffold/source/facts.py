"""What the rules want of a file besides its import program: ``__all__``, imports, settings, with places."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.listed_parts import listed_parts
from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source
from automappa_scaffold.source.text_entries import Entry, texts_of

__all__ = ["INIT_FACTS", "Entry", "InitFacts", "SettingFact", "read_init_facts", "read_setting_facts"]


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
    """One place that gives a setting a value, and the constant texts in the value.

    Attributes:
        key: the setting's name as written there; ``line`` to ``end_column``: where it stands.
        is_closed: the value holds constants only; ``is_text``: it is one constant text.
        is_written: entries of the value are written out, so that another one can be put beside them.
        is_certain: no condition, loop or function stands around it.
        adds: it adds to the value of before (``+=``, or the name is part of its own value).
        is_variable: a name is bound, as in a settings module; else an attribute, keyword or key is set.
        owner: of an attribute, the last name of its object (``conf``); of a keyword, of what is called.
    """

    key: str
    line: int
    column: int
    entries: tuple[Entry, ...]
    end_line: int = 0
    end_column: int = 0
    is_closed: bool = False
    is_text: bool = False
    is_written: bool = False
    is_certain: bool = True
    adds: bool = False
    is_variable: bool = False
    owner: str = ""


def read_init_facts(source: bytes) -> InitFacts | None:
    """Return the facts of an ``__init__.py``, or None when it does not parse."""
    return _read_init_facts(SourceFile(source))


def _read_init_facts(file: SourceFile) -> InitFacts | None:
    try:
        tree = file.tree()
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
            entries, constant = texts_of(value, file.data)
            exported = (exported or []) + entries
            closed = closed and constant
            line = node.lineno if line == 1 or not exported else line
        if (change := _change_of_all(node, file.data)) is not None:
            exported = (exported or []) + change[0]
            closed = closed and change[1]
    return InitFacts(None if exported is None else tuple(exported), line, closed, tuple(imported), star)


def _change_of_all(node: ast.AST, source: bytes) -> tuple[list[Entry], bool] | None:
    """Return what a method of ``__all__`` adds, and whether that is all it does; None for other nodes."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if not isinstance(node.func.value, ast.Name) or node.func.value.id != "__all__":
        return None
    # Type checkers and linters, too, take these two as part of the list.
    if node.func.attr in ("append", "extend") and len(node.args) == 1:
        return texts_of(node.args[0], source)
    return [], False


def _init_facts_to_json(facts: InitFacts | None) -> Any:
    if facts is None:
        return None
    exported = facts.exported
    entries = exported and [(e.text, e.line, e.column, e.end_line, e.end_column, e.parts) for e in exported]
    return (entries, facts.exported_line, facts.is_closed, facts.imported, facts.has_star)


def _init_facts_from_json(parts: Any) -> InitFacts | None:
    if parts is None:
        return None
    exported, line, closed, imported, star = parts
    entries = None
    if exported is not None:
        entries = tuple(
            Entry(text, at, column, end_line, end_column, tuple(parts))
            for text, at, column, end_line, end_column, parts in exported
        )
    return InitFacts(entries, line, closed, tuple((name, at) for name, at in imported), star)


INIT_FACTS = FactKind(
    f"{__name__}:INIT_FACTS",
    _read_init_facts,
    _init_facts_to_json,
    _init_facts_from_json,
)


def read_setting_facts(source: bytes, is_wanted: Callable[[str], bool]) -> tuple[SettingFact, ...]:
    """Return the places of a file that set a wanted setting: as name, attribute, keyword or key of a dict.

    The list that ``autodiscover_tasks`` is given counts as one, under that name.
    """
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return ()
    found: list[SettingFact] = []
    # A stack of its own: a sum of thousands of terms must not exhaust Python's.
    stack: list[tuple[ast.AST, bool]] = [(node, True) for node in tree.body]
    while stack:
        node, certain = stack.pop()
        for key, at, value, adds in _settings_in(node):
            if is_wanted(key):
                fact = _fact(key, at, value, source, is_certain=certain, adds=adds)
                is_written = bool(listed_parts(tree, [value]))
                found.append(replace(fact, owner=_owner_of(at, node), is_written=is_written))
        is_plain = isinstance(node, (ast.ClassDef, ast.expr, ast.Expr, ast.Assign, ast.keyword))
        stack += [(child, certain and is_plain) for child in ast.iter_child_nodes(node)]
    return tuple(sorted(found, key=lambda fact: (fact.line, fact.column)))


def _settings_in(node: ast.AST) -> Iterator[tuple[str, ast.AST, ast.expr, bool]]:
    """Yield what a node sets: name, where the name stands, value, whether it adds to what was there."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            key = _name_of(target)
            yield key, target, node.value, _mentions(node.value, key)
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign)) and node.value is not None:
        yield _name_of(node.target), node.target, node.value, isinstance(node, ast.AugAssign)
    elif isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield keyword.arg or "", keyword, keyword.value, False
        if _name_of(node.func) == "autodiscover_tasks":
            named = [keyword.value for keyword in node.keywords if keyword.arg == "packages"]
            for packages in (*node.args[:1], *named):
                yield "autodiscover_tasks", packages, packages, False
    elif isinstance(node, ast.Dict):
        for given, value in zip(node.keys, node.values, strict=True):
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value, given, value, False


def _owner_of(at: ast.AST, node: ast.AST) -> str:
    if isinstance(at, ast.keyword) and isinstance(node, ast.Call):
        return _name_of(node.func)
    return _name_of(at.value) if isinstance(at, (ast.Attribute, ast.Subscript)) else ""


def _name_of(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return target.slice.value if isinstance(target.slice.value, str) else ""
    return target.attr if isinstance(target, ast.Attribute) else ""


def _mentions(value: ast.expr, key: str) -> bool:
    return any(_name_of(node) == key for node in ast.walk(value) if isinstance(node, ast.expr))


def _fact(
    key: str, node: ast.AST, value: ast.expr, source: bytes, *, is_certain: bool, adds: bool
) -> SettingFact:
    entries, closed = texts_of(value, source)
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1
    is_keyword = isinstance(node, ast.keyword)
    end_line = line if is_keyword else getattr(node, "end_lineno", line)
    end_column = column + len(key) if is_keyword else getattr(node, "end_col_offset", 0) + 1
    return SettingFact(
        key=key,
        line=line,
        column=column,
        entries=tuple(entries),
        end_line=end_line,
        end_column=end_column,
        is_closed=closed,
        is_text=isinstance(value, ast.Constant) and isinstance(value.value, str),
        is_certain=is_certain,
        adds=adds,
        is_variable=isinstance(node, ast.Name),
    )


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

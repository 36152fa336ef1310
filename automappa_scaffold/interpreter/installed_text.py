"""What a module of installed code binds, as its text shows: the statements that one of its names needs.

A name counts as told by its text where it is bound once, by a definition, an import or a constant, and where
nothing in the module rebinds or fills it later. What else may have changed it is nowhere in the project.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["InstalledText", "Needed", "read_text_of_module"]

_MAX_STATEMENTS = 60
# Calls whose results are as good as constants.
_HARMLESS_CALLS = frozenset(
    ("TypeVar", "ParamSpec", "compile", "getLogger", "get_logger", "get_task_logger", "frozenset", "object")
)
_IMPORTS_CELERY = re.compile(rb"(?m)^[ \t]*(?:from|import) celery\b")
# Stands in the text of whatever declares a task, or is called to register one.
_MAY_DECLARE = re.compile(rb"shared_task|\.[ \t\n\\]*(?:register_)?task\b")
_FILLING = r"\.(?:append|extend|insert|add|update|setdefault|pop|popitem|remove|discard|clear)\("

_Definition = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Needed:
    """What a name of a module needs.

    Attributes:
        source: the definitions and assignments, in their order.
        imports: names that stand for other modules or what is in them: dotted paths by name.
    """

    source: bytes
    imports: dict[str, str]


class InstalledText:
    """One module's text."""

    def __init__(self, name: str, source: bytes, *, is_package: bool) -> None:
        self.name = name
        self.source = source
        self.is_package = is_package
        # Plain text is found much faster than a pattern.
        self.knows_celery = b"celery" in source and _IMPORTS_CELERY.search(source) is not None
        self._bound: dict[str, list[ast.stmt]] | None = None
        self._tree: ast.Module | None = None
        self._globals: set[str] | None = None

    def needed_for(self, name: str) -> Needed | None:
        """Return what a name needs, or None where the text does not tell."""
        wanted, done = [name], set[str]()
        statements: dict[int, ast.stmt] = {}
        imports: dict[str, str] = {}
        while wanted:
            current = wanted.pop()
            if current in done:
                continue
            done.add(current)
            for found in self._statements_of(current):
                if not self._is_told(current, found):
                    return None
                if isinstance(found, (ast.Import, ast.ImportFrom)):
                    imports[current] = self._imported(found, current)
                    continue
                statements[found.lineno] = found
                wanted += {n.id for n in ast.walk(found) if isinstance(n, ast.Name)} - done
            if len(statements) > _MAX_STATEMENTS:
                return None
        lines = self.source.splitlines(keepends=True)
        parts = [b"".join(lines[_first(s) - 1 : s.end_lineno]) for _, s in sorted(statements.items())]
        return Needed(b"\n".join(parts), imports)

    def assigns(self, name: str) -> bool:
        """Return whether a name is bound by an assignment alone."""
        found = self._statements_of(name)
        return bool(found) and all(isinstance(s, (ast.Assign, ast.AnnAssign)) for s in found)

    def declares(self, name: str) -> bool:
        """Return whether a function, or what it names in its module, declares or registers a task."""
        if b"task" not in self.source or _MAY_DECLARE.search(self.source) is None:
            return False
        wanted, done = [name], set[str]()
        while wanted:
            current = wanted.pop()
            if current in done:
                continue
            done.add(current)
            for node in (node for statement in self._statements_of(current) for node in ast.walk(statement)):
                if isinstance(node, ast.Name):
                    wanted.append(node.id)
                if _declares(node):
                    return True
        return False

    def imports(self, name: str) -> str | None:
        """Return the dotted path that a name stands for where one import alone binds it, or None."""
        found = self._statements_of(name)
        if len(found) == 1 and isinstance(found[0], (ast.Import, ast.ImportFrom)):
            return self._imported(found[0], name)
        return None

    def _statements_of(self, name: str) -> list[ast.stmt]:
        if self._bound is None:
            self._bound = {}
            try:
                self._tree = ast.parse(self.source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                self._tree = ast.Module([], [])
            for statement in self._tree.body:
                for bound in _bound_by(statement):
                    self._bound.setdefault(bound, []).append(statement)
        return self._bound.get(name, [])

    def _is_told(self, name: str, statement: ast.stmt) -> bool:
        if len(self._statements_of(name)) > 1:
            return False
        assert self._tree is not None
        if self._globals is None:
            found = (node.names for node in ast.walk(self._tree) if isinstance(node, ast.Global))
            self._globals = {bound for names in found for bound in names}
        if name in self._globals:
            return False
        if isinstance(statement, (*_Definition, ast.Import, ast.ImportFrom)):
            return True
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)) or statement.value is None:
            return False
        filled = rb"\b" + re.escape(name.encode()) + rb"(?:\[[^\]]*\]\s*=[^=]|" + _FILLING.encode() + rb")"
        return _is_plain(statement.value) and re.search(filled, self.source) is None

    def _imported(self, statement: ast.Import | ast.ImportFrom, name: str) -> str:
        for alias in statement.names:
            if (alias.asname or alias.name.partition(".")[0]) == name:
                if isinstance(statement, ast.Import):
                    return alias.name if alias.asname else name
                return f"{self._base(statement)}.{alias.name}".strip(".")
        return name

    def _base(self, statement: ast.ImportFrom) -> str:
        if not statement.level:
            return statement.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - statement.level + self.is_package]
        return ".".join([*kept, statement.module] if statement.module else kept)


def read_text_of_module(name: str, source: bytes, located: tuple[str, str | None]) -> InstalledText:
    """Return the text of a located module."""
    return InstalledText(name, source, is_package=located[1] is not None)


def _first(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _bound_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a module binds, in whatever block."""
    if isinstance(statement, _Definition):
        yield statement.name
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]
    for part in ast.iter_child_nodes(statement) if not isinstance(statement, _Definition) else ():
        if isinstance(part, ast.stmt):
            yield from _bound_by(part)
        elif isinstance(part, (ast.ExceptHandler, ast.match_case)):
            yield from (bound for inner in part.body for bound in _bound_by(inner))
        elif isinstance(part, (ast.Name, ast.Tuple, ast.List, ast.Starred, ast.withitem)):
            yield from (
                n.id for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            )


def _is_plain(value: ast.expr) -> bool:
    """Return whether an expression makes a constant, or a container that is not there to be filled."""
    if isinstance(value, ast.Call):
        called = value.func
        last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        return last in _HARMLESS_CALLS
    calls = (ast.Call, ast.Await, ast.Yield, ast.NamedExpr)
    if isinstance(value, (ast.Dict, ast.List, ast.Set)) and not any(
        True for _ in ast.iter_child_nodes(value)
    ):
        return False  # empty: to be filled
    return not any(isinstance(node, calls) for node in _run_at_once(value))


def _run_at_once(value: ast.expr) -> Iterator[ast.AST]:
    """Yield an expression's parts, those inside of functions left out."""
    yield value
    for child in () if isinstance(value, ast.Lambda) else ast.iter_child_nodes(value):
        if isinstance(child, ast.expr):
            yield from _run_at_once(child)


def _declares(node: ast.AST) -> bool:
    """Return whether ``shared_task``, a call of ``app.task`` or of ``app.register_task`` is written."""
    if isinstance(node, ast.Name):
        return node.id == "shared_task"
    called = node.func if isinstance(node, ast.Call) else None
    if not isinstance(called, ast.Attribute) or called.attr not in ("shared_task", "register_task", "task"):
        return False
    owner = called.value.id if isinstance(called.value, ast.Name) else ""
    return not owner[:1].isupper() or owner.isupper()  # not what a class has of that name

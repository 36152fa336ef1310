"""Adding an entry to the setting that lists the modules a worker imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.editing.classes import class_named, class_splice, has_known_bases, lineage
from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.editing.ordering import imports_index
from automappa_scaffold.editing.sequence import display_strings, insert_element, quote_like
from automappa_scaffold.editing.source_text import SourceText, Splice, open_source
from automappa_scaffold.editing.statements import append_statement
from automappa_scaffold.errors import EditError
from automappa_scaffold.source.bindings import bindings_of, iter_bindings
from automappa_scaffold.source.listed_parts import listed_parts, written_parts

__all__ = ["AddImportsEntry", "setting_lines"]

_OLD_KEY = "CELERY_IMPORTS"
_MUTATORS = frozenset(
    {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "add", "update"}
)


@dataclass(frozen=True, slots=True)
class AddImportsEntry:
    """An entry in ``imports`` of a settings module, or in ``include`` and its like of an app module.

    Attributes:
        module: the entry.
        app_module: the app's own module, which stands after the pages.
        pages: the package that holds the pages; its entries stand together.
        scope: the class of the settings, where they are not the module itself.
        line: a line of the statement that the worker takes the setting from, where it is no assignment to
            ``imports`` in ``scope`` (``Celery(..., include=[...])``, ``app.conf.imports = ...``).
        namespace: what the names of the settings start with, before ``_``.
    """

    path: PurePosixPath
    module: str
    app_module: str = ""
    pages: str = ""
    scope: str = ""
    line: int | None = None
    line_length: int = DEFAULT_LINE_LENGTH
    namespace: str = ""

    @property
    def by_hand(self) -> str:
        """What a person does instead."""
        return f'Add "{self.module}" by hand to the modules that the worker imports.'

    def apply(self, data: bytes) -> bytes:
        """Return the file with the entry in it. Raises EditError when the setting is not a plain list."""
        source = open_source(self.path, data, self.by_hand)
        values = self._values(source)
        if not values:
            return self._create(source)
        parts = listed_parts(source.tree, values)
        if any(self.module in display_strings(part) for part in parts):
            return data
        if not parts:
            raise self._refusal(f"`{ast.unparse(values[0])}` is computed", values[0].lineno)
        return source.splice(self._splices(source, self._best_part(parts)))

    def lists(self, source: SourceText) -> list[ast.expr]:
        """Return the displays and strings that make up the setting. Raises EditError as ``apply`` does."""
        return listed_parts(source.tree, self._values(source))

    def _values(self, source: SourceText) -> list[ast.expr]:
        """Return the values of the statements that hold, in order; none where the setting is absent."""
        if self.line is not None:
            return [self._value_at(source, self.line)]
        body = self._body(source)
        key = _key_in(body, self.namespace)
        bindings = bindings_of(body, key)
        values = [self._value_of(stmt, key) for stmt in bindings]
        self._refuse_mutations(source, key)
        plain = [i for i, stmt in enumerate(bindings) if not isinstance(stmt, ast.AugAssign)]
        return values[plain[-1] if plain else 0 :]

    def _create(self, source: SourceText) -> bytes:
        body = self._body(source)
        key = _key_in(body, self.namespace)
        if "*" in {name for stmt in body for name in iter_bindings(stmt)}:
            raise self._refusal(f"{key} may come from a star import", 1)
        statement = f"{key} = ({quote_like(source, None, self.module)},)"
        if not self.scope:
            return append_statement(source, statement)
        node = self._class(source)
        splice = class_splice(source, statement, node) if has_known_bases(source.tree.body, node) else None
        if splice is None:
            raise self._refusal(f"the class {self.scope} has no {key}", node.lineno)
        return source.splice([splice])

    def _splices(self, source: SourceText, node: ast.expr) -> tuple[Splice, ...]:
        entries = display_strings(node)
        index = imports_index(entries, self.module, pages=self.pages, app_module=self.app_module)
        # Comments above the first page are the heading of all pages.
        is_first_page = index < len(entries) and self._is_page(entries[index])
        is_first_page = is_first_page and not any(self._is_page(entry) for entry in entries[:index])
        quoted = quote_like(source, node, self.module)
        return insert_element(source, node, index, quoted, self.line_length, is_under_heading=is_first_page)

    def _body(self, source: SourceText) -> list[ast.stmt]:
        """Return the statements that may make the setting: of the base class where it is inherited."""
        if not self.scope:
            return source.tree.body
        node = self._class(source)
        bodies = [each.body for each in lineage(source.tree.body, node)]
        with_key = (body for body in bodies if bindings_of(body, _key_in(body, self.namespace)))
        return next(with_key, node.body)

    def _class(self, source: SourceText) -> ast.ClassDef:
        body, found = source.tree.body, None
        for name in self.scope.split("."):
            found = class_named(body, name)
            if found is None:
                raise self._refusal(f"it has no single class {self.scope}", 1)
            body = found.body
        assert found is not None
        return found

    def _value_of(self, stmt: ast.stmt, key: str) -> ast.expr:
        """Return the value that one statement gives to the setting, refusing what may or may not run."""
        if isinstance(stmt, ast.Assign) and len(stmt.targets) == 1 and isinstance(stmt.targets[0], ast.Name):
            return stmt.value
        if isinstance(stmt, ast.AnnAssign) and stmt.value is not None and isinstance(stmt.target, ast.Name):
            return stmt.value
        if isinstance(stmt, ast.AugAssign) and isinstance(stmt.op, ast.Add):
            return stmt.value
        raise self._refusal(f"{key} is not set by one plain assignment", stmt.lineno)

    def _best_part(self, parts: list[ast.expr]) -> ast.expr:
        with_pages = [part for part in parts if any(self._is_page(entry) for entry in display_strings(part))]
        return (with_pages or parts)[0]

    def _value_at(self, source: SourceText, line: int) -> ast.expr:
        found = [value for value in _settings_values(source.tree) if _covers(value[0], line)]
        if not found:
            raise self._refusal("no setting stands on this line", line)
        values = [value for _, value in found]
        parts = [(value, part) for value in values for part in written_parts(value)]
        of_pages = [value for value, part in parts if any(self._is_page(e) for e in display_strings(part))]
        return (of_pages or values)[0]

    def _is_page(self, entry: str | None) -> bool:
        return bool(entry and self.pages and entry.startswith(f"{self.pages}."))

    def _refuse_mutations(self, source: SourceText, key: str) -> None:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in _MUTATORS:
                if isinstance(node.value, ast.Name) and node.value.id == key:
                    raise self._refusal(f"{key} is changed by {key}.{node.attr}", node.lineno)
            elif isinstance(node, ast.Global) and key in node.names:
                raise self._refusal(f"{key} is changed inside a function", node.lineno)

    def _refusal(self, reason: str, line: int) -> EditError:
        return EditError(
            f"{self.path}:{line}: no entry can be added safely: {reason}.",
            hint=self.by_hand,
        )


def setting_lines(path: PurePosixPath, data: bytes) -> tuple[int, ...]:
    """Return the lines of the statements and calls of an app's module that list task modules."""
    tree = open_source(path, data).tree
    return tuple(dict.fromkeys(getattr(node, "lineno", 0) for node, _ in _settings_values(tree)))


def _key_in(body: list[ast.stmt], namespace: str) -> str:
    """Return the setting's name; the old one where the file uses old names, which must not be mixed."""
    prefixed = f"{namespace}_IMPORTS"
    if namespace and bindings_of(body, prefixed):
        return prefixed
    if bindings_of(body, "imports"):
        return "imports"
    if namespace:
        return prefixed
    names = {t.id for s in body if isinstance(s, ast.Assign) for t in s.targets if isinstance(t, ast.Name)}
    return _OLD_KEY if any(name.startswith(("CELERY_", "CELERYD_")) for name in names) else "imports"


def _settings_values(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Yield each place outside a settings module that can set ``imports`` or ``include``, with its value."""
    keys = ("imports", "include", _OLD_KEY, "CELERY_INCLUDE")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node, k.value) for k in node.keywords if k.arg in keys)
        elif isinstance(node, ast.Dict):
            for name, value in zip(node.keys, node.values, strict=True):
                if isinstance(name, ast.Constant) and name.value in keys:
                    yield node, value
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            target = targets[0]
            if len(targets) == 1 and _setting_name(target) in keys:
                yield node, node.value
        elif isinstance(node, ast.AnnAssign) and node.value and _setting_name(node.target) in keys:
            yield node, node.value


def _setting_name(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return ""


def _covers(node: ast.AST, line: int) -> bool:
    start, end = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return bool(start <= line <= end)

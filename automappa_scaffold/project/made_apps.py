"""The Celery apps that a project's files make, as they are seen in the text.

Most are made by ``X = Celery(...)`` at module level. Where there is none of those, what a function of the
project makes counts, and what has the name of an app.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.project.app_words import (
    NAMES_CELERY,
    SPEAKS_OF_CELERY,
    names_celery,
    speaks_of_celery,
)
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.import_roots import find_import_root
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.project.parsing import parse_quietly
from automappa_scaffold.project.test_files import is_test

__all__ = ["FoundApp", "config_argument", "find_apps", "find_made_apps"]

_NAMES = frozenset({"celery", "celery_app", "celeryapp"})


@dataclass(frozen=True, slots=True)
class FoundApp:
    """An app that a file makes: how ``-A`` names it, the file, the folder that has to be searched for it."""

    spec: str
    path: PurePosixPath
    import_root: PurePosixPath
    config: str


def find_apps(project: Project, sources: Iterable[str]) -> list[FoundApp]:
    """Return the apps that files make, sorted by what ``-A`` calls them; those of tests if there is no other.

    Args:
        sources: the project's Python files, relative to its root.
    """
    finder = _Finder(project, tuple(sources))
    apps = list(finder.plain()) or list(finder.made_by_functions())
    outside_tests = [app for app in apps if not is_test(app.path.as_posix())]
    return sorted(outside_tests or apps, key=lambda app: app.spec)


def find_made_apps(project: Project, sources: Iterable[str]) -> list[FoundApp]:
    """Return what functions of the project make, and what else may be an app; without that of tests."""
    made = _Finder(project, tuple(sources)).made_by_functions()
    return [app for app in made if not is_test(app.path.as_posix())]


class _Finder:
    def __init__(self, project: Project, sources: tuple[str, ...]) -> None:
        self.disk = project.disk
        self.root = project.root.as_posix().rstrip("/")
        self.sources = sources

    def plain(self) -> Iterator[FoundApp]:
        """Yield ``X = Celery(...)`` at module level."""
        for path in self.sources:
            if self.disk.derive(f"{self.root}/{path}", NAMES_CELERY, names_celery):
                tree = self.parse(path)
                classes = _celery_names(tree)
                for name, value in _assignments(tree.body):
                    if isinstance(value, ast.Call) and ast.unparse(value.func) in classes:
                        yield self.found(path, name, tree)

    def made_by_functions(self) -> Iterator[FoundApp]:
        """Yield what is made below a condition, by a function of the project, or has the name of an app."""
        paths = [
            path
            for path in self.sources
            if self.disk.derive(f"{self.root}/{path}", SPEAKS_OF_CELERY, speaks_of_celery)
        ]
        trees = {path: self.parse(path) for path in paths}
        makers = _all_makers(trees.values())
        for path, tree in trees.items():
            classes = _celery_names(tree)
            for name, value in _assignments(_unconditioned(tree.body)):
                if _may_be_app(name, value, classes, makers):
                    yield self.found(path, name, tree)

    def parse(self, path: str) -> ast.Module:
        """Return a file's tree, an empty one where it does not parse."""
        try:
            return parse_quietly(self.disk.read(f"{self.root}/{path}") or b"")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module([], [])

    def found(self, text: str, name: str, tree: ast.Module) -> FoundApp:
        path = PurePosixPath(text)
        root = find_import_root(self.disk, self.root, path, self.sources)
        module = module_name_of(path.relative_to(root).parts)
        return FoundApp(f"{module}:{name}", path, root, config_argument(tree))


def _assignments(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is assigned to plain names, the elements of ``a, b = f()`` with the whole value."""
    for node in body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            elements = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from ((one.id, node.value) for one in elements if isinstance(one, ast.Name))


def _unconditioned(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, those in its conditions and blocks too."""
    for node in body:
        yield node
        for part in ("body", "orelse", "handlers", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from _unconditioned(getattr(node, part, ()))


def _all_makers(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names of functions that make an app, those that return what another one makes too."""
    makers: set[str] = set()
    passing: list[tuple[str, str]] = []
    for tree in trees:
        makers.update(_makers(tree))
        passing += _returned_calls(tree)
    more = makers
    while more:
        more = {name for name, called in passing if called in makers} - makers
        makers |= more
    return makers


def _returned_calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield a function's name and that of a function whose result it returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Call):
                    yield node.name, ast.unparse(inner.value.func).rpartition(".")[2]


def _makers(tree: ast.Module) -> Iterator[str]:
    """Yield the names of functions that make an app, and of classes below Celery's."""
    classes = _celery_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in classes:
            yield node.name
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(inner, ast.Call) and ast.unparse(inner.func) in classes for inner in ast.walk(node)
        ):
            yield node.name


def _may_be_app(name: str, value: ast.expr, classes: frozenset[str], makers: set[str]) -> bool:
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func)
        last = called.rpartition(".")[2]
        is_class = called in classes or called.endswith(").Celery")  # `patched_celery().Celery("shop")`
        return is_class or last in makers or name in _NAMES
    if isinstance(value, ast.Subscript):  # `celery_app = flask_app.extensions["celery"]`
        return ast.unparse(value).endswith(".extensions['celery']")
    return isinstance(value, ast.Attribute) and name in _NAMES


def _celery_names(tree: ast.Module) -> frozenset[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("celery", "celery.app", "celery.app.base"):
            names |= {alias.asname or alias.name for alias in node.names if alias.name == "Celery"}
        elif isinstance(node, ast.Import):
            names |= {
                f"{alias.asname or alias.name}.Celery" for alias in node.names if alias.name == "celery"
            }
    for node in tree.body:
        # An app class of the project's own counts when it subclasses Celery in the same file.
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in names for base in node.bases):
            names.add(node.name)
    return frozenset(names)


def config_argument(tree: ast.Module) -> str:
    """Return the last constant module name given to ``config_from_object``, or an empty string."""
    config = ""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            if node.func.attr == "config_from_object" and isinstance(first, ast.Constant):
                config = first.value if isinstance(first.value, str) else config
    return config

"""The Celery apps that a project's files make, as they are seen in the text.

Most are made by ``X = Celery(...)`` at module level. Where there is none of those, what a function of the
project makes counts, and what has the name of an app.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from automappa_scaffold.project.parsing import parse_lines, parse_quietly
from automappa_scaffold.project.test_files import is_shown, is_test

__all__ = ["FoundApp", "config_argument", "find_apps", "find_made_apps", "without_shown"]

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

    So the app in a file that does not parse is known too, and what is broken can be told.

    Args:
        sources: the project's Python files, relative to its root.
    """
    finder = _Finder(project, tuple(sources))
    made = list(finder.plain()) or list(finder.made_by_functions()) or list(finder.broken())
    apps = list(dict.fromkeys(made))  # one that is made in both branches of a condition is one app
    outside_tests = [app for app in apps if not is_test(app.path.as_posix())]
    return sorted(outside_tests or apps, key=lambda app: app.spec)


def without_shown(apps: Sequence[FoundApp]) -> Sequence[FoundApp]:
    """Return the apps without those of examples, documentation and benchmarks; all if there is no other."""
    return [app for app in apps if not is_shown(app.path.as_posix())] or apps


def find_made_apps(project: Project, sources: Iterable[str]) -> list[FoundApp]:
    """Return what functions of the project make, and what else may be an app; without that of tests."""
    made = dict.fromkeys(_Finder(project, tuple(sources)).made_by_functions())
    return [app for app in made if not is_test(app.path.as_posix())]


class _Finder:
    def __init__(self, project: Project, sources: tuple[str, ...]) -> None:
        self.disk = project.disk
        self.root = project.root.as_posix().rstrip("/")
        self.sources = sources

    def plain(self) -> Iterator[FoundApp]:
        """Yield ``X = Celery(...)`` at module level."""
        for path in self.telling(NAMES_CELERY, names_celery):
            yield from self.made_in(path, self.parse(path))

    def broken(self) -> Iterator[FoundApp]:
        """Yield the same of files that do not parse, where no other makes an app."""
        for path in self.telling(NAMES_CELERY, names_celery):
            yield from self.made_in(path, parse_lines(self.read(path)))

    def made_in(self, path: str, tree: ast.Module) -> Iterator[FoundApp]:
        classes = _celery_names(tree)
        for name, value in _assignments(tree.body):
            if isinstance(value, ast.Call) and _called(value) in classes:
                yield self.found(path, name, tree)

    def made_by_functions(self) -> Iterator[FoundApp]:
        """Yield what is made below a condition, by a function of the project, or has the name of an app."""
        trees = {path: self.parse(path) for path in self.telling(SPEAKS_OF_CELERY, speaks_of_celery)}
        # Only few files of those that speak of Celery have its name.
        classes = {
            path: _celery_names(tree)
            for path, tree in trees.items()
            if self.disk.derive(f"{self.root}/{path}", NAMES_CELERY, names_celery)
        }
        makers = {name for path, known in classes.items() for name in _makers(trees[path], known)}
        if makers:
            makers |= _passing_on(makers, trees.values())
        for path, tree in trees.items():
            for name, value in _assignments(_unconditioned(tree.body)):
                if _may_be_app(name, value, classes.get(path, frozenset()), makers):
                    yield self.found(path, name, tree)

    def telling(self, name: str, make: Callable[[bytes], bool]) -> Iterator[str]:
        absolute = map(f"{self.root}/".__add__, self.sources)
        return (path[len(self.root) + 1 :] for path, _ in self.disk.iter_telling(absolute, name, make))

    def parse(self, path: str) -> ast.Module:
        """Return a file's tree, an empty one where it does not parse."""
        try:
            return parse_quietly(self.read(path))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return ast.Module([], [])

    def read(self, path: str) -> bytes:
        return self.disk.read(f"{self.root}/{path}") or b""

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


def _passing_on(makers: set[str], trees: Iterable[ast.Module]) -> set[str]:
    """Return the names of functions that return what one of the makers makes, or another such function."""
    returned = [pair for tree in trees for pair in _returned_calls(tree)]
    known, more = set(makers), makers
    while more:
        more = {name for name, called in returned if called in known} - known
        known |= more
    return known


def _returned_calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield a function's name and that of a function whose result it returns."""
    waiting: list[tuple[ast.AST, tuple[str, ...]]] = [(tree, ())]
    while waiting:
        node, functions = waiting.pop()
        if isinstance(node, ast.Return):
            if isinstance(node.value, ast.Call):
                called = _called(node.value).rpartition(".")[2]
                yield from ((function, called) for function in functions)
        elif isinstance(node, (ast.stmt, ast.mod, ast.ExceptHandler, ast.match_case)):
            inner = (*functions, node.name) if isinstance(node, ast.FunctionDef) else functions
            waiting += [(child, inner) for child in ast.iter_child_nodes(node)]


def _makers(tree: ast.Module, classes: frozenset[str]) -> Iterator[str]:
    """Yield the names of functions that make an app, and of classes below Celery's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in classes:
            yield node.name
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(inner, ast.Call) and _called(inner) in classes for inner in ast.walk(node)
        ):
            yield node.name


def _called(call: ast.Call) -> str:
    """Return the dotted name of what is called, without the types that it has got; empty: it has none."""
    function = call.func.value if isinstance(call.func, ast.Subscript) else call.func
    parts: list[str] = []
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if isinstance(function, ast.Name):
        return ".".join([function.id, *reversed(parts)])
    return ".".join(["()", *reversed(parts)]) if parts else ""


def _may_be_app(name: str, value: ast.expr, classes: frozenset[str], makers: set[str]) -> bool:
    if isinstance(value, ast.Call):
        called = _called(value)
        last = called.rpartition(".")[2]
        is_class = called in classes or called == "().Celery"  # `patched_celery().Celery("shop")`
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

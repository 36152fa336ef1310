"""The module that a worker is started with, where no command says it and the app's own leads to no task.

``celery_app.py`` may make an app and nothing else, while ``main.py`` imports it and all modules with tasks,
and nothing imports ``main``: then a worker of ``celery_app`` could do nothing, and one of ``main`` is meant.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.project.app_words import TASK_WORDS, TaskWords, task_words
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.made_apps import FoundApp
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.project.test_files import is_test

__all__ = ["find_entry"]

Import = tuple[str, list[str]]  # a module, and the names from it


def find_entry(
    project: Project, app: FoundApp, sources: Sequence[str], made: Callable[[], Iterable[FoundApp]] = tuple
) -> FoundApp | None:
    """Return the app as the one module binds it that leads to all tasks.

    None: the app's own module may lead to some, or no such module is seen, or several are.

    Args:
        sources: the project's Python files, relative to its root.
        made: gives the apps that functions make: another app registers the tasks of this one too.
    """
    root = project.root.as_posix().rstrip("/")
    own = app.path.as_posix()
    said = project.disk.derive(f"{root}/{own}", TASK_WORDS, task_words)
    if said is None or said["names_more"] or said["defines"]:
        return None
    prefix = f"{app.import_root}/" if app.import_root.parts else ""
    words: dict[str, TaskWords] = {}
    for path in sources:
        found = project.disk.derive(f"{root}/{path}", TASK_WORDS, task_words)
        if found is not None and path.startswith(prefix) and not is_test(path):
            words[path] = found
    name = app.spec.partition(":")[2]
    binds = {path: _bound(path, name, prefix, words, own) for path in words}
    binds |= {one.path.as_posix(): one.spec.partition(":")[2] for one in made()}
    binding = {path for path, bound in binds.items() if bound}
    for with_later in (False, True):
        entry = _top(words, own, binding, prefix, with_later)
        if entry:
            module = module_name_of(PurePosixPath(entry).relative_to(app.import_root).parts)
            return replace(app, spec=f"{module}:{binds[entry]}", path=PurePosixPath(entry))
    return None


def _top(words: Mapping[str, TaskWords], own: str, binding: set[str], prefix: str, with_later: bool) -> str:
    """Return the one file that leads to the app and all tasks and that no other such file leads to.

    Args:
        with_later: what functions import counts as well.
    """
    graph = {
        path: set(
            _imported(path, [*found["imports"], *(found["later"] if with_later else ())], prefix, words)
        )
        for path, found in words.items()
    }
    tasks = {path for path, found in words.items() if found["defines"]}
    if not tasks or own not in words or tasks & _reached(own, graph):
        return ""
    reached = {path: _reached(path, graph) for path in binding & words.keys()}
    whole = {path: files for path, files in reached.items() if tasks | {own} <= files}
    tops = [path for path in whole if not any(path in whole[other] for other in whole if other != path)]
    return tops[0] if len(tops) == 1 and not words[tops[0]]["defines"] else ""


def _imported(
    path: str, imports: Sequence[Import], prefix: str, words: Mapping[str, TaskWords]
) -> Iterator[str]:
    """Yield the files that a file imports."""
    for module, names in imports:
        dotted = _absolute(path, module, prefix)
        yield from _files_of(dotted, prefix, words)
        for name in names:
            yield from _files_of(f"{dotted}.{name.partition(' ')[0]}".strip("."), prefix, words)


def _absolute(path: str, module: str, prefix: str) -> str:
    """Return the name of a module as it is where it is written with dots before it."""
    level = len(module) - len(module.lstrip("."))
    if not level:
        return module
    package = path.removeprefix(prefix).split("/")[:-level]
    return ".".join([*package, *filter(None, [module[level:]])])


def _files_of(module: str, prefix: str, words: Mapping[str, TaskWords]) -> Iterator[str]:
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        base = prefix + "/".join(parts[:count])
        yield from (path for path in (f"{base}.py", f"{base}/__init__.py") if path in words)


def _reached(path: str, graph: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {path}, [path]
    while waiting:
        new = graph[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _bound(path: str, name: str, prefix: str, words: Mapping[str, TaskWords], own: str) -> str:
    """Return the name that a file gives the app which it imports, empty where it does not."""
    for module, names in words[path]["imports"]:
        if own in _files_of(_absolute(path, module, prefix), prefix, words):
            for one in names:
                imported, _, alias = one.partition(" ")
                if imported == name:
                    return alias or name
    return ""

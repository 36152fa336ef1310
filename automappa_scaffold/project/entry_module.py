"""The module that a worker is started with, where no command says it and the app's own leads to no task.

``celery_app.py`` may make an app and nothing else, while ``main.py`` imports it and all modules with tasks,
and nothing imports ``main``: then a worker of ``celery_app`` could do nothing, and one of ``main`` is meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.project.app_words import TASK_WORDS, TaskWords, task_words
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.made_apps import FoundApp
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.project.test_files import is_test

__all__ = ["find_entry"]


def find_entry(project: Project, app: FoundApp, sources: Sequence[str]) -> FoundApp | None:
    """Return the app as the one module binds it that leads to all tasks.

    None: the app's own module may lead to some, or no such module is seen, or several are.

    Args:
        sources: the project's Python files, relative to its root.
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
    tasks = {path for path, found in words.items() if found["defines"]}
    if own not in words or not tasks:
        return None
    graph = {path: set(_imported(found, prefix, words)) for path, found in words.items()}
    if tasks & _reached(own, graph):
        return None
    name = app.spec.partition(":")[2]
    binds = {
        path: bound for path, found in words.items() if (bound := _bound(found, name, prefix, words, own))
    }
    whole = {path: reached for path in binds if tasks | {own} <= (reached := _reached(path, graph))}
    tops = [path for path in whole if not any(path in whole[other] for other in whole if other != path)]
    if len(tops) != 1 or words[tops[0]]["defines"]:
        return None
    entry = PurePosixPath(tops[0])
    module = module_name_of(entry.relative_to(app.import_root).parts)
    return replace(app, spec=f"{module}:{binds[tops[0]]}", path=entry)


def _imported(found: TaskWords, prefix: str, words: Mapping[str, TaskWords]) -> Iterator[str]:
    """Yield the files that a file imports at module level."""
    for module, names in found["imports"]:
        yield from _files_of(module, prefix, words)
        for name in names:
            yield from _files_of(f"{module}.{name.partition(' ')[0]}", prefix, words)


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


def _bound(found: TaskWords, name: str, prefix: str, words: Mapping[str, TaskWords], own: str) -> str:
    """Return the name that a file gives the app which it imports, empty where it does not."""
    for module, names in found["imports"]:
        if own in _files_of(module, prefix, words):
            for one in names:
                imported, _, alias = one.partition(" ")
                if imported == name:
                    return alias or name
    return ""

"""Which app is the project's: the one that its files make, or the one that its commands start a worker of.

``X = Celery(...)`` is only where an app is made. Which module a worker imports, and in which folder, is said
by the commands that start it: they decide where there are several apps, where none is seen, and where the one
that is seen is imported by the module that is started.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.operations.launch_reading import (
    iter_commented_commands,
    iter_named_commands,
    iter_told_commands,
    iter_tool_commands,
)
from automappa_scaffold.project.entry_module import find_entry
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.layout import (
    Layout,
    discover_layout,
    iter_source_paths,
    layout_of,
    only_app,
)
from automappa_scaffold.project.made_apps import FoundApp, find_apps, find_made_apps, without_shown
from automappa_scaffold.project.test_files import is_shown, is_test
from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.shell_commands import join_folder
from automappa_scaffold.source.tree import SourceTree

__all__ = ["AppChoice", "choose_app", "commands_of"]

_HERE = PurePosixPath()


@dataclass(frozen=True, slots=True)
class AppChoice:
    """The project with its app, and its layout.

    Attributes:
        command: the command that the choice rests on; None: there was no need of one.
        folder: where that is taken to start the worker, relative to the project's root.
        note: what the choice rests on, for people to read; empty: there was none.
    """

    project: Project
    layout: Layout
    command: LaunchCommand | None = None
    folder: PurePosixPath = _HERE
    note: str = ""

    def added_path(self) -> tuple[str, ...]:
        """Return the folders that the command puts on the module path, absolute."""
        entries = self.command.python_path if self.command is not None else ()
        added = (join_folder(self.folder, entry) for entry in entries)
        return tuple((self.project.root / entry).as_posix() for entry in added if entry is not None)


@dataclass(frozen=True, slots=True)
class _Started:
    command: LaunchCommand
    folder: PurePosixPath
    paths: tuple[PurePosixPath, ...]  # the first is the module that -A names


def choose_app(project: Project, tree: SourceTree, *, keeps_workdir: bool = False) -> AppChoice:
    """Return the project's app: what the settings say, what its commands start, or what its files make.

    Args:
        keeps_workdir: the worker's folder is given, and not what a command says.
    Raises:
        ScaffoldError: there is no app, or more than one and nothing says which; wrong settings.
    """
    if project.settings.app:
        return AppChoice(project, discover_layout(project))
    found = find_apps(project, iter_source_paths(project))
    apps = without_shown(found)
    finder = _Finder(project, tree, apps)
    known = finder.plain_names(apps[0]) if len(apps) == 1 else frozenset()
    started = finder.distinct(iter_named_commands(project, tree, known=known))
    if not started and len(apps) != 1:
        started = finder.distinct(iter_tool_commands(project, tree))
    if not started:
        started = finder.distinct(iter_told_commands(project, tree))
    if not started:
        started = finder.distinct(iter_commented_commands(project, tree))
    if len(started) != 1:
        app = only_app(project, apps, _hint(started))
        sources = tuple(iter_source_paths(project))
        entry = find_entry(project, app, sources, lambda: find_made_apps(project, sources))
        if entry is None:
            shown = ", ".join(sorted({one.path.as_posix() for one in found if one not in apps}))
            note = f"the app is {app.spec}; what {shown} makes is taken for an example" if shown else ""
            return AppChoice(project, layout_of(project, app), note=note)
        note = f"the worker is started with -A {entry.spec}: {entry.path} imports the app and all tasks"
        return AppChoice(project, layout_of(project, entry), note=note)
    (one,) = started
    if len(apps) == 1 and finder.is_the_same(apps[0], one):
        return AppChoice(project, layout_of(project, apps[0]))
    settings = replace(project.settings, app=one.command.app)
    workdir = project.workdir if keeps_workdir else project.root / one.folder
    chosen = replace(project, settings=settings, workdir=workdir)
    where = f" in {one.folder}" if one.folder.parts else ""
    note = f"the worker is the one that {one.command.place} starts: -A {one.command.app}{where}"
    return AppChoice(chosen, discover_layout(chosen), one.command, one.folder, note)


def commands_of(
    project: Project, tree: SourceTree, app_path: PurePosixPath | None
) -> Iterator[LaunchCommand]:
    """Yield the commands that start a worker of the app in a file, relative to the project's root."""
    finder = _Finder(project, tree, ())
    for command in iter_named_commands(project, tree):
        started = finder.started(command)
        if started is not None and app_path in started.paths:
            yield command


def _hint(started: Sequence[_Started]) -> str:
    """Return what to do where commands start workers of several apps."""
    if not started:
        return ""
    ways = []
    for one in started:
        workdir = f" --workdir {one.folder}" if one.folder.parts else ""
        ways.append(f"-A {one.command.app}{workdir} ({one.command.place})")
    return f"Name it as a command of the project does: {', '.join(ways)}."


class _Finder:
    def __init__(self, project: Project, tree: SourceTree, apps: Sequence[FoundApp]) -> None:
        self.project = project
        self.tree = tree
        self.roots = {app.import_root for app in apps}

    def distinct(self, commands: Iterable[LaunchCommand]) -> tuple[_Started, ...]:
        """Return the commands that start different modules of the project, sorted by place."""
        found: dict[tuple[PurePosixPath, PurePosixPath], _Started] = {}
        for command in commands:
            started = self.started(command)
            if started is not None:
                found.setdefault((started.paths[0], started.folder), started)
        return tuple(sorted(found.values(), key=lambda one: (str(one.command.place.path), one.command.app)))

    def started(self, command: LaunchCommand) -> _Started | None:
        """Return what a command starts; None where that is no module of the project, or not run."""
        place = command.place.path
        if is_test(place.as_posix()) or is_shown(place.as_posix()):
            return None
        for folder in self.folders(command):
            paths = tuple(self.paths(folder, command.app))
            # Tasks of invoke that start the worker stand in a `tasks.py` too, and are not what it runs.
            is_own = bool(paths) and paths[0] == place and not self.has_word(place, "Celery")
            if paths and not (is_own and self.has_word(place, "invoke")):
                return _Started(command, folder, paths)
        return None

    def is_the_same(self, app: FoundApp, started: _Started) -> bool:
        """Return whether a command starts the app as it was found.

        Where no ``__init__`` says which folder is searched for the file, that is for the command to say.
        """
        is_plain = self.is_file(app.path.parent / "__init__.py") or app.import_root == started.folder == _HERE
        return app.path in started.paths and is_plain

    def plain_names(self, app: FoundApp) -> frozenset[str]:
        """Return what commands may call an app that is the same whatever folder they are run in."""
        if not self.is_file(app.path.parent / "__init__.py"):
            return frozenset()
        module, _, name = app.spec.partition(":")
        package = module.removesuffix(".celery")
        return frozenset({app.spec, module, package, f"{module}.{name}"})

    def folders(self, command: LaunchCommand) -> Iterator[PurePosixPath]:
        """Yield where the worker may start, or find the module at least, the likeliest first."""
        for folder in command.folders:
            yield folder
        for folder in command.folders:
            moved = (join_folder(folder, entry) for entry in command.python_path)
            yield from (path for path in moved if path is not None)
        if not command.folders:
            yield PurePosixPath()
            yield command.place.path.parent
        yield from self.searched(command.app)

    def searched(self, app: str) -> tuple[PurePosixPath, ...]:
        """Return the one folder in which the module is found; empty: there is none, or more than one."""
        module = app.partition(":")[0]
        first = module.partition(".")[0]
        roots = set()
        for path in iter_source_paths(self.project):
            parts = path.split("/")
            for index, part in enumerate(parts):
                if part.removesuffix(".py") == first:
                    roots.add(PurePosixPath(*parts[:index]))
        fitting = [root for root in sorted(roots) if any(self.paths(root, app))]
        is_likely = len(fitting) == 1 and (not self.roots or fitting[0] in self.roots)
        return tuple(fitting) if is_likely else ()

    def paths(self, root: PurePosixPath, app: str) -> Iterator[PurePosixPath]:
        """Yield the files below a folder that Celery looks at for an app, in its order."""
        module, _, attribute = app.partition(":")
        base = root / module.replace(".", "/")
        for path in _files_of(base):
            if self.is_file(path):
                yield path
                yield base / "celery.py"
                return
        if self.is_file(base / "celery.py"):
            yield base / "celery.py"
            return
        parent, _, name = module.rpartition(".")
        if parent and not attribute:
            for path in _files_of(root / parent.replace(".", "/")):
                if self.is_file(path) and self.has_word(path, name):
                    yield path
                    return

    def is_file(self, path: PurePosixPath) -> bool:
        return self.tree.is_file(self.tree.absolute(path))

    def has_word(self, path: PurePosixPath, word: str) -> bool:
        source = self.tree.read(self.tree.absolute(path)) or b""
        return re.search(rf"\b{re.escape(word)}\b".encode(), source) is not None


def _files_of(base: PurePosixPath) -> tuple[PurePosixPath, PurePosixPath]:
    return base / "__init__.py", base.with_name(f"{base.name}.py")

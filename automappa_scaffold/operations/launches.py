"""The commands that start workers, beat and the like in a project's files, judged."""

import re
from difflib import get_close_matches
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import relpath

from automappa_scaffold.operations.launch_reading import (
    iter_called_commands,
    iter_named_commands,
    iter_tool_commands,
)
from automappa_scaffold.operations.module_paths import name_of_file
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.declared import read_old_versions
from automappa_scaffold.registry.launches import Launch
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.shell_commands import Folders, join_folder

__all__ = ["find_launches"]


def find_launches(workspace: Workspace, prediction: Prediction) -> tuple[Launch, ...]:
    """Return the launch commands whose worker is not the one that callers send to, and what it would be.

    A command that names another app is left out, and one whose folder is not known, unless it is wrong
    wherever it is started.
    """
    if prediction.app_path is None or prediction.registry.error is not None:
        return ()
    judge = _Judge(workspace, prediction)
    project, tree = workspace.project, workspace.tree
    commands = (
        *iter_named_commands(project, tree, others=True),
        *iter_tool_commands(project, tree, others=True),
        *iter_called_commands(project, tree),
    )
    found = {
        (launch.place, launch.app, launch.program): launch
        for launch in map(judge.judge, commands)
        if launch is not None
    }
    return tuple(found.values())


_CLOSE = 0.8


def _of_program(launch: Launch, command: LaunchCommand) -> Launch | None:
    """Return what is wrong with a command that starts the program, where that minds; else None.

    All programs look for the app. Beat imports what a worker imports; what others import later is left alone.
    """
    error = launch.registry.error
    is_worker = command.program == "worker"
    matters = error is not None and (error.stage == "app" or command.program == "beat")
    return launch.at(command.place, command.program) if is_worker or matters else None


class _Judge:
    def __init__(self, workspace: Workspace, prediction: Prediction) -> None:
        self.workspace = workspace
        self.prediction = prediction
        assert prediction.app_path is not None
        self.app_path = prediction.app_path
        self.module = name_of_file(prediction.modules, self.app_path)
        self.known: dict[tuple[str, PurePosixPath, tuple[str, ...]], Launch | None] = {}

    def judge(self, command: LaunchCommand) -> Launch | None:
        """Return what is wrong with a command wherever it is started; None where it is sound or unclear."""
        if command.is_old:
            return self.old(command)
        folders = command.folders or self.folders_like(command)
        if not folders:
            return self.misspelt(command)
        verdicts = [self.verdict(command, folder) for folder in folders]
        if any(verdict is None for verdict in verdicts):
            return None
        return verdicts[0]

    def old(self, command: LaunchCommand) -> Launch | None:
        """Return what is wrong with ``celery worker -A app``, which Celery took before version 5."""
        modules = {command.app.partition(":")[0], command.app.rpartition(".")[0]}
        is_this_app = not modules.isdisjoint({self.module, self.module.removesuffix(".celery")})
        if not is_this_app or self.runs_old_celery:
            return None
        registry, program = self.prediction.registry, command.program
        return Launch(command.place, command.app, None, registry, is_old=True, program=program)

    @cached_property
    def runs_old_celery(self) -> bool:
        notes = read_old_versions(self.workspace.project, self.workspace.layout.import_root)
        return any("Celery 5" in note for note in notes)

    def folders_like(self, command: LaunchCommand) -> Folders:
        """Return the project's folder that one of another machine is a copy of, by their names.

        What the project's root does for the command as well may be a copy of that.
        """
        parts = PurePosixPath(command.elsewhere).parts[1:]
        module, root = command.app.partition(":")[0], self.workspace.layout.import_root
        tree = self.workspace.tree
        if not parts or self.find(module, (root,)) is not None:
            return ()
        likely = (PurePosixPath(*parts[at:]) for at in range(len(parts)))
        folder = next((each for each in likely if tree.is_folder(tree.absolute(each))), None)
        return (folder,) if folder is not None and self.find(module, (folder,)) == self.app_path else ()

    def misspelt(self, command: LaunchCommand) -> Launch | None:
        """Return what is wrong with a command that names the app's package, or one with nearly its name."""
        root = self.workspace.layout.import_root
        name, _, attribute = command.app.rpartition(":" if ":" in command.app else ".")
        is_of_module = name == self.module and "." in name and bool(attribute)
        is_of_package = self.is_in_package(command.app, root) and self.is_suspect(command.app, (root,))
        if not is_of_module and not is_of_package and not self.near(command.app, root):
            return None
        predicted = self.workspace.predict_start(command.app, (root,))
        if predicted.registry.error is None:
            return None
        return _of_program(Launch(command.place, command.app, None, predicted.registry), command)

    def is_in_package(self, app: str, root: PurePosixPath) -> bool:
        """Return whether a name begins with the app's own package, which no other project has a part in."""
        package = self.module.partition(".")[0]
        tree = self.workspace.tree
        is_own = re.split(r"[.:]", app)[0] == package
        return is_own and tree.is_file(tree.absolute(root / package / "__init__.py"))

    def near(self, app: str, root: PurePosixPath) -> str:
        """Return what the first part of a module's name that is not there may be meant for."""
        tree = self.workspace.tree
        folder = root
        for depth, part in enumerate(app.partition(":")[0].split(".")):
            listing = tree.listing(tree.absolute(folder).removesuffix("/.")) or {}
            names = {name.removesuffix(".py") for name in listing if name.endswith(".py") or listing[name]}
            if part not in names:
                known = names if depth else {self.module.partition(".")[0]}
                return next(iter(get_close_matches(part, known, 1, _CLOSE)), "")
            folder = folder / part
        return ""

    def verdict(self, command: LaunchCommand, folder: PurePosixPath) -> Launch | None:
        """Return what is wrong when a command is started in a folder."""
        key = (command.app, folder, command.python_path)
        if key not in self.known:
            self.known[key] = self.launch(command, folder)
        found = self.known[key]
        return None if found is None else _of_program(found, command)

    def launch(self, command: LaunchCommand, folder: PurePosixPath) -> Launch | None:
        path_entries = self.python_path(command, folder)
        if path_entries is None or not self.is_suspect(command.app, (folder, *path_entries)):
            return None
        roots = (folder, *path_entries, self.workspace.layout.import_root)
        predicted = self.workspace.predict_start(command.app, roots)
        here = self.prediction.registry
        registry = predicted.registry
        is_same_module = command.app.partition(":")[0] == self.module
        if registry.error is None and (predicted.app_path != self.app_path or is_same_module):
            return None
        if registry.unknown or (registry.error is None and registry.names == here.names):
            return None
        bare = self.workspace.predict_start(command.app, roots[:-1]).registry.error
        return Launch(command.place, command.app, folder, registry, bare, dict(predicted.modules))

    def python_path(self, command: LaunchCommand, folder: PurePosixPath) -> tuple[PurePosixPath, ...] | None:
        """Return the folders of ``PYTHONPATH``; None where one is not known."""
        start = command.elsewhere
        entries = [relpath(e, start) if start and e.startswith("/") else e for e in command.python_path]
        found = [join_folder(folder, entry) for entry in entries]
        known = tuple(entry for entry in found if entry is not None)
        return known if len(known) == len(found) else None

    def is_suspect(self, app: str, roots: tuple[PurePosixPath, ...]) -> bool:
        """Return whether ``-A`` finds the app's file under another name, or finds nothing in the project."""
        module = app.partition(":")[0]
        path = self.find(module, roots)
        if path is not None and path != self.app_path and ":" not in app:
            return self.holds_no_app(path)
        if path is not None:
            is_other_name = ":" in app and app != self.workspace.layout.app
            return path == self.app_path and (module != self.module or is_other_name)
        parent = module.rpartition(".")[0]
        path = self.find(parent, roots) if parent else None
        if path == self.app_path:  # module.attribute
            return parent != self.module or module != self.workspace.layout.app.replace(":", ".")
        if path is None:
            return any(self.near(app, root) for root in roots)
        # What is named in a package of the project is not there, or made in its __init__.
        return True

    def holds_no_app(self, path: PurePosixPath) -> bool:
        """Return whether a file does not even mention Celery, nor is a package with a module of that name."""
        tree = self.workspace.tree
        listing = tree.listing(tree.absolute(path.parent).removesuffix("/.")) or {}
        is_package = path.name == "__init__.py" and not {"celery", "celery.py"}.isdisjoint(listing)
        data = tree.read(tree.absolute(path))
        return not is_package and data is not None and b"elery" not in data

    def find(self, module: str, roots: tuple[PurePosixPath, ...]) -> PurePosixPath | None:
        """Return the file that a module name leads to, first root first."""
        tree = self.workspace.tree
        base = module.replace(".", "/")
        for root in roots:
            for path in (root / base / "__init__.py", root / f"{base}.py"):
                if tree.is_file(tree.absolute(path)):
                    return path
        return None

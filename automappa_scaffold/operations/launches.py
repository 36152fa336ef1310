"""The commands that start workers in a project's Procfile, compose files, scripts and the like, judged."""

from pathlib import PurePosixPath

from automappa_scaffold.operations.launch_reading import iter_commands
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.launches import Launch
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.shell_commands import join_folder

__all__ = ["find_launches"]


def find_launches(workspace: Workspace, prediction: Prediction) -> tuple[Launch, ...]:
    """Return the launch commands whose worker is not the one that callers send to, and what it would be.

    A command whose folder is not known, or that names another app, is left out.
    """
    if prediction.app_path is None or prediction.registry.error is not None:
        return ()
    judge = _Judge(workspace, prediction)
    found = (judge.judge(command) for command in iter_commands(workspace.project, workspace.tree))
    return tuple(launch for launch in found if launch is not None)


class _Judge:
    def __init__(self, workspace: Workspace, prediction: Prediction) -> None:
        self.workspace = workspace
        self.prediction = prediction
        assert prediction.app_path is not None
        self.app_path = prediction.app_path
        modules = prediction.modules
        self.module = next((name for name, path in modules.items() if path == self.app_path), "")
        self.known: dict[tuple[str, PurePosixPath, tuple[str, ...]], Launch | None] = {}

    def judge(self, command: LaunchCommand) -> Launch | None:
        """Return what is wrong with a command wherever it is started; None where it is sound or unclear."""
        verdicts = [self.verdict(command, folder) for folder in command.folders]
        if not verdicts or any(verdict is None for verdict in verdicts):
            return None
        return verdicts[0]

    def verdict(self, command: LaunchCommand, folder: PurePosixPath) -> Launch | None:
        """Return what is wrong when a command is started in a folder."""
        key = (command.app, folder, command.python_path)
        if key not in self.known:
            self.known[key] = self.launch(command, folder)
        found = self.known[key]
        return None if found is None else found.at(command.place)

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
        found = [join_folder(folder, entry) for entry in command.python_path]
        known = tuple(entry for entry in found if entry is not None)
        return known if len(known) == len(found) else None

    def is_suspect(self, app: str, roots: tuple[PurePosixPath, ...]) -> bool:
        """Return whether ``-A`` finds the app's file under another name, or finds nothing in the project."""
        module = app.partition(":")[0]
        path = self.find(module, roots)
        if path is not None:
            is_other_name = ":" in app and app != self.workspace.layout.app
            return path == self.app_path and (module != self.module or is_other_name)
        parent = module.rpartition(".")[0]
        path = self.find(parent, roots) if parent else None
        if path == self.app_path:
            return parent != self.module  # module.attribute
        # What is named in a package of the project is not there, or made in its __init__.
        return path is not None

    def find(self, module: str, roots: tuple[PurePosixPath, ...]) -> PurePosixPath | None:
        """Return the file that a module name leads to, first root first."""
        tree = self.workspace.tree
        base = module.replace(".", "/")
        for root in roots:
            for path in (root / base / "__init__.py", root / f"{base}.py"):
                if tree.is_file(tree.absolute(path)):
                    return path
        return None

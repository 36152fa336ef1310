"""Whether the folder that a worker starts in stays on its module path, as the project's files say.

The ``celery`` command has it there for some imports only: it is looked for where another import would fail.
"""

from pathlib import PurePosixPath

from automappa_scaffold.operations.app_choice import commands_of
from automappa_scaffold.project.finding import Project
from automappa_scaffold.source.tree import SourceTree

__all__ = ["KeptFolder"]

_INSTALLERS = (("setup.py", b""), ("setup.cfg", b"[metadata]"), ("pyproject.toml", b"[build-system]"))


class KeptFolder:
    """What says that the folder stays on the module path."""

    def __init__(
        self, project: Project, tree: SourceTree, app_path: PurePosixPath | None, *, is_open: bool
    ) -> None:
        """Take the project and its app.

        Args:
            is_open: what is installed where the worker runs is not known.
        """
        self._project = project
        self._tree = tree
        self._app_path = app_path
        self._is_open = is_open

    def __call__(self) -> tuple[str, bool]:
        """Return what says so, as the end of a sentence, and whether it may be though nothing does."""
        for command in commands_of(self._project, self._tree, self._app_path):
            if command.is_module or any(map(_may_be_folder, command.python_path)):
                return f"as {command.place} says", False
        return "", self._is_open and self._is_distribution()

    def _is_distribution(self) -> bool:
        """Return whether the project can be installed, by which all its packages are importable."""
        folders = {self._project.root.as_posix(), self._project.workdir.as_posix()}
        return any(
            word in (self._tree.read(f"{folder}/{name}") or b"")
            for folder in folders
            for name, word in _INSTALLERS
            if self._tree.is_file(f"{folder}/{name}")
        )


def _may_be_folder(entry: str) -> bool:
    """Return whether an entry of ``PYTHONPATH`` names the working directory, or a folder of the machine."""
    return entry in (".", "./") or entry.startswith(("/", "$"))

"""Environment variables that are not set here, but where the worker runs, as the project's files say.

Most checkouts lack the ``.env`` that the worker is given: that a variable is not set here says nothing then.
It is looked for only where an error would be the answer.
"""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from automappa_scaffold.operations.app_choice import commands_of
from automappa_scaffold.project.finding import Project
from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.tree import SourceTree

__all__ = ["PromisedVariables"]

_ENV_FILE = re.compile(
    r"\.env|\.?env[._-](?:\w+[._-])?(?:example|sample|template|dist|dev|docker|local)"
    r"|\.?(?:example|sample|template|dev|docker|local)[._-]env",
    re.IGNORECASE,
)
_LINE = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_PLAIN = re.compile(r"(['\"]?)([\w./,:@+-]*)\1")


class PromisedVariables:
    """What says that a variable is set where the worker runs."""

    def __init__(
        self,
        project: Project,
        tree: SourceTree,
        app_path: PurePosixPath | None,
        import_root: PurePosixPath | None = None,
    ) -> None:
        self._project = project
        self._tree = tree
        self._app_path = app_path
        self._import_root = import_root
        self._commands: tuple[LaunchCommand, ...] | None = None
        self._told: dict[str, tuple[str, str | None]] = {}

    def __call__(self, name: str) -> tuple[str, str | None]:
        """Return what says it of a variable, as the end of a sentence, and its value where that is known.

        A name that ends in a star stands for any variable that begins so.
        """
        if self._commands is None:
            self._commands = tuple(commands_of(self._project, self._tree, self._app_path))
            self._told = dict(self._read())
        absent = next((f"by {file}, which is not here" for file in self._absent()), "")
        start = name.upper().removesuffix("*")
        if start != name.upper():
            return next((said for told, said in self._told.items() if told.startswith(start)), (absent, None))
        return self._told.get(start, (absent, None))

    def _read(self) -> Mapping[str, tuple[str, str | None]]:
        told: dict[str, tuple[str, str | None]] = {}
        given = {path for command in self._commands or () for path in command.env_files}
        for path in self._files():
            text = (self._tree.read(self._tree.absolute(path)) or b"").decode("utf-8", "replace")
            is_used = path in given or path.name == ".env"
            for name, value in _LINE.findall(text):
                plain = _plain(value)
                is_known = is_used or (plain is not None and self._is_module(plain))
                told[name.upper()] = (f"as {path} tells", plain if is_known else None)
        for command in self._commands or ():
            said = f"as {command.place} says"
            told |= {name.upper(): (said, _plain(value)) for name, value in command.variables.items()}
        return told

    def _is_module(self, value: str) -> bool:
        """Return whether a value is the dotted name of a module of the project: so is no mere example."""
        base = value.replace(".", "/")
        files = (folder / f"{base}{end}" for folder in self._folders() for end in (".py", "/__init__.py"))
        return re.fullmatch(r"\w+(\.\w+)+", value) is not None and any(map(self._is_file, files))

    def _folders(self) -> set[PurePosixPath]:
        """Return the top, and where the worker starts."""
        folders = {PurePosixPath(), self._import_root or PurePosixPath()}
        if self._project.workdir.is_relative_to(self._project.root):
            folders.add(PurePosixPath(self._project.workdir.relative_to(self._project.root).as_posix()))
        return folders

    def _files(self) -> list[PurePosixPath]:
        """Return the files of variables, and the examples of such, at the top and where the worker starts."""
        disk, root = self._project.disk, self._project.root.as_posix()
        found = {
            folder / name
            for folder in self._folders()
            for name, kind in (disk.entries(f"{root}/{folder}".removesuffix("/.")) or {}).items()
            if kind in "fF" and _ENV_FILE.fullmatch(name)
        }
        given = {path for command in self._commands or () for path in command.env_files}
        return sorted(found | {path for path in given if self._is_file(path)})

    def _absent(self) -> list[PurePosixPath]:
        files = dict.fromkeys(path for command in self._commands or () for path in command.env_files)
        return [path for path in files if not self._is_file(path)]

    def _is_file(self, path: PurePosixPath) -> bool:
        return self._tree.is_file(self._tree.absolute(path))


def _plain(text: str) -> str | None:
    """Return what a line of such a file gives a variable, None where that is not plain."""
    found = _PLAIN.fullmatch(text)
    return found[2] if found else None

"""Finding the project: the folder that holds the app, upwards from where the user stands."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.project.settings import Settings, load_settings, read_table

__all__ = ["Project", "find_project"]

_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", ".git")


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its root folder (absolute), its settings, and the folder the worker is started in."""

    root: Path
    settings: Settings
    workdir: Path


def find_project(
    directory: Path | None,
    *,
    workdir: Path | None = None,
    flags: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Project:
    """Return the project at ``directory``, or the nearest one upwards from the working directory.

    The worker is taken to start in ``workdir`` where that is given, in the working directory where ``-A`` is
    given (as for ``celery -A``) and no ``directory``, else in the project's root.

    Raises:
        ProjectError: a folder does not exist.
        ConfigError: the settings are wrong.
    """
    environ = os.environ if environ is None else environ
    flags = flags or {}
    cwd = Path.cwd()
    start = _existing_folder(directory) if directory else cwd
    table: Mapping[str, object] | None = read_table(start / "pyproject.toml")
    root = start
    if directory is None:
        root, table = _search_upwards(start)
    settings = load_settings(table or {}, environ, flags, "pyproject.toml")
    if workdir is not None:
        work = _existing_folder(workdir)
    elif directory is None and flags.get("app") and not environ.get("AUTOMAPPA_SCAFFOLD_APP"):
        work = cwd
    else:
        work = root
    return Project(root, settings, work)


def _search_upwards(start: Path) -> tuple[Path, Mapping[str, object] | None]:
    marked: Path | None = None
    for folder in (start, *start.parents):
        table = read_table(folder / "pyproject.toml")
        if table is not None:
            return folder, table
        if marked is None and any((folder / marker).exists() for marker in _MARKERS):
            marked = folder
        if (folder / ".git").exists():
            break
    return marked or start, None


def _existing_folder(folder: Path) -> Path:
    path = Path(os.path.abspath(folder))
    if not path.is_dir():
        raise ProjectError(f"{folder} is not a folder.")
    return path

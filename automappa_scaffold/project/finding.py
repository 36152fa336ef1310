"""Finding the project: the folder that holds the app, upwards from where the user stands."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.settings import Settings, load_settings, read_table

__all__ = ["Project", "find_project", "is_marked"]

_MARKERS = ("pyproject.toml", "setup.cfg", "setup.py", ".git")


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its root folder (absolute), its settings, and the folder the worker is started in.

    ``disk``: through which everything is looked at that an answer rests on.
    """

    root: Path
    settings: Settings
    workdir: Path
    disk: Disk = field(default_factory=Disk, compare=False, repr=False)


def find_project(
    directory: Path | None,
    *,
    workdir: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    disk: Disk | None = None,
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
    disk = disk or Disk()
    cwd = Path.cwd()
    start = _existing_folder(directory, disk) if directory else cwd
    table: Mapping[str, object] | None = read_table(start / "pyproject.toml", disk)
    root = start
    if directory is None:
        root, table = _search_upwards(start, disk)
    settings = load_settings(table or {}, environ, flags, "pyproject.toml")
    if workdir is not None:
        work = _existing_folder(workdir, disk)
    elif directory is None and flags.get("app") and not environ.get("AUTOMAPPA_SCAFFOLD_APP"):
        work = cwd
    else:
        work = root
    disk.hide((root / settings.cache_dir).as_posix())
    return Project(root, settings, work, disk)


def is_marked(folder: Path) -> bool:
    """Return whether a folder has a file that stands at the top of projects."""
    return any((folder / marker).exists() for marker in _MARKERS)


def _search_upwards(start: Path, disk: Disk) -> tuple[Path, Mapping[str, object] | None]:
    marked: Path | None = None
    for folder in (start, *start.parents):
        table = read_table(folder / "pyproject.toml", disk)
        if table is not None:
            return folder, table
        if marked is None and any(disk.exists((folder / marker).as_posix()) for marker in _MARKERS):
            marked = folder
        if disk.exists((folder / ".git").as_posix()):
            break
    return marked or start, None


def _existing_folder(folder: Path, disk: Disk) -> Path:
    path = Path(os.path.abspath(folder))
    if not disk.is_folder(path.as_posix()):
        raise ProjectError(f"{folder} is not a folder.", hint="Name one that is there.")
    return path

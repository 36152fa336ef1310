"""Paths between the project and the place where the user stands."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.project.finding import Project

__all__ = ["is_below", "relative_paths", "show_paths_of"]


def show_paths_of(project: Project) -> Callable[[PurePosixPath], str]:
    """Return how to show a path of the project: from where the user stands, where that is in or above it."""
    here = project.disk.real_path(str(Path.cwd()))
    there = project.disk.real_path(str(project.root))
    if there == here or os.path.commonpath([here, there]) not in (here, there):
        return str
    return lambda path: Path(os.path.relpath(os.path.join(there, path), here)).as_posix()


def relative_paths(project: Project, paths: Sequence[Path]) -> tuple[PurePosixPath, ...]:
    """Return the paths that a user gave, relative to the project's root.

    Raises:
        ProjectError: a path does not exist, or lies outside of the project.
    """
    return tuple(_relative_path(project, path) for path in paths)


def is_below(path: PurePosixPath, folders: Sequence[PurePosixPath]) -> bool:
    """Return whether the path is one of these, or lies in one of them."""
    return any(path == folder or folder in path.parents for folder in folders)


def _relative_path(project: Project, path: Path) -> PurePosixPath:
    disk = project.disk
    absolute = os.path.abspath(path)
    if not disk.exists(absolute):
        raise ProjectError(f"{path} does not exist.")
    try:
        relative = Path(disk.real_path(absolute)).relative_to(disk.real_path(str(project.root)))
    except ValueError as error:
        raise ProjectError(
            f"{path} is not in the project {project.root}.", hint="Name its project: --project DIR."
        ) from error
    return PurePosixPath(relative.as_posix())

"""A project opened for an operation: its layout, its files and how its worker starts."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.project.environment import read_environment
from automappa_scaffold.project.finding import Project, find_project
from automappa_scaffold.project.layout import Layout, discover_layout
from automappa_scaffold.registry.start import Prediction, WorkerStart, predict
from automappa_scaffold.source.tree import SourceTree

__all__ = ["Workspace", "open_workspace"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project, its layout, its files, and the worker start that is judged."""

    project: Project
    layout: Layout
    tree: SourceTree
    start: WorkerStart

    def predict(self, changes: dict[PurePosixPath, bytes | None] | None = None) -> Prediction:
        """Return what the worker would register, with ``changes`` (path to bytes, None: gone) applied."""
        tree = self.tree.with_overlay(changes) if changes else self.tree
        return predict(tree, self.start)


def open_workspace(
    directory: Path | None = None,
    *,
    app: str = "",
    workdir: Path | None = None,
    flags: dict[str, str] | None = None,
) -> Workspace:
    """Return the project at ``directory``, or the one around the working directory, opened.

    Raises:
        ScaffoldError: no project, no app, several apps, wrong settings.
    """
    project = find_project(directory, workdir=workdir, flags={**(flags or {}), "app": app})
    layout = discover_layout(project)
    pythonpath = tuple(part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part)
    roots = (str(project.workdir), *pythonpath, str(project.root / layout.import_root))
    environment = read_environment(project)
    start = WorkerStart(
        app=layout.app,
        sys_path=tuple(dict.fromkeys(roots)),
        environ=dict(os.environ),
        installed=environment.names if environment is not None and environment.is_complete else None,
        python_version=environment.version if environment is not None else "",
    )
    return Workspace(project, layout, SourceTree(project.root), start)

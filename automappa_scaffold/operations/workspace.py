"""A project opened for an operation: its layout, its files and how its worker starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.project.environment import read_declared, read_environment
from automappa_scaffold.project.finding import Project, find_project
from automappa_scaffold.project.layout import Layout, discover_layout, iter_source_files
from automappa_scaffold.registry.start import Prediction, WorkerStart
from automappa_scaffold.source.tree import SourceTree

__all__ = ["Workspace", "open_workspace"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project, its layout, its files, and the worker start that is judged."""

    project: Project
    layout: Layout
    tree: SourceTree
    start: WorkerStart

    def predict(
        self, changes: Mapping[PurePosixPath, bytes | None] | None = None, *, with_unreached: bool = False
    ) -> Prediction:
        """Return what the worker would register, with ``changes`` (path to bytes, None: gone) applied.

        Args:
            changes: planned changes, by path relative to the root.
            with_unreached: look for task definitions that the worker does not reach as well.
        """
        # Imported here: whoever starts a real worker first need not wait for the interpreter.
        from automappa_scaffold.registry.prediction import predict

        tree = self.tree.with_overlay(changes) if changes else self.tree
        candidates = tuple(iter_source_files(self.project)) if with_unreached else ()
        return predict(tree, self.start, candidates, self.layout.import_root)


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
    needed, declared = read_declared(project)
    environment = read_environment(project, needed)
    start = WorkerStart(
        app=layout.app,
        sys_path=tuple(dict.fromkeys(roots)),
        environ=dict(os.environ),
        installed=environment.names if environment is not None and environment.is_complete else None,
        declared=declared,
        outside=(os.path.dirname(os.__file__), *(environment.folders if environment is not None else ())),
        python_version=environment.version if environment is not None else "",
    )
    return Workspace(project, layout, SourceTree(project.root), start)

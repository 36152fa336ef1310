"""Being the only writer of a project."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from automappa_scaffold.editing.lock import project_lock
from automappa_scaffold.editing.writing import remove_leftovers
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.source.tree import SourceTree

__all__ = ["only_writer", "reread"]


@contextmanager
def only_writer(workspace: Workspace) -> Iterator[Workspace]:
    """Hold the project's lock and yield the workspace as it is then.

    Files are read after the lock is held, so commands that run at once see each other's work. What a killed
    run left behind is removed first.

    Raises:
        EditError: another command holds the lock for too long.
    """
    project = workspace.project
    with project_lock(project.root, project.settings.cache_dir):
        remove_leftovers(project.root)
        yield reread(workspace)


def reread(workspace: Workspace) -> Workspace:
    """Return the workspace with every file to be read anew."""
    disk = Disk(time.time_ns())
    project = replace(workspace.project, disk=disk)
    return replace(workspace, project=project, tree=SourceTree(project.root, disk=disk))

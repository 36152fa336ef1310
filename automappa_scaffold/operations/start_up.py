"""Starting an app's real worker, before anything is imported that holds the answer against the source."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.worker.launch import DEFAULT_TIMEOUT_S, RunningProbe, start_probe

__all__ = ["started_worker"]


@contextmanager
def started_worker(workspace: Workspace, *, timeout_s: float | None = None) -> Iterator[RunningProbe]:
    """Start the app's worker and hand it over while it runs; afterwards nothing of it is left.

    Args:
        timeout_s: how long it may take, in seconds; None: as long as is usual.
    Raises:
        WorkerError: the worker cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    limit_s = DEFAULT_TIMEOUT_S if timeout_s is None else timeout_s
    with start_probe(workspace.project, workspace.start, os.environ, timeout_s=limit_s) as probe:
        yield probe

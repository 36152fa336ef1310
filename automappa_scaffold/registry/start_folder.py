"""The folder that a worker starts in is on its module path for a time only.

Source: ``celery.utils.imports.cwd_in_path`` of Celery 5.7, around each import of the app, of its settings and
of task modules. ``autodiscover_tasks`` and the handlers of signals import without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from automappa_scaffold.interpreter.machine import Interpreter

__all__ = ["in_folder", "leave_folder"]


def leave_folder(m: Interpreter) -> None:
    """Take the folder that the worker starts in off the module path, where nothing else put it there."""
    if m.working_directory not in m.assumed_path:
        m.left_folder = m.working_directory


@contextmanager
def in_folder(m: Interpreter) -> Iterator[None]:
    """Return a context in which the folder is on the module path."""
    left, m.left_folder = m.left_folder, ""
    try:
        yield
    finally:
        m.left_folder = left

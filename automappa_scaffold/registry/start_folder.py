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
    if m.start_folder not in m.assumed_path:
        m.left_folder = m.start_folder


@contextmanager
def in_folder(m: Interpreter) -> Iterator[None]:
    """Return a context in which the folder is on the module path, or the one that the program went to."""
    if m.working_directory != m.start_folder:
        with _in_front(m, m.working_directory):
            yield
        return
    left, m.left_folder = m.left_folder, ""
    try:
        with _in_front(m, m.start_folder):  # the program may have taken it off
            yield
    finally:
        m.left_folder = left


@contextmanager
def _in_front(m: Interpreter, folder: str) -> Iterator[None]:
    if folder in m.sys_path.items:
        yield
        return
    m.store(m.sys_path.slots, "items", (folder, *m.sys_path.items))
    try:
        yield
    finally:
        items = list(m.sys_path.items)
        if folder in items:
            items.remove(folder)
        m.store(m.sys_path.slots, "items", tuple(items))

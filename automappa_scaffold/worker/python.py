"""Which Python the app's worker runs on."""

import os
import shutil
import sys
from pathlib import Path

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.project.finding import Project

__all__ = ["find_worker_python"]


def find_worker_python(project: Project) -> Path:
    """Return the interpreter of ``worker-python``, else of the project's ``.venv``, else our own.

    Raises:
        WorkerError: ``worker-python`` names nothing that can be run.
    """
    if project.settings.worker_python:
        return _from_setting(project)
    for folder, name in (("bin", "python"), ("Scripts", "python.exe")):
        python = project.root / ".venv" / folder / name
        if _is_executable(python):
            return python
    return Path(sys.executable)


def _from_setting(project: Project) -> Path:
    wanted = os.path.expanduser(project.settings.worker_python)
    # Not resolved: a virtual environment's python is a link, and where it stands makes it that environment.
    python = project.root / wanted
    if _is_executable(python):
        return python
    found = shutil.which(wanted) if os.sep not in wanted else None
    if found:
        return Path(found)
    origin = project.settings.origins.get("worker_python", "worker-python")
    raise WorkerError(
        f"worker-python names {wanted}, which is not a Python that can be run (set in {origin}).",
        hint="Give the path of the Python that the app's worker runs on, as from the project's root.",
    )


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)

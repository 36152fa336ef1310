"""The app's own environment, read and never run: which distributions' modules can be imported there."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import read_toml

__all__ = ["Environment", "read_declared", "read_environment"]

# The first name of a requirement: `redis[hiredis]>=5; python_version > "3.9"` asks for redis.
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Environment:
    """What an interpreter's ``site-packages`` hold.

    Attributes:
        where: the interpreter, for messages.
        names: the top-level modules.
        folders: the ``site-packages`` folders, absolute.
        is_complete: False where an import hook (an editable install, say) may add names.
        version: the interpreter's version, ``3.12``, or empty.
    """

    where: str
    names: frozenset[str]
    folders: tuple[str, ...]
    is_complete: bool
    version: str = ""


def read_environment(project: Project) -> Environment | None:
    """Return the environment of ``worker-python`` or of the project's ``.venv``; None where there is neither."""
    python = project.settings.worker_python
    candidate = project.root / python if python else project.root / ".venv" / "bin" / "python"
    if not candidate.exists():
        return None
    prefix = candidate.parent.parent
    folders = [str(path) for path in sorted(prefix.glob("lib/python3.*/site-packages")) if path.is_dir()]
    folders += [str(path) for path in sorted(prefix.glob("lib/python3*/dist-packages")) if path.is_dir()]
    if not folders:
        return None
    names: set[str] = set()
    complete = not _sees_other_packages(prefix)
    for folder in folders:
        complete = _read_folder(folder, names) and complete
    version = Path(folders[0]).parent.name.removeprefix("python")
    return Environment(python or ".venv", frozenset(names), tuple(folders), complete, version)


def read_declared(project: Project) -> frozenset[str]:
    """Return the distributions that the project declares, normalised, with ``_`` for ``-``.

    Read from ``[project]`` and ``[dependency-groups]`` of pyproject.toml and from ``requirements*.txt``.
    """
    requirements: list[str] = []
    data = read_toml(project.root / "pyproject.toml")
    table = data.get("project", {})
    requirements += _texts(table.get("dependencies", ()))
    for group in [
        *table.get("optional-dependencies", {}).values(),
        *data.get("dependency-groups", {}).values(),
    ]:
        requirements += _texts(group)
    poetry = data.get("tool", {}).get("poetry", {}).get("dependencies", {})
    requirements += list(poetry) if isinstance(poetry, dict) else []
    for path in sorted(project.root.glob("requirements*.txt")):
        requirements += path.read_text("utf-8", "replace").splitlines()
    matches = [_REQUIREMENT.match(line) for line in requirements]
    return frozenset(re.sub(r"[-.]+", "_", match.group(1)).lower() for match in matches if match)


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _sees_other_packages(prefix: Path) -> bool:
    try:
        text = (prefix / "pyvenv.cfg").read_text("utf-8", "replace")
    except OSError:
        return False
    return "include-system-site-packages = true" in text.lower()


def _read_folder(folder: str, names: set[str]) -> bool:
    """Add a folder's top-level modules to ``names``; return whether these are all."""
    complete = True
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return False
    for entry in entries:
        if entry.endswith(".pth"):
            complete = _read_path_file(os.path.join(folder, entry), names) and complete
        elif not entry.endswith((".dist-info", ".egg-info", "__pycache__")):
            names.add(entry.partition(".")[0])
    return complete


def _read_path_file(path: str, names: set[str]) -> bool:
    try:
        lines = Path(path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    complete = True
    for line in (line.strip() for line in lines):
        if line.startswith(("import ", "import\t")):
            # setuptools' distutils hook and coverage's start-up add no names; an editable finder does.
            complete = complete and ("__editable__" not in line and "finder" not in line.lower())
        elif line and not line.startswith("#") and os.path.isdir(line):
            complete = _read_folder(line, names) and complete
    return complete

"""The app's own environment, read and never run: which distributions' modules can be imported there."""

import os
import re
import sys
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
        distributions: the installed distributions, normalised, with ``_`` for ``-``.
        folders: the ``site-packages`` folders, absolute.
        is_complete: False where an import hook (an editable install, say) may add names.
        version: the interpreter's version, ``3.12``, or empty.
    """

    where: str
    names: frozenset[str]
    distributions: frozenset[str]
    folders: tuple[str, ...]
    is_complete: bool
    version: str = ""


def read_environment(project: Project, declared: frozenset[str]) -> Environment | None:
    """Return the app's environment: of ``worker-python``, of ``.venv``, or the one this tool runs in.

    The last is taken for the app's only where every declared dependency is installed in it, Celery among
    them; an isolated environment, such as pre-commit makes, says nothing about the app. None: not known.
    """
    python = project.settings.worker_python
    candidate = project.root / python if python else project.root / ".venv" / "bin" / "python"
    if candidate.exists():
        return _environment_below(candidate.parent.parent, python or ".venv")
    own = _environment_below(Path(sys.prefix), "this Python")
    if own is None or "celery" not in declared or not declared <= own.distributions:
        return None
    return own


def _environment_below(prefix: Path, where: str) -> Environment | None:
    folders = [str(path) for path in sorted(prefix.glob("lib/python3.*/site-packages")) if path.is_dir()]
    folders += [str(path) for path in sorted(prefix.glob("lib/python3*/dist-packages")) if path.is_dir()]
    if not folders:
        return None
    names: set[str] = set()
    distributions: set[str] = set()
    complete = not _sees_other_packages(prefix)
    for folder in folders:
        complete = _read_folder(folder, names, distributions) and complete
    version = Path(folders[0]).parent.name.removeprefix("python")
    return Environment(where, frozenset(names), frozenset(distributions), tuple(folders), complete, version)


def read_declared(project: Project) -> tuple[frozenset[str], frozenset[str]]:
    """Return the distributions that the project needs, and all that it declares, optional ones included.

    Names are normalised, with ``_`` for ``-``. Read from pyproject.toml (``[project]``,
    ``[dependency-groups]``, Poetry's table) and from ``requirements*.txt``.
    """
    data = read_toml(project.root / "pyproject.toml")
    table = data.get("project", {})
    needed = _texts(table.get("dependencies", ()))
    poetry = data.get("tool", {}).get("poetry", {}).get("dependencies", {})
    needed += list(poetry) if isinstance(poetry, dict) else []
    plain = project.root / "requirements.txt"
    needed += _lines(plain)
    optional: list[str] = []
    for group in [
        *table.get("optional-dependencies", {}).values(),
        *data.get("dependency-groups", {}).values(),
    ]:
        optional += _texts(group)
    for path in sorted(project.root.glob("requirements*.txt")):
        optional += _lines(path)
    # A requirement with a marker may not apply to the app's Python.
    sure = _names(line for line in needed if ";" not in line)
    return sure - {"python"}, _names([*needed, *optional])


def _names(requirements: Iterable[str]) -> frozenset[str]:
    matches = [_REQUIREMENT.match(line) for line in requirements]
    return frozenset(_normalise(match.group(1)) for match in matches if match)


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _sees_other_packages(prefix: Path) -> bool:
    try:
        text = (prefix / "pyvenv.cfg").read_text("utf-8", "replace")
    except OSError:
        return False
    return "include-system-site-packages = true" in text.lower()


def _read_folder(folder: str, names: set[str], distributions: set[str]) -> bool:
    """Add a folder's top-level modules to ``names``; return whether these are all."""
    complete = True
    try:
        entries = sorted(os.listdir(folder))
    except OSError:
        return False
    for entry in entries:
        if entry.endswith(".pth"):
            complete = _read_path_file(os.path.join(folder, entry), names, distributions) and complete
        elif entry.endswith((".dist-info", ".egg-info")):
            distributions.add(_normalise(entry.partition("-")[0].removesuffix(".egg")))
        elif entry != "__pycache__":
            names.add(entry.partition(".")[0])
    return complete


def _read_path_file(path: str, names: set[str], distributions: set[str]) -> bool:
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
            complete = _read_folder(line, names, distributions) and complete
    return complete

"""The app's own environment, read and never run: which distributions' modules can be imported there."""

import ast
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import read_toml

__all__ = ["Environment", "read_declared", "read_environment"]

# The first name of a requirement: `redis[hiredis]>=5; python_version > "3.9"` asks for redis.
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")

_FOLDERS = ("requirements", "reqs", "deps")
_METADATA_IN = {".egg-info": "/PKG-INFO", ".dist-info": "/METADATA"}
# In setup.py, setup.cfg and a Pipfile: a requirement in quotes, on a line of its own, or as a key.
_WRITTEN = re.compile(r"""(?m)(?:^[ \t]*|["'])([A-Za-z0-9][A-Za-z0-9._-]*)(?=[\[\]"'=<>!~;, \t]|$)""")

# What setuptools writes for an editable install: modules, and namespace packages, with their folders.
_FINDER = re.compile(r"__editable___\w+_finder")
_MAPPING = re.compile(r"(?m)^MAPPING\b[^=\n]*= (\{.*\})$")
_NAMESPACES = re.compile(r"(?m)^NAMESPACES\b[^=\n]*= (\{.*\})$")

# In pyvenv.cfg: `version = 3.12.1` of venv, `version_info = 3.12.1.final.0` of others. No release is a beta.
_VERSION = re.compile(r"(?m)^\s*version(?:_info)?\s*=\s*(\d+\.\d+\.\d+)(?:\.final\.\d+)?\s*$")


@dataclass(frozen=True, slots=True)
class Environment:
    """What an interpreter's ``site-packages`` hold.

    Attributes:
        where: the interpreter, for messages.
        names: the top-level modules.
        distributions: the installed distributions, normalised, with ``_`` for ``-``.
        folders: the ``site-packages`` folders, absolute.
        is_complete: False where an import hook (an editable install, say) may add names.
        version: the interpreter's version, ``3.12.1``, or ``3.12`` where no more is known, or empty.
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
    if project.disk.exists(candidate.as_posix()):
        return _environment_below(project.disk, candidate.parent.parent, python or ".venv")
    own = _environment_below(project.disk, Path(sys.prefix), "this Python")
    if own is None or "celery" not in declared or not declared <= own.distributions:
        return None
    return own


def _environment_below(disk: Disk, prefix: Path, where: str) -> Environment | None:
    lib = (prefix / "lib").as_posix()
    pythons = sorted(name for name in disk.entries(lib) or () if name.startswith("python3"))
    folders = [f"{lib}/{name}/site-packages" for name in pythons if name.startswith("python3.")]
    folders += [f"{lib}/{name}/dist-packages" for name in pythons]
    folders = [folder for folder in folders if disk.is_folder(folder)]
    if not folders:
        return None
    names: set[str] = set()
    distributions: set[str] = set()
    settings = (disk.read((prefix / "pyvenv.cfg").as_posix()) or b"").decode("utf-8", "replace")
    complete = "include-system-site-packages = true" not in settings.lower()
    for folder in folders:
        complete = _read_folder(disk, folder, names, distributions) and complete
    version = _exact_version(Path(folders[0]).parent.name.removeprefix("python"), prefix, settings)
    return Environment(where, frozenset(names), frozenset(distributions), tuple(folders), complete, version)


def read_declared(project: Project) -> tuple[frozenset[str], frozenset[str]]:
    """Return the distributions that the project needs, and all that it declares, optional ones included.

    Names are normalised, with ``_`` for ``-``. Read from pyproject.toml (``[project]``,
    ``[dependency-groups]``, Poetry's table) and from ``requirements*.txt``; what it declares besides, from
    a folder of requirements, setup.cfg, setup.py, a Pipfile and metadata beside the project.
    """
    disk = project.disk
    data = read_toml(project.root / "pyproject.toml", disk)
    table = data.get("project", {})
    needed = _texts(table.get("dependencies", ()))
    poetry = data.get("tool", {}).get("poetry", {}).get("dependencies", {})
    needed += list(poetry) if isinstance(poetry, dict) else []
    root = project.root.as_posix().rstrip("/")
    needed += _lines(disk, f"{root}/requirements.txt")
    optional: list[str] = []
    for group in [
        *table.get("optional-dependencies", {}).values(),
        *data.get("dependency-groups", {}).values(),
    ]:
        optional += _texts(group)
    for group in _below(data, "tool", "poetry", "group").values():
        optional += list(group.get("dependencies", ())) if isinstance(group, dict) else []
    for name in sorted(disk.entries(root) or ()):
        if fnmatch(name, "requirements*.txt"):
            optional += _lines(disk, f"{root}/{name}")
        elif name in _FOLDERS:
            inside = sorted(disk.entries(f"{root}/{name}") or ())
            optional += [
                line
                for e in inside
                if e.endswith((".txt", ".in"))
                for line in _lines(disk, f"{root}/{name}/{e}")
            ]
        elif name in ("setup.py", "setup.cfg", "Pipfile"):
            optional += _WRITTEN.findall("\n".join(_lines(disk, f"{root}/{name}")))
        elif name == "PKG-INFO" or name.endswith((".dist-info", ".egg-info")):
            path = f"{root}/{name}{_METADATA_IN.get(os.path.splitext(name)[1], '')}"
            optional += [
                line.partition(":")[2] for line in _lines(disk, path) if line.startswith("Requires-Dist:")
            ]
    # A requirement with a marker may not apply to the app's Python.
    sure = _names(line for line in needed if ";" not in line)
    return sure - {"python"}, _names([*needed, *optional])


def _below(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return table if isinstance(table, dict) else {}


def _names(requirements: Iterable[str]) -> frozenset[str]:
    matches = [_REQUIREMENT.match(line) for line in requirements]
    return frozenset(_normalise(match.group(1)) for match in matches if match)


def _normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _lines(disk: Disk, path: str) -> list[str]:
    return (disk.read(path) or b"").decode("utf-8", "replace").splitlines()


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _exact_version(version: str, prefix: Path, settings: str) -> str:
    """Return a version with the third number that the environment's settings or our own Python tell."""
    own = ".".join(map(str, sys.version_info[:3]))
    is_own = prefix == Path(sys.prefix) and sys.version_info[3] == "final"
    told = _VERSION.search(settings)
    exact = own if is_own else told.group(1) if told is not None else ""
    return exact if exact.startswith(f"{version}.") else version


def _read_folder(disk: Disk, folder: str, names: set[str], distributions: set[str]) -> bool:
    """Add a folder's top-level modules to ``names``; return whether these are all."""
    complete = True
    entries = disk.entries(folder)
    if entries is None:
        return False
    for entry in sorted(entries):
        if entry.endswith(".pth"):
            complete = _read_path_file(disk, f"{folder}/{entry}", names, distributions) and complete
        elif entry.endswith((".dist-info", ".egg-info")):
            distributions.add(_normalise(entry.partition("-")[0].removesuffix(".egg")))
        else:
            names.add(entry.partition(".")[0])
    return complete


def _read_path_file(disk: Disk, path: str, names: set[str], distributions: set[str]) -> bool:
    data = disk.read(path)
    if data is None:
        return False
    lines = data.decode("utf-8", "replace").splitlines()
    complete = True
    for line in (line.strip() for line in lines):
        if line.startswith(("import ", "import\t")):
            folder = path.rpartition("/")[0]
            complete = _read_hook(disk, folder, line, names) and complete
        elif line and not line.startswith("#") and disk.is_folder(line):
            complete = _read_folder(disk, line.rstrip("/") or "/", names, distributions) and complete
    return complete


def _read_hook(disk: Disk, folder: str, line: str, names: set[str]) -> bool:
    """Add the names that a line of code in a path file makes importable; return whether these are all.

    setuptools' distutils hook and coverage's start-up add none, and a namespace package of the old kind lies
    in the folder itself. The finder of an editable install lists its modules.
    """
    if "sitedir" in line and "__path__" in line:
        return True
    finder = _FINDER.search(line)
    if finder is None:
        return "finder" not in line.lower()
    text = (disk.read(f"{folder}/{finder.group()}.py") or b"").decode("utf-8", "replace")
    found = [_MAPPING.search(text), _NAMESPACES.search(text)]
    try:
        listed = [ast.literal_eval(match.group(1)) for match in found if match is not None]
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    names.update(str(name).partition(".")[0] for mapping in listed for name in mapping)
    return found[0] is not None

"""The app's own environment, read and never run: which distributions' modules can be imported there."""

import ast
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.declared import normalise
from automappa_scaffold.project.finding import Project

__all__ = ["Environment", "read_environment"]

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
        is_ours: it is the one that this tool runs in.
    """

    where: str
    names: frozenset[str]
    distributions: frozenset[str]
    folders: tuple[str, ...]
    is_complete: bool
    version: str = ""
    is_ours: bool = False


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
    return replace(own, is_ours=True)


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
            distributions.add(normalise(entry.partition("-")[0].removesuffix(".egg")))
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

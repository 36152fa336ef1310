"""The dependencies that a project declares, in the files where projects do so."""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import read_toml
from automappa_scaffold.project.setup_files import (
    cfg_requirements,
    pipfile_requirements,
    setup_requirements,
    versioned,
)

__all__ = ["highest", "normalise", "read_declared", "read_old_versions"]

# The first name of a requirement: `redis[hiredis]>=5; python_version > "3.9"` asks for redis.
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")

_FOLDERS = ("requirements", "reqs", "deps")
_METADATA_IN = {".egg-info": "/PKG-INFO", ".dist-info": "/METADATA"}
_SETUP_FILES: Mapping[str, Callable[[str], list[str]]] = {
    "setup.py": setup_requirements,
    "setup.cfg": cfg_requirements,
    "Pipfile": pipfile_requirements,
}

_BOUND = re.compile(r"(===|==|~=|<=|<|\^|~)\s*v?(\d+)(?:\.(\d+))?")
_NO_BOUND = (9999, 9999)
# The oldest versions that are known, and what is taken to run instead of older ones.
_KNOWN = {"celery": ((5, 0), "Celery 5"), "django": ((4, 2), "Django 4.2 or newer")}
_WITHOUT = (82, 0)  # the first setuptools that has no pkg_resources
_MOST_FOLDERS = 20  # of a project's, that are looked into where its own files declare nothing


def read_declared(
    project: Project, import_root: PurePosixPath | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the distributions that the project needs, and all that it declares, optional ones included.

    Names are normalised, with ``_`` for ``-``. Read from pyproject.toml (``[project]``,
    ``[dependency-groups]``, Poetry's table) and from ``requirements*.txt``; what it declares besides, from
    a folder of requirements, setup.cfg, setup.py, a Pipfile and metadata beside the project. Where none of
    these is in the root, they are looked for where the worker starts and in ``import_root``, else in the
    folders just below the root; what is found there is no more than declared. ``pkg_resources`` counts as
    declared where no setuptools is allowed that is too new to hold it.
    """
    needed, optional = _requirements(project, import_root)
    # A requirement with a marker may not apply to the app's Python.
    sure = _names(line for line in needed if ";" not in line)
    declared = _names([*needed, *optional])
    if any(_is_of("setuptools", line) and highest(line) < _WITHOUT for line in (*needed, *optional)):
        declared |= {"pkg_resources"}
    return sure - {"python"}, declared


def read_old_versions(project: Project, import_root: PurePosixPath | None = None) -> tuple[str, ...]:
    """Return a note on each of Celery and Django that is asked for in older versions than are known here."""
    lines = [line.strip() for part in _requirements(project, import_root) for line in part]
    notes = []
    for name, (oldest, known) in _KNOWN.items():
        asked = [line for line in lines if _is_of(name, line) and highest(line) < oldest]
        if asked:
            shown = re.split(r"\s*[;#]", asked[0])[0]
            notes.append(f"the worker runs {known}, though {shown} is asked for")
    return tuple(notes)


def _is_of(name: str, requirement: str) -> bool:
    return re.match(rf"(?i)\s*{name}(?![\w.-])", requirement) is not None


def highest(requirement: str) -> tuple[int, int]:
    """Return the highest version that a requirement allows, as far as it tells: its first two numbers."""
    bounds = [_NO_BOUND]
    for sign, major, minor in _BOUND.findall(requirement.partition(";")[0]):
        number = (int(major), int(minor or 0))
        if sign == "<":
            bounds.append((number[0], number[1] - 1) if number[1] else (number[0] - 1, _NO_BOUND[1]))
        elif sign in ("==", "===", "<="):
            bounds.append(number)
        elif sign == "~=":
            bounds.append((number[0], _NO_BOUND[1]) if requirement.count(".") < 2 else number)
        elif sign in ("^", "~"):
            bounds.append((number[0], _NO_BOUND[1]) if sign == "^" else number)
    return min(bounds)


def _requirements(project: Project, import_root: PurePosixPath | None) -> tuple[list[str], list[str]]:
    """Return what the project needs, and what it declares besides."""
    needed, optional = _read_files(project.disk, project.root.as_posix().rstrip("/"))
    for folders in (_where_it_runs(project, import_root), _folders_below(project)):
        for folder in folders if not needed and not optional else ():
            with contextlib.suppress(ConfigError):  # a file that may concern nobody need not be sound
                optional += [line for lines in _read_files(project.disk, folder) for line in lines]
    return needed, optional


def _where_it_runs(project: Project, import_root: PurePosixPath | None) -> list[str]:
    paths = [project.workdir, *([] if import_root is None else [project.root / import_root])]
    folders = dict.fromkeys(path.as_posix().rstrip("/") for path in paths)
    return [folder for folder in folders if folder != project.root.as_posix().rstrip("/")]


def _folders_below(project: Project) -> Iterator[str]:
    root = project.root.as_posix().rstrip("/")
    names = [name for name in sorted(project.disk.entries(root) or ()) if not name.startswith((".", "_"))]
    folders = [f"{root}/{name}" for name in names if "." not in name and name not in _FOLDERS]
    yield from [folder for folder in folders if project.disk.is_folder(folder)][:_MOST_FOLDERS]


def _read_files(disk: Disk, root: str) -> tuple[list[str], list[str]]:
    """Return the requirements of a folder's files: what is needed, and what is optional."""
    data = read_toml(Path(root) / "pyproject.toml", disk)
    table = _below(data, "project")
    needed = _texts(table.get("dependencies", ()))
    needed += versioned(_below(data, "tool", "poetry", "dependencies"))
    needed += _lines(disk, f"{root}/requirements.txt")
    optional: list[str] = []
    for groups in (_below(table, "optional-dependencies"), _below(data, "dependency-groups")):
        optional += [text for group in groups.values() for text in _texts(group)]
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
        elif name in _SETUP_FILES:
            optional += _SETUP_FILES[name]("\n".join(_lines(disk, f"{root}/{name}")))
        elif name == "PKG-INFO" or name.endswith((".dist-info", ".egg-info")):
            path = f"{root}/{name}{_METADATA_IN.get(os.path.splitext(name)[1], '')}"
            optional += [
                line.partition(":")[2] for line in _lines(disk, path) if line.startswith("Requires-Dist:")
            ]
    return needed, optional


def _below(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return table if isinstance(table, dict) else {}


def _names(requirements: Iterable[str]) -> frozenset[str]:
    matches = [_REQUIREMENT.match(line) for line in requirements]
    return frozenset(normalise(match.group(1)) for match in matches if match)


def normalise(name: str) -> str:
    """Return a distribution's name as it is compared."""
    return re.sub(r"[-_.]+", "_", name).lower()


def _lines(disk: Disk, path: str) -> list[str]:
    return (disk.read(path) or b"").decode("utf-8", "replace").splitlines()


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, (list, tuple)) else []

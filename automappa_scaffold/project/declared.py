"""The dependencies that a project declares, in the files where projects do so."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import read_toml

__all__ = ["normalise", "read_declared"]

# The first name of a requirement: `redis[hiredis]>=5; python_version > "3.9"` asks for redis.
_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")

_FOLDERS = ("requirements", "reqs", "deps")
_METADATA_IN = {".egg-info": "/PKG-INFO", ".dist-info": "/METADATA"}
# In setup.py, setup.cfg and a Pipfile: a requirement in quotes, on a line of its own, or as a key.
_WRITTEN = re.compile(r"""(?m)(?:^[ \t]*|["'])([A-Za-z0-9][A-Za-z0-9._-]*)(?=[\[\]"'=<>!~;, \t]|$)""")

_MOST_FOLDERS = 20  # of a project's, that are looked into where its own files declare nothing


def read_declared(
    project: Project, import_root: PurePosixPath | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the distributions that the project needs, and all that it declares, optional ones included.

    Names are normalised, with ``_`` for ``-``. Read from pyproject.toml (``[project]``,
    ``[dependency-groups]``, Poetry's table) and from ``requirements*.txt``; what it declares besides, from
    a folder of requirements, setup.cfg, setup.py, a Pipfile and metadata beside the project. Where none of
    these is in the root, they are looked for where the worker starts and in ``import_root``, else in the
    folders just below the root; what is found there is no more than declared.
    """
    needed, optional = _read_files(project.disk, project.root.as_posix().rstrip("/"))
    for folders in (_where_it_runs(project, import_root), _folders_below(project)):
        for folder in folders if not needed and not optional else ():
            with contextlib.suppress(ConfigError):  # a file that may concern nobody need not be sound
                optional += [line for lines in _read_files(project.disk, folder) for line in lines]
    # A requirement with a marker may not apply to the app's Python.
    sure = _names(line for line in needed if ";" not in line)
    return sure - {"python"}, _names([*needed, *optional])


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
    needed += list(_below(data, "tool", "poetry", "dependencies"))
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
        elif name in ("setup.py", "setup.cfg", "Pipfile"):
            optional += _WRITTEN.findall("\n".join(_lines(disk, f"{root}/{name}")))
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

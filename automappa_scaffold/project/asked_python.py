"""The version of Python that a project asks for, where ours is none that it takes.

Without the environment, the worker is taken to run a Python like ours. Where files of the project rule that
out, it runs the nearest one that they allow.
"""

import re
import sys
from pathlib import Path, PurePosixPath
from typing import Any

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.settings import read_toml

__all__ = ["read_asked_python"]

# Those that a worker of today may run.
_VERSIONS = tuple((3, minor) for minor in range(8, 16))
_CLAUSE = re.compile(r"(===|==|!=|~=|<=|>=|<|>|\^|~)?\s*(\d+)(?:\.(\d+|\*))?(?:\.(\d+|\*))?")
_PINNED = re.compile(r"^\s*(?:cpython[-@]?|python-?)?(\d+)\.(\d+)", re.IGNORECASE)
_PIN_FILES = (".python-version", "runtime.txt")
_IN_SETUP = re.compile(r"python_requires\s*=\s*[\"']?([^\"'\n]*)")
_IN_PIPFILE = re.compile(r"^python_(?:full_)?version\s*=\s*[\"']([^\"']*)", re.MULTILINE)


def read_asked_python(project: Project, import_root: PurePosixPath | None = None) -> tuple[str, str]:
    """Return a version, ``3.13``, and the file that asks for it; empty texts where ours will do.

    A version that is pinned counts before what others allow. The files are looked for where the worker
    starts, then where the app is imported from, then in the root of the project.
    """
    ours = (sys.version_info[0], sys.version_info[1])
    paths = [project.workdir, *([] if import_root is None else [project.root / import_root]), project.root]
    for folder in dict.fromkeys(path.as_posix().rstrip("/") for path in paths):
        for name, asked in _asked(project.disk, folder):
            allowed = [version for version in _VERSIONS if _allows(asked, version)]
            if allowed:
                nearest = min(allowed, key=lambda version: (abs(version[1] - ours[1]), -version[1]))
                return ("", "") if nearest == ours else (f"{nearest[0]}.{nearest[1]}", name)
    return "", ""


def _asked(disk: Disk, folder: str) -> list[tuple[str, str]]:
    """Return what the files of a folder ask for, the surest first."""
    found = []
    entries = disk.entries(folder) or {}
    for name in _PIN_FILES:
        pinned = _PINNED.match(_text(disk, f"{folder}/{name}")) if name in entries else None
        if pinned:
            found.append((name, f"=={pinned[1]}.{pinned[2]}.*"))
    if "pyproject.toml" in entries:
        try:
            data = read_toml(Path(folder) / "pyproject.toml", disk)
        except ConfigError:
            data = {}
        poetry = _table(data, "tool", "poetry", "dependencies").get("python")
        for asked in (_table(data, "project").get("requires-python"), poetry):
            found += [("pyproject.toml", asked)] if isinstance(asked, str) else []
    for name, pattern in (("setup.cfg", _IN_SETUP), ("setup.py", _IN_SETUP), ("Pipfile", _IN_PIPFILE)):
        asked_there = pattern.search(_text(disk, f"{folder}/{name}")) if name in entries else None
        if asked_there:
            sign = "==" if name == "Pipfile" and asked_there[1][:1].isdigit() else ""
            found.append((name, sign + asked_there[1]))
    return found


def _table(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        below = data.get(key)
        data = below if isinstance(below, dict) else {}
    return data


def _text(disk: Disk, path: str) -> str:
    return (disk.read(path) or b"").decode("utf-8", "replace")


def _allows(asked: str, version: tuple[int, int]) -> bool:
    """Return whether a specifier allows some release of a version; what is not understood allows all."""
    return any(
        all(_clause_allows(clause.strip(), version) for clause in part.split(","))
        for part in asked.split("||")
    )


def _clause_allows(clause: str, version: tuple[int, int]) -> bool:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        return True
    sign, major, minor, micro = found.groups()
    if minor in (None, "*"):
        number, is_exact = (int(major), 0), False
    else:
        number, is_exact = (int(major), int(minor)), True
    same = version == number if is_exact else version[0] == number[0]
    if sign == "!=":
        return not same or micro not in (None, "*")
    if sign in (">=", ">"):
        return version >= number
    if sign == "<=":
        return version <= number if is_exact else version[0] <= number[0]
    if sign == "<":
        return version < number or (same and is_exact and micro not in (None, "*", "0"))
    if sign == "^" or (sign == "~=" and micro is None):
        return version[0] == number[0] and version >= number
    return same

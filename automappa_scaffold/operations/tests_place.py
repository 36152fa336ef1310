"""Where a project keeps its tests."""

import configparser
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.operations.workspace import Workspace

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

__all__ = ["test_path"]

_FOLDERS = ("tests", "test")
_INI_FILES = (("pytest.ini", "pytest"), ("tox.ini", "pytest"), ("setup.cfg", "tool:pytest"))


def test_path(workspace: Workspace, page: str, task: str) -> PurePosixPath:
    """Return the file of a task's test, beside the project's tests, relative to the root."""
    return _folder(workspace) / f"test_{page}_{task}.py"


def _folder(workspace: Workspace) -> PurePosixPath:
    folders = [*_testpaths(workspace), *map(PurePosixPath, _FOLDERS)]
    folder = next((folder for folder in folders if _names(workspace, folder) is not None), folders[-2])
    unit = folder / "unit"
    return unit if _has_tests(workspace, unit) and not _has_tests(workspace, folder) else folder


def _names(workspace: Workspace, folder: PurePosixPath) -> frozenset[str] | None:
    entries = workspace.tree.listing(workspace.tree.absolute(folder))
    return None if entries is None else frozenset(entries)


def _has_tests(workspace: Workspace, folder: PurePosixPath) -> bool:
    names = _names(workspace, folder) or ()
    return any(name.startswith("test_") and name.endswith(".py") for name in names)


def _testpaths(workspace: Workspace) -> Iterator[PurePosixPath]:
    """Yield the folders in which pytest looks for tests, as the project's settings say."""
    for text in _settings(workspace):
        for entry in text.split():
            path = PurePosixPath(entry)
            if path.parts and not path.is_absolute() and ".." not in path.parts and "*" not in entry:
                yield path


def _settings(workspace: Workspace) -> Iterator[str]:
    root = workspace.project.root
    for name, section in _INI_FILES:
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string((root / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, configparser.Error):
            continue
        yield parser.get(section, "testpaths", fallback="")
    try:
        table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        paths = table["tool"]["pytest"]["ini_options"]["testpaths"]
    except (OSError, ValueError, LookupError, TypeError):
        return
    if isinstance(paths, str):
        yield paths
    elif isinstance(paths, list):
        yield " ".join(path for path in paths if isinstance(path, str))

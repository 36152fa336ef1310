"""The line length that a project's formatter keeps."""

import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH
from automappa_scaffold.files.disk import Disk

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

__all__ = ["project_line_length"]


def project_line_length(root: Path, path: PurePosixPath, disk: Disk | None = None) -> int:
    """Return the line length for a file: that of the nearest ruff or black settings upwards, else 88."""
    disk = disk or Disk()
    for folder in [root / parent for parent in path.parents] + list(root.parents):
        for name in (".ruff.toml", "ruff.toml", "pyproject.toml"):
            length = _length_in(folder / name, disk)
            if length is not None:
                return length
        if disk.exists((folder / ".git").as_posix()):
            break
    return DEFAULT_LINE_LENGTH


def _length_in(file: Path, disk: Disk) -> int | None:
    """Return the line length that a settings file decides, or None when it decides nothing."""
    data = disk.read(file.as_posix())
    if data is None:
        return None
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except ValueError:
        return None
    if file.name != "pyproject.toml":
        return _length(table)
    tool = table.get("tool")
    tools = tool if isinstance(tool, dict) else {}
    if isinstance(tools.get("ruff"), dict):
        return _length(tools["ruff"])
    black = tools.get("black")
    return _length(black) if isinstance(black, dict) and "line-length" in black else None


def _length(table: Mapping[str, object]) -> int:
    length = table.get("line-length")
    return length if isinstance(length, int) else DEFAULT_LINE_LENGTH

"""The line length that a project's formatter keeps."""

import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automappa_scaffold.editing.edit import DEFAULT_LINE_LENGTH

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

__all__ = ["project_line_length"]


def project_line_length(root: Path, path: PurePosixPath) -> int:
    """Return the line length for a file: that of the nearest ruff or black settings upwards, else 88."""
    for folder in [root / parent for parent in path.parents] + list(root.parents):
        for name in (".ruff.toml", "ruff.toml", "pyproject.toml"):
            length = _length_in(folder / name)
            if length is not None:
                return length
        if (folder / ".git").exists():
            break
    return DEFAULT_LINE_LENGTH


def _length_in(file: Path) -> int | None:
    """Return the line length that a settings file decides, or None when it decides nothing."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
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

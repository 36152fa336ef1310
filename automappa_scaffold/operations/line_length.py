"""The line length that a project's formatter keeps."""

import sys
from pathlib import Path, PurePosixPath
from typing import Any

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
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if file.name == "pyproject.toml":
        tool = table.get("tool", {})
        if "ruff" in tool:
            return int(tool["ruff"].get("line-length", DEFAULT_LINE_LENGTH))
        return int(tool["black"]["line-length"]) if "line-length" in tool.get("black", {}) else None
    return int(table.get("line-length", DEFAULT_LINE_LENGTH))

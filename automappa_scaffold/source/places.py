"""Places in source files."""

from dataclasses import dataclass
from pathlib import PurePosixPath

__all__ = ["Place"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: a path relative to the project root; lines and columns count from 1."""

    path: PurePosixPath
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

"""Places in source files."""

from pathlib import PurePosixPath
from typing import NamedTuple

__all__ = ["Place"]


class Place(NamedTuple):
    """A place in a file: a path relative to the project root; lines and columns count from 1.

    A tuple, because the interpreter makes one for every call and attribute that it meets.
    """

    path: PurePosixPath
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

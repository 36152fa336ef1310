"""What every edit is: a small frozen intent on one file, from bytes to bytes."""

from pathlib import PurePosixPath
from typing import Protocol

__all__ = ["DEFAULT_LINE_LENGTH", "Edit"]

# The default of ruff format and black.
DEFAULT_LINE_LENGTH = 88


class Edit(Protocol):
    """An intent on one file. Applied to a file that already fulfils it, it returns the same bytes."""

    @property
    def path(self) -> PurePosixPath:
        """The file, relative to the project root."""

    def apply(self, data: bytes) -> bytes:
        """Return the file's bytes with the intent fulfilled.

        Raises:
            EditError: the file cannot be edited safely; the hint holds the lines to add by hand.
        """

"""What an answer rests on: everything that was looked at on the disk."""

from collections.abc import Mapping

from automappa_scaffold.files.status import Status

__all__ = ["Sightings"]


class Sightings:
    """What was seen, by absolute path. It grows while the tool looks around.

    Attributes:
        files: a file's status and the digest of its bytes, which is empty where they could not be read.
        folders: a folder's status and the digest of its entries.
        kinds: ``file``, ``folder``, ``other``, or an empty text where there was nothing.
        real_paths: paths without links.
    """

    __slots__ = ("files", "folders", "kinds", "real_paths")

    def __init__(self) -> None:
        self.files: dict[str, tuple[Status | None, str]] = {}
        self.folders: dict[str, tuple[Status | None, str]] = {}
        self.kinds: dict[str, str] = {}
        self.real_paths: dict[str, str] = {}

    def to_json(self) -> Mapping[str, object]:
        """Return what JSON holds of it."""
        return {name: getattr(self, name) for name in self.__slots__}

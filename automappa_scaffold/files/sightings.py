"""What an answer rests on: everything that was looked at on the disk."""

from collections.abc import Collection, Mapping
from typing import Any

from automappa_scaffold.files.status import Status

__all__ = ["Sightings", "merge_sightings"]


class Sightings:
    """What was seen, by absolute path. It grows while the tool looks around.

    Attributes:
        files: a file's status and the digest of its bytes, which is empty where they could not be read.
        folders: a folder's status and the digest of its entries.
        kinds: ``file``, ``program``, ``folder``, ``other``, or an empty text where there was nothing.
        real_paths: paths without links.
        derived: by the name of what was computed from files, these files.
        plain: files whose very bytes were looked at, not only what was computed from them.
    """

    __slots__ = ("derived", "files", "folders", "kinds", "plain", "real_paths")

    def __init__(self) -> None:
        self.files: dict[str, tuple[Status | None, str]] = {}
        self.folders: dict[str, tuple[Status | None, str]] = {}
        self.kinds: dict[str, str] = {}
        self.real_paths: dict[str, str] = {}
        self.derived: dict[str, set[str]] = {}
        self.plain: set[str] = set()

    def to_plain(self) -> Mapping[str, object]:
        """Return plain values; a file's third one says which of ``views`` it has, 0: its bytes."""
        numbers: dict[tuple[str, ...], int] = {(): 0}
        derived = list(self.derived.items())

        def view(path: str) -> int:
            if path in self.plain:
                return 0
            return numbers.setdefault(tuple([name for name, paths in derived if path in paths]), len(numbers))

        files = {path: [*seen, view(path)] for path, seen in self.files.items()}
        return {
            "files": files,
            "views": list(numbers),
            "folders": {folder: [*seen] for folder, seen in self.folders.items()},
            "kinds": self.kinds,
            "real_paths": self.real_paths,
        }


def merge_sightings(earlier: dict[str, Any], later: Mapping[str, Any], gone: Collection[str]) -> None:
    """Put what was seen later into what was seen before, both as ``to_plain`` gives it.

    Of a file whose bytes are the same, both looked at something; of another one the later look counts alone.

    Args:
        gone: files that are no longer there.
    """
    views = [tuple(names) for names in earlier["views"]]
    numbers = {names: number for number, names in enumerate(views)}
    files = earlier["files"]
    for path in gone:
        files.pop(path, None)
    for path, (status, digest, view) in later["files"].items():
        names = tuple(later["views"][view])
        before = files.get(path)
        if before is not None and before[1] == digest:
            both = views[before[2]]
            names = tuple(sorted({*names, *both})) if names and both else ()
        files[path] = [status, digest, numbers.setdefault(names, len(numbers))]
    earlier["views"] = list(numbers)
    for kind in ("folders", "kinds", "real_paths"):
        earlier[kind].update(later[kind])

"""Where modules are, of which few are asked for."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

__all__ = ["ModulePaths", "name_of_file", "names_by_path"]


class ModulePaths(Mapping[str, PurePosixPath]):
    """Modules and their files. Thousands of paths take longer to make than a check of what changed.

    Attributes:
        texts: the same as texts.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __getitem__(self, name: str) -> PurePosixPath:
        """Return a module's file."""
        return PurePosixPath(self.texts[name])

    def __contains__(self, name: object) -> bool:
        """Return whether there is a module of this name."""
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self.texts)

    def __len__(self) -> int:
        """Return how many modules there are."""
        return len(self.texts)


def names_by_path(modules: Mapping[str, PurePosixPath]) -> dict[str, str]:
    """Return the modules by their files, as texts."""
    if isinstance(modules, ModulePaths):
        return {path: name for name, path in modules.texts.items()}
    return {path.as_posix(): name for name, path in modules.items()}


def name_of_file(modules: Mapping[str, PurePosixPath], path: PurePosixPath) -> str:
    """Return the first module that a file is run as; an empty text where it is run as none."""
    if isinstance(modules, ModulePaths):
        text = path.as_posix()
        return next((name for name, file in modules.texts.items() if file == text), "")
    return next((name for name, file in modules.items() if file == path), "")

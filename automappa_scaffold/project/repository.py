"""Where a project lies in its git repository."""

import os
from pathlib import Path, PurePosixPath

__all__ = ["folder_in_repository"]


def folder_in_repository(root: Path) -> PurePosixPath:
    """Return the project's folder as its repository names it; ``.`` at its top and outside any repository.

    ``git apply`` counts the paths of a git diff from the top of the repository, wherever it is started.
    """
    real = Path(os.path.realpath(root))
    device = real.stat().st_dev
    for folder in (real, *real.parents):
        if folder.stat().st_dev != device:  # git does not look across file systems either
            break
        if _is_top(folder):
            return PurePosixPath(real.relative_to(folder).as_posix())
    return PurePosixPath()


def _is_top(folder: Path) -> bool:
    entry = folder / ".git"
    return entry.is_file() or (entry / "HEAD").is_file()

"""The folder that has to be searched for a module to be found under the name that the project gives it.

Above packages it is plain. A folder without ``__init__`` may be a package too, or the folder that the worker
starts in: the modules that the files around name tell which, and how far up their relative imports go.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.app_words import NAMED_MODULES, RELATIVE_DOTS, named_modules, relative_dots

__all__ = ["find_import_root"]

_FOREIGN = frozenset({"celery", *sys.stdlib_module_names})


def find_import_root(disk: Disk, root: str, path: PurePosixPath, sources: Iterable[str]) -> PurePosixPath:
    """Return the folder, relative to the project's root, that a file's module name starts in.

    Args:
        root: the project's root.
        sources: the project's Python files, relative to its root.
    """
    nearest = path.parent
    while nearest.parts and disk.is_file(f"{root}/{nearest}/__init__.py"):
        nearest = nearest.parent
    if not nearest.parts:
        return nearest
    known = tuple(sources)
    top = _above_relative_imports(disk, root, path, known)
    candidates = (nearest, *nearest.parents)
    candidates = tuple(one for one in candidates if len(one.parts) <= top) or candidates
    for files in _files_around(path, known):
        counts = [0] * len(candidates)
        for file in files:
            for name in disk.derive(f"{root}/{file}", NAMED_MODULES, named_modules) or ():
                if name.partition(".")[0] not in _FOREIGN:
                    for index, candidate in enumerate(candidates):
                        counts[index] += _has_module(disk, root, candidate, name)
        if any(counts):
            return candidates[counts.index(max(counts))]
    return candidates[0]


def _above_relative_imports(disk: Disk, root: str, path: PurePosixPath, sources: tuple[str, ...]) -> int:
    """Return how deep the folder may lie at most, as a relative import reaches no further than the packages.

    Where a file has none, those beside it need not be of its package.
    """
    files = [path.as_posix()]
    if disk.derive(f"{root}/{path}", RELATIVE_DOTS, relative_dots):
        files += [name for name in sources if name.startswith(f"{path.parent}/")]
    depths = [
        len(PurePosixPath(file).parent.parts)
        - (disk.derive(f"{root}/{file}", RELATIVE_DOTS, relative_dots) or 0)
        for file in files
    ]
    return min(depth for depth in (*depths, len(path.parent.parts)) if depth >= 0)


def _files_around(path: PurePosixPath, known: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the file itself, those beside and below it, and those of the same folder of the root."""
    yield (path.as_posix(),)
    yield tuple(name for name in known if name.startswith(f"{path.parent}/"))
    yield tuple(name for name in known if name.startswith(f"{path.parts[0]}/"))


def _has_module(disk: Disk, root: str, folder: PurePosixPath, name: str) -> bool:
    base = (root / folder / name.replace(".", "/")).as_posix()
    return disk.is_file(f"{base}.py") or disk.is_file(f"{base}/__init__.py") or disk.is_folder(base)

"""Files of a project that are no modules of its app: those of services and scripts beside it."""

import re
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.raising import PyRaise

__all__ = ["is_of_another_program", "lacks_own_root"]

_HERE = PurePosixPath()
_MISSING = re.compile(r"ModuleNotFoundError: No module named '(\w+)")


def is_of_another_program(m: Interpreter, path: PurePosixPath, import_root: PurePosixPath) -> bool:
    """Return whether a file is a script, or in a package that has an app of its own or no name from here.

    A distribution of its own, in a folder below, has no name from here: it is installed to be imported.

    A name with a hyphen in a package is a mistake that counts; above all packages it is a folder's name. One
    with a space is that of a copy, as file managers make them.
    """
    if " " in path.stem:
        return True
    package, top = _top_package(m, path)
    if not top.is_relative_to(import_root):
        return False
    above = top.relative_to(import_root).parts
    names = above if package is not None else (*above, path.stem)
    if not all(name.isidentifier() for name in names):
        return True
    if package is None:
        return _holds_app(m, path)
    folders = [top, *top.parents][: len(above)]
    return bool(above) and (_makes_app(m, package) or any(_is_distribution(m, folder) for folder in folders))


def lacks_own_root(m: Interpreter, path: PurePosixPath, import_root: PurePosixPath, raised: PyRaise) -> bool:
    """Return whether what a file cannot import lies beside it, in a folder that the app does not search.

    One outside the app's folder may have no name there at all.
    """
    found = _MISSING.match(raised.message)
    if found is None:
        return False
    if found[1] == path.parts[0] and not path.is_relative_to(import_root):
        return True
    folders = (folder for folder in path.parents if folder not in (import_root, _HERE))
    listings = (m.tree.listing(m.tree.absolute(folder)) or {} for folder in folders)
    return any(found[1] in listing or f"{found[1]}.py" in listing for listing in listings)


def _top_package(m: Interpreter, path: PurePosixPath) -> tuple[PurePosixPath | None, PurePosixPath]:
    """Return the outermost package around a file, and the folder that this lies in."""
    package, folder = None, path.parent
    while folder != _HERE and m.tree.is_file(m.tree.absolute(folder / "__init__.py")):
        package, folder = folder, folder.parent
    return package, folder


def _makes_app(m: Interpreter, package: PurePosixPath) -> bool:
    """Return whether a file of a package makes a Celery app."""
    names = m.tree.listing(m.tree.absolute(package)) or {}
    files = (package / name for name, is_folder in names.items() if name.endswith(".py") and not is_folder)
    return any(_holds_app(m, file) for file in files)


def _holds_app(m: Interpreter, path: PurePosixPath) -> bool:
    return b"Celery(" in (m.tree.read(m.tree.absolute(path)) or b"")


def _is_distribution(m: Interpreter, folder: PurePosixPath) -> bool:
    """Return whether a folder holds what is built and installed by itself."""
    if any(m.tree.is_file(m.tree.absolute(folder / name)) for name in ("setup.py", "setup.cfg")):
        return True
    text = m.tree.read(m.tree.absolute(folder / "pyproject.toml")) or b""
    return re.search(rb"^\[(?:project|tool\.poetry|build-system)\]", text, re.MULTILINE) is not None

"""Files of environment variables: what they hold, and ``dotenv``, which puts them into the environment.

Source: python-dotenv 1.1, as read and run.
"""

import posixpath
import re

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.os_environ import OPEN_ENVIRON
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.values import Assumed, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = [
    "DOTENV",
    "convert",
    "find_upwards",
    "folder_here",
    "given_path",
    "is_set",
    "note_absent",
    "read_pairs",
    "set_variables",
]

DOTENV = Models()

_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$")
_TRUE = frozenset({"true", "on", "ok", "y", "yes", "1", "t"})


def folder_here(m: Imports) -> str:
    """Return the folder of the module that runs."""
    return posixpath.dirname(m.importing[-1].path) if m.importing else m.working_directory


def find_upwards(m: Imports, names: tuple[str, ...], folder: str = "") -> str:
    """Return the nearest file of these names from a folder, the running module's, upwards; empty: none."""
    folder = folder or folder_here(m)
    while True:
        for name in names:
            path = posixpath.join(folder, name)
            if m.tree.is_file(path):
                return path
        if posixpath.dirname(folder) == folder:
            return ""
        folder = posixpath.dirname(folder)


def read_pairs(m: Imports, path: str, place: Place) -> dict[str, Value]:
    """Return the variables of a file, each resting on the file's being as it is."""
    note = f"{m.tree.relative(path)} holds what it holds here when the worker starts"
    pairs: dict[str, Value] = {}
    for line in (m.tree.read(path) or b"").decode("utf-8", "replace").splitlines():
        match = None if line.lstrip().startswith("#") else _LINE.match(line)
        if match is None:
            continue
        name, text = match.groups()
        if text[:1] in ("'", '"'):
            value, is_plain = text[1:].partition(text[0])[0], text[0] == "'"
        else:
            value, is_plain = re.split(r"\s#", text)[0].rstrip(), False
        is_computed = "\\" in value or (not is_plain and "$" in value)
        pairs[name] = m.unknown(f"{name} of {path}", place) if is_computed else Assumed(value, note)
    return pairs


def set_variables(m: Imports, path: str, place: Place, *, override: bool) -> None:
    """Put the variables of a file into the environment."""
    for name, value in read_pairs(m, path, place).items():
        if override or (name not in m.environ and name not in m.environ_changes):
            m.store(m.environ_changes, name, value)


def note_absent(m: Imports, path: str | None, name: str) -> None:
    """Note that a file of variables is looked for that is not here: it may be where the worker runs."""
    if path == "" or (path is not None and not m.tree.is_file(path)):
        m.absent_files[m.tree.relative(path).as_posix() if path else name] = None


def given_path(m: Imports, value: Value, place: Place) -> str | None:
    """Return an argument as an absolute path, None where it is not known."""
    text = path_text(m, value, place)
    return posixpath.normpath(posixpath.join(m.working_directory, text)) if isinstance(text, str) else None


@DOTENV.function("dotenv.load_dotenv", "dotenv.main.load_dotenv")
def _load_dotenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0] if args else kwargs.get("dotenv_path")
    path = find_upwards(m, (".env",)) if given is None else given_path(m, given, place)
    note_absent(m, path, ".env")
    if path:
        set_variables(m, path, place, override=m.truth(kwargs.get("override", False)) is True)
    elif path is None:
        m.store(m.environ_changes, OPEN_ENVIRON, True)
        return m.unknown("whether there is a file of variables", place)
    return bool(path)


@DOTENV.function("dotenv.find_dotenv", "dotenv.main.find_dotenv")
def _find_dotenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("filename", ".env"))
    if not isinstance(name, str):
        return m.unknown("a file's path", place)
    path = find_upwards(m, (name,))
    note_absent(m, path, name)
    return path


def is_set(m: Imports, name: str) -> bool:
    """Return whether a variable is set, perhaps by a file that is not known."""
    return name in m.environ_changes or name in m.environ or OPEN_ENVIRON in m.environ_changes


def convert(m: Imports, found: Value, cast: str, what: str, place: Place) -> Value:
    """Return a variable's text as the type that is asked for."""
    text = found.value if isinstance(found, Assumed) else found
    if not isinstance(text, str):
        return found
    made: Value
    if cast == "bool":
        made = text.strip().lower() in _TRUE
    elif cast == "str":
        made = text
    elif cast == "list" and ", " not in text:  # versions differ in what they do with spaces
        made = m.new_list([part for part in text.split(",") if part])
    elif cast in ("int", "float"):
        made = m.compute(lambda: int(text) if cast == "int" else float(text), place)
    else:
        return m.unknown(f"{what}, converted", place, is_foreign=True)
    if isinstance(found, Assumed) and isinstance(made, ListValue):
        m.decide(found)
        return made
    return m.assume(made, found) if isinstance(found, Assumed) else made

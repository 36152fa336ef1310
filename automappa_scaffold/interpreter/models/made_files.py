"""Files and folders that a program makes, moves and removes at import, and what is refused there.

What was made so far stands in ``made_paths`` of the interpreter; the rest is as the project's folder has it.
"""

import errno
import posixpath
from collections.abc import Iterator, Mapping

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Assumed, Value
from automappa_scaffold.source.places import Place

__all__ = [
    "absolute",
    "entries_at",
    "is_changed_below",
    "is_of_kind",
    "is_uncertain_below",
    "kind_at",
    "make_file",
    "make_folder",
    "os_error",
    "remove_file",
    "remove_folder",
]

_PROBLEMS = {
    errno.EINVAL: ("OSError", "Invalid argument"),
    errno.ENOTEMPTY: ("OSError", "Directory not empty"),
    errno.EEXIST: ("FileExistsError", "File exists"),
    errno.EISDIR: ("IsADirectoryError", "Is a directory"),
    errno.ENOENT: ("FileNotFoundError", "No such file or directory"),
    errno.ENOTDIR: ("NotADirectoryError", "Not a directory"),
}

# A folder that was removed and made again: of what the project has in it, nothing is there.
_NEW_FOLDER = "new folder"


def kind_at(m: Imports, full: str) -> str | None:
    """Return what stands at a path: ``file``, ``folder``, nothing (an empty text); None: it is not known."""
    if m.made_paths:
        for path in (full, *_above(full)):
            made = m.made_paths.get(path, MISSING)
            if path == full and made is not MISSING:
                return ("folder" if made == _NEW_FOLDER else made) if isinstance(made, str) else None
            if made is not MISSING and made != "folder":
                return "" if isinstance(made, str) else None
    if m.tree.relative(full).as_posix() == full:
        return None  # what is elsewhere on the machine may differ from what is here
    if m.tree.is_file(full):
        return "file"
    if m.tree.is_folder(full):
        return "folder"
    return None if m.folders_made or m.foreign_calls or m.scopes else ""


def _above(full: str) -> Iterator[str]:
    """Yield the folders above a path, the nearest first."""
    while full != (parent := posixpath.dirname(full)):
        yield parent
        full = parent


def is_changed_below(m: Imports, folder: str) -> bool:
    """Return whether the program has made or removed something in a folder."""
    start = f"{folder.rstrip('/')}/"
    return any(path.startswith(start) for path in m.made_paths)


def entries_at(m: Imports, full: str) -> Mapping[str, bool] | None:
    """Return the names in a folder, and which are folders; None: there is none, or it is not known."""
    is_gone = any(m.made_paths.get(path, "folder") != "folder" for path in _above(full))
    if not is_changed_below(m, full) and full not in m.made_paths:
        return None if is_gone else m.tree.listing(full)
    if not isinstance(m.made_paths.get(full, "folder"), str):
        return None
    is_inside = m.tree.is_folder(full) or m.tree.relative(full).as_posix() != full
    if not is_inside or (kind_at(m, full) or "folder") != "folder":
        return None
    if not m.tree.is_folder(full):
        m.assumptions[f"{m.tree.relative(full)} is not there when the worker starts, as here"] = None
    is_new = is_gone or m.made_paths.get(full, "folder") != "folder"
    entries = {} if is_new else dict(m.tree.listing(full) or {})
    for path, made in m.made_paths.items():
        if posixpath.dirname(path) != full:
            continue
        if not isinstance(made, str):
            return None
        entries.pop(posixpath.basename(path), None)
        if made:
            entries[posixpath.basename(path)] = made != "file"
    return entries


def is_uncertain_below(m: Imports, folder: str) -> bool:
    """Return whether it is not known what the program has made or removed in a folder."""
    start = f"{folder.rstrip('/')}/"
    return any(path.startswith(start) and not isinstance(made, str) for path, made in m.made_paths.items())


def is_of_kind(m: Imports, full: str, kinds: tuple[str, ...], shown: str, place: Place) -> Value:
    """Return whether something of these kinds stands at a path; what the program did not make is told."""
    if full in m.made_paths or any(m.made_paths.get(path, "folder") != "folder" for path in _above(full)):
        kind = kind_at(m, full)
        return kind in kinds if kind is not None else m.unknown(f"what is made at {shown}", place)
    found = ("file" in kinds and m.tree.is_file(full)) or ("folder" in kinds and m.tree.is_folder(full))
    return Assumed(found, f"{shown} is as it is here when the worker starts")


def absolute(m: Imports, text: str) -> str:
    """Return a path in full, as it stands for the program."""
    return posixpath.normpath(posixpath.join(m.working_directory, text))


def os_error(m: Imports, number: int, text: str, place: Place, target: str | None = None) -> PyRaise:
    """Return what the system says of a path, to be raised; ``target``: where it should have gone."""
    kind, problem = _PROBLEMS[number]
    shown = repr(text) if target is None else f"{text!r} -> {target!r}"
    raised = m.raise_(kind, f"[Errno {number}] {problem}: {shown}", place)
    raised.value.ns.update(args=(number, problem), errno=number, strerror=problem, filename=text)
    full = posixpath.normpath(posixpath.join(m.working_directory, text))
    # What may make files may have made this one.
    raised.is_told = m.tree.relative(full).as_posix() != full and not m.folders_made
    raised.is_soft = not raised.is_told  # what is elsewhere on the machine may differ from what is here
    return raised


def make_folder(m: Imports, text: str, place: Place, *, parents: bool, exist_ok: bool | None) -> None:
    """Make a folder; ``exist_ok`` None: it is not known. Raise what the system refuses."""
    full = absolute(m, text)
    kind = kind_at(m, full)
    if kind == "file" or (kind == "folder" and exist_ok is False):
        raise os_error(m, errno.EEXIST, text, place)
    if kind == "":
        _require_parent(m, text, full, place, is_made=parents)
    if kind != "folder":
        _assume_writable(m, full)
        made = (full, *(_missing_parents(m, full) if parents else ()))
        # Of what is elsewhere on the machine it is not known whether it was there.
        were_removed = [kind_at(m, path) == "" and m.tree.is_folder(path) for path in made]
        for path, was_removed in zip(made, were_removed, strict=True):
            m.store(m.made_paths, path, _NEW_FOLDER if was_removed else "folder")


def make_file(
    m: Imports,
    text: str,
    place: Place,
    *,
    exist_ok: bool = True,
    content: bytes | None = None,
    is_kept: bool = False,
) -> None:
    """Make a file, or write to it.

    Args:
        content: what it holds from now on, where that is known.
        is_kept: it holds what it held before.
    """
    full = absolute(m, text)
    kind = kind_at(m, full)
    if kind == "folder":
        raise os_error(m, errno.EISDIR, text, place)
    if kind == "file" and not exist_ok:
        raise os_error(m, errno.EEXIST, text, place)
    if kind == "":
        _require_parent(m, text, full, place)
    _assume_writable(m, full)
    m.store(m.made_paths, full, "file")
    if content is not None or kind == "" or not is_kept:
        m.store(m.made_contents, full, content)
    m.written_files.add(full)


def _assume_writable(m: Imports, full: str) -> None:
    """Tell that what is made outside of the project is taken to be permitted."""
    is_outside = m.tree.relative(full).as_posix() == full and full != m.tree.root.as_posix()
    if is_outside and full != posixpath.devnull:
        m.assumptions[f"{full} can be written where the worker runs"] = None


def remove_file(
    m: Imports, text: str, place: Place, *, missing_ok: bool | None = False, is_folder_ok: bool = False
) -> None:
    """Remove a file, or what is moved away."""
    full = absolute(m, text)
    kind = kind_at(m, full)
    if kind == "" and missing_ok is False:
        raise os_error(m, errno.ENOENT, text, place)
    if kind == "folder" and not is_folder_ok:
        raise os_error(m, errno.EISDIR, text, place)
    m.store(m.made_paths, full, "")
    m.store(m.made_contents, full, None)
    m.written_files.add(full)


def remove_folder(m: Imports, text: str, place: Place) -> None:
    """Remove a folder; raise what the system refuses."""
    full = absolute(m, text)
    kind = kind_at(m, full)
    if kind == "":
        raise os_error(m, errno.ENOENT, text, place)
    if kind == "file":
        raise os_error(m, errno.ENOTDIR, text, place)
    if entries_at(m, full):
        raise os_error(m, errno.ENOTEMPTY, text, place)
    m.store(m.made_paths, full, "")


def _require_parent(m: Imports, text: str, full: str, place: Place, *, is_made: bool = False) -> None:
    kind = kind_at(m, posixpath.dirname(full))
    if kind == "file":
        raise os_error(m, errno.ENOTDIR, text, place)
    if kind == "" and not is_made:
        raise os_error(m, errno.ENOENT, text, place)


def _missing_parents(m: Imports, full: str) -> Iterator[str]:
    for parent in _above(full):
        if kind_at(m, parent) == "folder":
            return
        yield parent

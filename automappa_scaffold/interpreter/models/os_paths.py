"""``os.path``, the working directory and listings of folders."""

import errno
import posixpath
from pathlib import PurePath
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.made_files import absolute, is_of_kind, kind_at, os_error
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.models.os_environ import read_variable, require_legal
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["NOT_TESTED", "OS_PATHS", "expand_user", "path_text", "require_path"]

OS_PATHS = Models({"os.name": "posix", "os.sep": "/", "os.path.sep": "/"})


def path_text(m: Imports, value: Value, place: Place) -> Value:
    """Return a path's text where the value is a path object, else the value.

    What the program's own ``__fspath__`` gives is asked; TypeError is raised where that is no text.
    """
    value = m.decide(value)
    if isinstance(value, PurePath):  # those of no system are constants
        return str(value)
    if not isinstance(value, Instance):
        return value
    if isinstance(value.payload, str):
        return m.decide(value.payload)
    if not isinstance(value.cls.lookup("__fspath__"), Function):
        return value
    text = m.decide(m.call(m.special_method(value, "__fspath__", place), (), {}, place))
    if is_no_text(text) and not isinstance(text, bytes):
        wanted = f"expected {value.cls.name}.__fspath__() to return str or bytes"
        raise m.refusal("TypeError", f"{wanted}, not {kind_name(text)}", place)
    return text


_NO_PATH = "expected str, bytes or os.PathLike object, not {}"
_NO_PART = "join() argument must be str, bytes, or os.PathLike object, not '{}'"


def require_path(m: Imports, value: Value, place: Place, refused: str = _NO_PATH) -> Value:
    """Return a path's text, or what is not known; raise TypeError for what certainly is no path."""
    text = path_text(m, value, place)
    if is_no_text(text) and not isinstance(text, bytes):
        raise m.refusal("TypeError", refused.format(kind_name(text)), place)
    return text


@OS_PATHS.function("os.fspath")
def _fspath(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("path"))
    text = require_path(m, given, place)
    is_text = text is given or (isinstance(given, Instance) and given.cls.has_content)
    return args[0] if args and is_text else text


def _path_function(name: str) -> None:
    function: Any = getattr(posixpath, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = [path_text(m, argument, place) for argument in args]
        for at, part in enumerate(given if not name.startswith("common") else ()):
            if is_no_text(part) and not isinstance(part, bytes):
                refused = _NO_PART if at else _NO_PATH
                raise m.refusal("TypeError", refused.format(kind_name(part)), place)
        plain = [m.to_python(part, place) for part in given]
        if name.startswith("common") and MISSING not in plain and not kwargs:
            return m.from_python(m.compute(lambda: function(*plain), place))
        if any(not isinstance(value, str) for value in plain):
            return m.unknown(f"os.path.{name} of something unknown", place, is_foreign=True)
        return m.from_python(m.compute(lambda: function(*plain), place))

    OS_PATHS[f"os.path.{name}"] = Native(name, run)


for _name in (
    "join",
    "dirname",
    "basename",
    "normpath",
    "split",
    "splitext",
    "isabs",
    "commonpath",
    "commonprefix",
):
    _path_function(_name)


@OS_PATHS.function("os.path.expanduser")
def _expanduser(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = require_path(m, args[0], place)
    if not isinstance(text, str):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    return expand_user(m, text, place)


def expand_user(m: Imports, text: str, place: Place) -> Value:
    """Return a path with its ``~`` replaced."""
    if text != "~" and not text.startswith("~/"):
        return text if not text.startswith("~") else m.unknown("the home of a user", place)
    home = m.decide(read_variable(m, "HOME", None, place))
    return f"{home.rstrip('/')}{text[1:]}" if isinstance(home, str) else m.unknown("the home", place)


@OS_PATHS.function("os.path.abspath", "os.path.realpath")
def _abspath(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = require_path(m, args[0], place)
    if not isinstance(text, str):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    return posixpath.normpath(posixpath.join(m.working_directory, text))


@OS_PATHS.function("os.path.relpath")
def _relpath(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = [path_text(m, argument, place) for argument in (*args, *kwargs.values())]
    if not given or not all(isinstance(text, str) for text in given):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    if not given[0]:
        raise m.raise_("ValueError", "no path specified", place)
    path, base = [posixpath.join(m.working_directory, text) for text in (*given, ".")[:2]]
    return posixpath.relpath(path, base)


@OS_PATHS.function("os.putenv")
def _putenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Set a variable for the system alone: ``os.environ`` does not show it."""
    name, value = [require_path(m, part, place) for part in args[:2]]
    require_legal(m, name, value, place)
    return None


@OS_PATHS.function("os.getcwd")
def _getcwd(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.working_directory


NOT_TESTED = "stat: path should be string, bytes, os.PathLike or integer, not {}"


@OS_PATHS.function("os.chdir")
def _chdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = path_text(m, args[0], place) if args else None
    folder = posixpath.normpath(posixpath.join(m.working_directory, text)) if isinstance(text, str) else ""
    if folder and kind_at(m, folder) in ("", "file"):
        number = errno.ENOTDIR if kind_at(m, folder) else errno.ENOENT
        raise os_error(m, number, str(text), place)
    # What an undecided branch does here cannot be taken back.
    if m.scopes or not folder or not m.tree.is_folder(folder) or "" in m.sys_path.items:
        m.disturb("the working directory is changed", place)
    else:
        m.working_directory = folder
    return None


@OS_PATHS.function("contextlib.chdir")
def _within(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("the working directory is changed", place)
    return m.unknown("contextlib.chdir() is not part of the project", place, is_foreign=True)


def _path_test(kinds: tuple[str, ...]) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.decide(args[0])
        if not isinstance(text, int):  # a number stands for an open file
            text = require_path(m, text, place, NOT_TESTED)
        if not isinstance(text, str):
            return m.unknown("a path that is not constant", place, is_foreign=True)
        path = absolute(m, text)
        return is_of_kind(m, path, kinds, f"the file {m.tree.relative(path)}", place)

    return run


for _name, _kinds in (("exists", ("file", "folder")), ("isfile", ("file",)), ("isdir", ("folder",))):
    OS_PATHS[f"os.path.{_name}"] = Native(_name, _path_test(_kinds))


@OS_PATHS.function("os.access")
def _access(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(OS_PATHS["os.path.exists"], args[:1], {}, place)

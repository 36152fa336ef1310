"""``pathlib.Path``: its payload is the path's text, and folders are the source tree's."""

import errno
import posixpath
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.interpreter.any_order import in_any_order
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.files import (
    is_missing_folder,
    no_such_file,
    open_file,
    read_data,
    read_text,
)
from automappa_scaffold.interpreter.models.made_files import (
    entries_at,
    is_of_kind,
    is_uncertain_below,
    kind_at,
    os_error,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.os_paths import expand_user, path_text
from automappa_scaffold.interpreter.models.path_matching import is_inside, match_paths
from automappa_scaffold.interpreter.models.pathlib_changes import PATH_CHANGES
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import MISSING, Ext, Namespace, Union, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["PATHS"]


def _text(m: Imports, value: Value, place: Place) -> str | None:
    text = path_text(m, value, place)
    if isinstance(text, bytes):
        text = "argument should be a str object or an os.PathLike object returning str, not <class 'bytes'>"
        raise m.refusal("TypeError", text, place)
    return text if isinstance(text, str) else None


def _refuse_parts(m: Imports, parts: Args, place: Place) -> None:
    for part in map(m.decide, parts):
        if is_no_text(part):
            text = f"expected str, bytes or os.PathLike object, not {kind_name(part)}"
            raise m.refusal("TypeError", text, place)


def _new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _refuse_parts(m, args[1:], place)
    parts = [_text(m, part, place) for part in args[1:]]
    if any(part is None for part in parts):
        return m.unknown("a path that is not constant", place)
    return _path(m, posixpath.join(*[part or "" for part in parts]) if parts else ".")


_PATH = native_class("Path", _new, module="pathlib", is_open=True)
_POSIX = native_class("PosixPath", module="pathlib", bases=(_PATH,), is_open=True)  # what all are made of
PATHS = Models({"pathlib.Path": _PATH, "pathlib.PurePath": _PATH, "pathlib.PosixPath": _POSIX})


def _path(m: Imports, text: str) -> Instance:
    if not text or "//" in text or "./" in text or text.endswith(("/", "/.")):
        text = str(PurePosixPath(text))
    return Instance(_POSIX, Namespace(m.birth), text)


def _absolute(m: Imports, text: str) -> str:
    return posixpath.normpath(posixpath.join(m.working_directory, text))


def _property(name: str, compute: Callable[[Imports, str], Value]) -> None:
    _PATH.ns[name] = Wrapper(
        "property", Native(name, lambda m, args, kwargs, place: compute(m, args[0].payload))
    )


def _method(*names: str) -> Callable[[Run], Run]:
    def register(run: Run) -> Run:
        for name in names:
            _PATH.ns[name] = Native(name, run, binds=True)
        return run

    return register


_property("parent", lambda m, text: _path(m, str(PurePosixPath(text).parent)))
_property("parents", lambda m, text: tuple(_path(m, str(path)) for path in PurePosixPath(text).parents))
_property("name", lambda m, text: PurePosixPath(text).name)
_property("stem", lambda m, text: PurePosixPath(text).stem)
_property("suffix", lambda m, text: PurePosixPath(text).suffix)
_property("parts", lambda m, text: PurePosixPath(text).parts)
_property("suffixes", lambda m, text: m.new_list(PurePosixPath(text).suffixes))
_property("anchor", lambda m, text: PurePosixPath(text).anchor)
_property("drive", lambda m, text: "")
_property("root", lambda m, text: PurePosixPath(text).root)


def _join(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _refuse_parts(m, args[1:], place)
    return _joined(m, args, place)


def _divide(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    part = m.decide(args[1]) if len(args) == 2 else ""
    if is_no_text(part):
        text = f"unsupported operand type(s) for /: 'PosixPath' and '{kind_name(part)}'"
        raise m.refusal("TypeError", text, place)
    return _joined(m, args, place)


def _divide_by(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what a path gives that stands behind ``/``."""
    part = m.decide(args[1])
    if is_no_text(part):
        text = f"unsupported operand type(s) for /: '{kind_name(part)}' and 'PosixPath'"
        raise m.refusal("TypeError", text, place)
    first = _text(m, part, place)
    if first is None:
        return m.unknown("a path that is not constant", place)
    return _path(m, posixpath.join(first, args[0].payload))


def _joined(m: Imports, args: Args, place: Place) -> Value:
    parts = [_text(m, part, place) for part in args[1:]]
    if any(part is None for part in parts):
        return m.unknown("a path that is not constant", place)
    return _path(m, posixpath.join(args[0].payload, *[part or "" for part in parts]))


_PATH.ns["joinpath"] = Native("joinpath", _join, binds=True)
_PATH.ns["__rtruediv__"] = Native("__rtruediv__", _divide_by, binds=True)
_PATH.ns["__truediv__"] = Native("__truediv__", _divide, binds=True)


def _home(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    home = expand_user(m, "~", place)
    return _path(m, home) if isinstance(home, str) else home


_PATH.ns["home"] = Native("home", _home)
_PATH.ns["cwd"] = Native("cwd", lambda m, args, kwargs, place: _path(m, m.working_directory))


@_method("expanduser")
def _expanduser(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = expand_user(m, args[0].payload, place)
    return _path(m, text) if isinstance(text, str) else text


@_method("resolve", "absolute")
def _resolve(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_strict = m.truth(args[1] if len(args) > 1 else kwargs.get("strict", False))
    if is_strict and kind_at(m, _absolute(m, args[0].payload)) == "":
        raise no_such_file(m, args[0].payload, place)
    return _path(m, _absolute(m, args[0].payload))


@_method("__repr__")
def _repr(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return f"PosixPath({args[0].payload!r})"


@_method("__str__", "as_posix", "__fspath__")
def _str(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].payload


def _purely(name: str) -> Run:
    """Return a method of which Python itself tells what it makes of the path's text."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = [_pure(m, argument, place) for argument in args[1:]]
        named = {key: _pure(m, value, place) for key, value in kwargs.items() if key != "walk_up"}
        if MISSING in given or MISSING in named.values() or len(named) < len(kwargs):
            return m.unknown("a path that is not constant", place)
        pure = PurePosixPath(args[0].payload)
        found = m.compute(lambda: getattr(pure, name)(*given, **named), place)
        return _path(m, str(found)) if isinstance(found, PurePosixPath) else found

    return run


def _pure(m: Imports, value: Value, place: Place) -> Any:
    given = m.decide(value)
    is_path = isinstance(given, Instance) and isinstance(given.payload, str)
    return PurePosixPath(given.payload) if is_path else m.to_python(given, place)


for _name in ("as_uri", "is_relative_to", "match", "relative_to", "with_name", "with_stem", "with_suffix"):
    _PATH.ns[_name] = Native(_name, _purely(_name), binds=True)


def _test(kinds: tuple[str, ...]) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        path = _absolute(m, args[0].payload)
        return is_of_kind(m, path, kinds, m.tree.relative(path).as_posix(), place)

    return run


for _name, _kinds in (("exists", ("file", "folder")), ("is_file", ("file",)), ("is_dir", ("folder",))):
    _PATH.ns[_name] = Native(_name, _test(_kinds), binds=True)
for _name, _run in PATH_CHANGES.items():
    _PATH.ns[_name] = Native(_name, _run, binds=True)


@_method("read_text")
def _read_text(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return read_text(m, args[0], args[1] if len(args) > 1 else kwargs.get("encoding"), place)


@_method("read_bytes")
def _read_bytes(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return read_data(m, args[0], place)


@_method("stat")
def _stat(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.external("os.stat"), (args[0].payload,), {}, place)


@_method("open")
def _open(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return open_file(m, args[0], args[1:], kwargs, place)


def _compared(name: str) -> Callable[..., Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        other = m.decide(args[1])
        if isinstance(other, (Unknown, Union, Ext)):
            return m.undecided(other, place)
        if not isinstance(other, Instance) or not other.cls.is_subclass(_PATH):
            return Ext("builtins.NotImplemented")
        # By the parts of the paths: a/b stands before a.b.
        one, another = PurePosixPath(args[0].payload), PurePosixPath(other.payload)
        return m.compute(lambda: getattr(one, name)(another), place)

    return run


for _name in ("__eq__", "__lt__", "__le__", "__gt__", "__ge__"):
    _method(_name)(_compared(_name))


@_method("is_absolute")
def _is_absolute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].payload.startswith("/")


@_method("iterdir")
def _iterdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = args[0].payload
    if is_missing_folder(m, _absolute(m, text)):
        raised = no_such_file(m, text, place)
        if m.python_numbers >= (3, 13):
            raise raised
        return Generator(lambda handle: _raise(raised), birth=m.birth)  # once elements are asked for
    if kind_at(m, _absolute(m, text)) == "file":
        raise os_error(m, errno.ENOTDIR, text, place)
    return _listing(m, text, "*", place)


def _raise(raised: PyRaise) -> Value:
    raise raised


def _globbed(prefix: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        pattern = _text(m, args[1], place)
        if pattern is None:
            return m.unknown("a pattern that is not constant", place)
        if not (prefix or pattern):
            raise m.raise_("ValueError", f"Unacceptable pattern: {pattern!r}", place)
        return _listing(m, args[0].payload, prefix + pattern, place)

    return run


_method("glob")(_globbed(""))
_method("rglob")(_globbed("**/"))


def _listing(m: Imports, text: str, pattern: str, place: Place) -> Value:
    if not is_inside(m, _absolute(m, text)) or entries_at(m, _absolute(m, text)) is None:
        return m.unknown(f"the content of {text}", place)
    if is_uncertain_below(m, _absolute(m, text)):
        return m.unknown(f"the content of {text}, which changes at import", place)
    found = match_paths(m, text, _absolute(m, text), pattern.rstrip("/").split("/"))
    if pattern.endswith("/") and m.python_numbers >= (3, 11):  # folders alone
        found = (path for path in found if entries_at(m, _absolute(m, path)) is not None)
    return m.new_shuffled([_path(m, path) for path in in_any_order(m, [*dict.fromkeys(found)])])

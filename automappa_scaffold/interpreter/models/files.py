"""Files of the project that are read at import: ``open`` and what it returns.

What is read is what the file holds here, and told; so is that a file is not here. A file that is written at
import, or that the system makes, is not known.
"""

import errno
import io
import posixpath
from types import NoneType

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.made_files import absolute, kind_at, make_file, os_error
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.os_paths import NOT_TESTED, path_text, require_path
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = [
    "FILE",
    "FILES",
    "is_missing_folder",
    "no_such_file",
    "of_open",
    "read_data",
    "read_text",
    "refuse_mode",
]

FILES = Models({f"errno.{name}": number for number, name in errno.errorcode.items()})

# What stands in these folders is another thing at each look.
_MADE_BY_THE_SYSTEM = ("/dev/", "/proc/", "/sys/", "/run/", "/var/run/", "/tmp/")

FILE = native_class("TextIOWrapper", module="io")
_STATE = native_class("stat_result", module="os")


def read_data(m: Imports, path: Value, place: Place) -> bytes | Unknown:
    """Return a file's bytes, told as an assumption; raise FileNotFoundError in the program."""
    text = m.decide(path)
    if not isinstance(text, int):  # a number stands for an open file
        text = require_path(m, text, place)
    if not isinstance(text, str):
        return m.undecided(text, place)
    full = posixpath.normpath(posixpath.join(m.working_directory, text))
    shown = m.tree.relative(full)
    if isinstance(written := m.made_contents.get(full), bytes) and kind_at(m, full) == "file":
        return written
    if full in m.written_files:
        return m.unknown(f"the content of {shown}, which is written at import", place)
    if full == posixpath.devnull:
        return b""
    if full == shown.as_posix() and full.startswith(_MADE_BY_THE_SYSTEM):
        return m.unknown(f"the content of {shown}, which is not a file of the project", place)
    data = m.tree.read(full)
    if data is not None:
        m.assumptions[f"{shown} holds what it holds here when the worker starts"] = None
        return data
    if kind_at(m, full) == "folder":
        raise os_error(m, errno.EISDIR, text, place)
    if m.tree.is_file(full):
        return m.unknown(f"the content of {shown}, which cannot be read", place)
    m.assumptions[f"{shown} is not there when the worker starts, as here"] = None
    raise no_such_file(m, text, place)


def no_such_file(m: Imports, text: str, place: Place) -> PyRaise:
    """Return the error of a file that is not there, to be raised."""
    return os_error(m, errno.ENOENT, text, place)


def is_missing_folder(m: Imports, full: str) -> bool:
    """Return whether a folder of the project is not there, which is told as an assumption."""
    if kind_at(m, full) != "":
        return False
    m.assumptions[f"{m.tree.relative(full)} is not there when the worker starts, as here"] = None
    return True


def read_text(m: Imports, path: Value, encoding: Value, place: Place) -> Value:
    """Return a file's text."""
    data = read_data(m, path, place)
    if isinstance(data, Unknown):
        return data
    name = m.decide(encoding)
    name = name if isinstance(name, str) else "utf-8"
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding=name).read()
    except (UnicodeError, LookupError):
        return m.unknown("the text of a file of another encoding", place)


def _write(m: Imports, path: Value, mode: str, place: Place) -> None:
    """Make a file at import, or write to it."""
    text = m.decide(path)
    if not isinstance(text, int):
        text = require_path(m, text, place)
    if isinstance(text, str):
        if "r" in mode and kind_at(m, absolute(m, text)) == "":
            raise no_such_file(m, text, place)
        make_file(m, text, place, exist_ok="x" not in mode)
    else:
        m.assumptions[f"{place}: the file that is written is none that the worker reads or imports"] = None


@FILES.function("builtins.open", "io.open", "codecs.open")
def _open(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return open_file(m, args[0] if args else kwargs.get("file"), args[1:], kwargs, place)


def refuse_mode(m: Imports, mode: str, place: Place) -> None:
    """Raise what ``open`` raises for a mode that is none."""
    text = ""
    if set(mode) - set("rwaxbt+") or len(set(mode)) != len(mode):
        text = f"invalid mode: {mode!r}"
    elif {"b", "t"} <= set(mode):
        text = "can't have text and binary mode at once"
    elif len(set(mode) & set("rwax")) != 1:
        text = "must have exactly one of create/read/write/append mode"
    if text:
        raise m.raise_("ValueError", text, place)


def open_file(m: Imports, path: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return an opened file."""
    mode = m.decide(args[0] if args else kwargs.get("mode", "r"))
    if not isinstance(mode, str):
        return m.undecided(mode, place)
    refuse_mode(m, mode, place)
    if set(mode) & set("wax+"):
        _write(m, path, mode, place)
        m.risky_calls += 1
        return m.unknown("a file that is written", place, is_foreign=True)
    content: Value
    if "b" in mode:
        content = read_data(m, path, place)
    else:
        content = read_text(m, path, kwargs.get("encoding", args[2] if len(args) > 2 else None), place)
    if isinstance(content, Unknown):
        m.risky_calls += 1
        return content
    names = m.namespace(content=content, at=0, name=path_text(m, path, place), closed=False)
    return Instance(FILE, names)


def _close(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, "closed", True)
    return None


def of_open(run: Run) -> Run:
    """Return a method of a file that wants it open, and its content known."""

    def checked(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if args[0].ns.get("closed") is True:
            dot = "." if args[0].cls is FILE else ""
            raise m.refusal("ValueError", f"I/O operation on closed file{dot}", place)
        for part in ("content", "at"):  # perhaps written or read in one branch alone
            if not is_constant(args[0].ns.get(part, 0)):
                return m.undecided(args[0].ns[part], place)
        return run(m, args, kwargs, place)

    return checked


def _size(m: Imports, args: Args, place: Place) -> Value:
    """Return how much is to be read: None, or a number."""
    size = m.decide(args[1]) if len(args) > 1 else None
    if is_none_of(size, int, NoneType) and lacks(size, "__index__"):
        text = f"argument should be integer or None, not '{kind_name(size)}'"
        raise m.refusal("TypeError", text, place)
    return size


def _rest(m: Imports, file: Instance) -> Value:
    rest = file.ns["content"][file.ns["at"] :]
    m.store(file.ns, "at", len(file.ns["content"]))
    return rest


def _lines(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> list[Value]:
    _size(m, args, place)
    rest = _rest(m, args[0])
    return list(io.StringIO(rest) if isinstance(rest, str) else io.BytesIO(rest))


def _read(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    size = _size(m, args, place)
    if not isinstance(size, int) or size < 0:
        return _rest(m, args[0])
    at = args[0].ns["at"]
    m.store(args[0].ns, "at", min(at + size, len(args[0].ns["content"])))
    return args[0].ns["content"][at : at + size]


def _readline(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    content, at = args[0].ns["content"], args[0].ns["at"]
    end = "\n" if isinstance(content, str) else b"\n"
    stop = content.find(end, at) + 1 or len(content)
    m.store(args[0].ns, "at", stop)
    return content[at:stop]


def _next(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    line = _readline(m, args, kwargs, place)
    if not line:
        raise m.raise_("StopIteration", "", place)
    return line


def _seek(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, "at", args[1] if len(args) > 1 and isinstance(args[1], int) else 0)
    return args[0].ns["at"]


for _name, _run in (
    ("read", _read),
    ("readline", _readline),
    ("readlines", lambda m, args, kwargs, place: m.new_list(_lines(m, args, kwargs, place))),
    ("__iter__", lambda m, args, kwargs, place: args[0]),
    ("__next__", _next),
    ("seek", _seek),
    ("__enter__", lambda m, args, kwargs, place: args[0]),
):
    FILE.ns[_name] = Native(_name, of_open(_run), binds=True)
FILE.ns["close"] = Native("close", _close, binds=True)
FILE.ns["__exit__"] = Native("__exit__", _close, binds=True)


@FILES.function("pkgutil.get_data")
def _get_data(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    folder = package_folder(m, args[0], place)
    name = m.decide(args[1])
    if not isinstance(folder, str) or not isinstance(name, str):
        return m.unknown("a file of a package that is not known", place)
    return read_data(m, f"{folder}/{name}", place)


def package_folder(m: Imports, package: Value, place: Place) -> Value:
    """Return the folder of a package of the project that is given as module or by name."""
    package = m.decide(package)
    if isinstance(package, str):
        package = m.import_module(package, (m.importing[-1] if m.importing else None, place, package))
    paths = m.find_attribute(package, "__path__", place)
    folders = [] if paths is MISSING or isinstance(paths, Unknown) else list(m.iterate(paths, place)[0])
    return folders[0] if len(folders) == 1 else m.unknown("the folder of a package", place)


@FILES.function("os.path.getsize")
def _getsize(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = require_path(m, args[0] if args else kwargs.get("filename"), place, NOT_TESTED)
    if isinstance(text, str) and kind_at(m, absolute(m, text)) == "folder":
        return m.unknown("the size of a folder", place, is_foreign=True)
    data = read_data(m, text, place)
    return len(data) if isinstance(data, bytes) else m.undecided(data, place)


@FILES.function("os.stat")
def _stat(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = path_text(m, args[0], place)
    if isinstance(text, str) and kind_at(m, absolute(m, text)) == "file":
        size = m.call(FILES["os.path.getsize"], (text,), {}, place)
        return Instance(_STATE, m.namespace(st_size=size))
    if isinstance(text, str) and m.truth(m.call(m.external("os.path.exists"), (text,), {}, place)) is False:
        raise no_such_file(m, text, place)
    return m.unknown("the state of a file", place, is_foreign=True)

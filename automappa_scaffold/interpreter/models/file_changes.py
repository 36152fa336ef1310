"""``os.mkdir``, ``os.remove`` and their like: files and folders that a program changes at import."""

import errno
import posixpath

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import refuse_mode
from automappa_scaffold.interpreter.models.made_files import (
    absolute,
    kind_at,
    make_file,
    make_folder,
    os_error,
    remove_file,
    remove_folder,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["FILE_CHANGES"]

FILE_CHANGES = Models()

_ARCHIVES = ("zip", "tar", "gztar", "bztar", "xztar")


def _text_of(m: Imports, args: Args, kwargs: Kwargs, name: str, place: Place) -> str | None:
    """Return the path that a function is given; what is not known may be any."""
    text = path_text(m, args[0] if args else kwargs.get(name), place)
    if isinstance(text, str) and text and not kwargs.keys() & {"**", "dir_fd"}:
        return text
    m.folders_made = True
    return None


@FILE_CHANGES.function("os.mkdir:check")
def _mkdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "path", place)
    if text is not None:
        make_folder(m, text, place, parents=False, exist_ok=False)


@FILE_CHANGES.function("os.makedirs:check")
def _makedirs(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "name", place)
    exist_ok: Value = args[2] if len(args) > 2 else kwargs.get("exist_ok", False)
    if text is not None:
        make_folder(m, text, place, parents=True, exist_ok=m.truth(exist_ok))


@FILE_CHANGES.function("os.remove:check", "os.unlink:check")
def _remove(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "path", place)
    if text is not None:
        remove_file(m, text, place)


@FILE_CHANGES.function("os.rename:check", "os.replace:check", "shutil.move:check")
def _rename(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text, target = _text_of(m, args, kwargs, "src", place), _text_of(m, args[1:], kwargs, "dst", place)
    kind = kind_at(m, absolute(m, text)) if text is not None else None
    if text is not None and kind == "":
        raise os_error(m, errno.ENOENT, text, place, target)
    if text is None or target is None or kind != "file" or kind_at(m, absolute(m, target)) == "folder":
        m.folders_made = True  # much may have moved, or into a folder
    if text is not None:
        remove_file(m, text, place, missing_ok=True, is_folder_ok=True)
    if target is not None:
        m.store(m.made_paths, absolute(m, target), m.unknown("what is moved here", place))
        m.written_files.add(absolute(m, target))


@FILE_CHANGES.function("shutil.rmtree:check")
def _rmtree(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "path", place)
    is_quiet = len(args) > 1 or kwargs.keys() & {"ignore_errors", "onerror", "onexc"}
    if text is None:
        return
    if not is_quiet:
        _require(m, text, place)
    m.store(m.made_paths, absolute(m, text), "")


@FILE_CHANGES.function("os.rmdir:check")
def _rmdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "path", place)
    if text is not None:
        remove_folder(m, text, place)


_MISSING = "os.path.getmtime os.path.getatime os.path.getctime os.lstat os.listxattr os.getxattr os.statvfs"
_MISSING += " shutil.disk_usage wave.open netrc.netrc tokenize.open os.pathconf os.readlink"


@FILE_CHANGES.function(*[f"{path}:check" for path in _MISSING.split()])
def _look(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = path_text(m, args[0], place) if args else None
    mode = m.decide(args[1] if len(args) > 1 else kwargs.get("mode", "r"))
    if isinstance(text, str) and not (isinstance(mode, str) and mode.startswith("w")):
        _require(m, text, place)


@FILE_CHANGES.function("os.path.samefile:check")
def _same(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    for argument in args:
        _look(m, (argument,), {}, place)


@FILE_CHANGES.function("os.open:check")
def _open_by_number(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    flags = m.decide(args[1] if len(args) > 1 else kwargs.get("flags"))
    if flags == 0 or (isinstance(flags, Ext) and flags.path == "os.O_RDONLY"):
        _look(m, args, {}, place)
        return
    text = _text_of(m, args, kwargs, "path", place)
    if text is not None:
        m.store(m.made_paths, absolute(m, text), m.unknown("whether a file is made here", place))
        m.written_files.add(absolute(m, text))


@FILE_CHANGES.function(
    "tempfile.TemporaryDirectory:check",
    "tempfile.mkdtemp:check",
    "tempfile.mkstemp:check",
)
def _make_temporary(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = path_text(m, kwargs.get("dir"), place)
    if isinstance(text, str):
        _require(m, text, place)


@FILE_CHANGES.function("tempfile.NamedTemporaryFile:check", "tempfile.TemporaryFile:check")
def _make_temporary_file(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    mode = m.decide(args[0] if args else kwargs.get("mode", "w+b"))
    if isinstance(mode, str):
        refuse_mode(m, mode, place)
    _make_temporary(m, args, kwargs, place)


@FILE_CHANGES.function("ssl.create_default_context:check", "logging.config.fileConfig:check")
def _read_at_once(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    given = kwargs.get("cafile", kwargs.get("fname", args[0] if len(args) == 1 else None))
    text = path_text(m, given, place)
    if isinstance(text, str):
        _require(m, text, place)


@FILE_CHANGES.function("os.chmod:check", "os.utime:check", "os.truncate:check")
def _change(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "path", place)
    if text is not None:
        _require(m, text, place)


@FILE_CHANGES.function("shutil.copy:check", "shutil.copy2:check", "shutil.copyfile:check")
def _copy(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text, target = _text_of(m, args, kwargs, "src", place), _text_of(m, args[1:], kwargs, "dst", place)
    if text is None:
        return
    _require(m, text, place)
    if target is not None and absolute(m, text) == absolute(m, target) and kind_at(m, absolute(m, text)):
        shown = f"{text!r} and {target!r} are the same file"
        raise PyRaise(m.call(m.external("shutil.SameFileError"), (shown,), {}, place), place)


@FILE_CHANGES.function("shutil.copytree:check")
def _copy_tree(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text, target = _text_of(m, args, kwargs, "src", place), _text_of(m, args[1:], kwargs, "dst", place)
    if text is not None:
        _require(m, text, place)
    is_strict = len(args) < 3 and "dirs_exist_ok" not in kwargs
    if target is not None and is_strict and kind_at(m, absolute(m, target)):
        raise os_error(m, errno.EEXIST, target, place)


@FILE_CHANGES.function("shutil.make_archive:check")
def _make_archive(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    kind = m.decide(args[1] if len(args) > 1 else kwargs.get("format"))
    if isinstance(kind, str) and kind not in _ARCHIVES:
        raise m.raise_("ValueError", f"unknown archive format {kind!r}", place)


# What ``gzip``, ``bz2`` and ``lzma`` know, and what ``gzip`` alone lets be.
_PACKED_MODES = frozenset(f"{way}{kind}" for way in "rwax" for kind in ("", "b", "t", "U", "tU", "bU"))


@FILE_CHANGES.function("bz2.open:check", "gzip.open:check", "lzma.open:check")
def _open_packed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    mode = m.decide(args[1] if len(args) > 1 else kwargs.get("mode", "r"))
    text = path_text(m, args[0], place) if args else None
    if isinstance(mode, str) and mode not in _PACKED_MODES:
        raise m.raise_("ValueError", f"invalid mode: {mode!r}", place)
    if isinstance(text, str) and isinstance(mode, str) and mode.startswith("r"):
        _require(m, text, place)


@FILE_CHANGES.function("shelve.open:check", "dbm.open:check")
def _open_database(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = m.decide(args[0] if args else kwargs.get("filename", kwargs.get("file")))
    if isinstance(text, str) and kind_at(m, absolute(m, posixpath.dirname(text) or ".")) == "":
        if m.catchers:  # which error it is, is up to the library that Python was built with
            m.disturb("the error of a database in a folder that is not there", place)
        raise os_error(m, errno.ENOENT, text, place)


@FILE_CHANGES.function("os.symlink:check", "os.link:check")
def _link(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    source, target = _text_of(m, args, kwargs, "src", place), _text_of(m, args[1:], kwargs, "dst", place)
    if source is None or target is None:
        return
    if kind_at(m, absolute(m, target)):
        raise os_error(m, errno.EEXIST, source, place, target)
    m.store(m.made_paths, absolute(m, target), m.unknown("what is linked here", place))


@FILE_CHANGES.function(
    "logging.FileHandler:check",
    "logging.handlers.RotatingFileHandler:check",
    "logging.handlers.WatchedFileHandler:check",
)
def _log_to(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "filename", place)
    if text is not None and len(args) < 4 and not kwargs.keys() & {"delay", "mode"}:
        make_file(m, absolute(m, text), place)  # the handler opens it in full


_ROLLOVERS = frozenset(("S", "M", "H", "D", "MIDNIGHT", *[f"W{day}" for day in range(7)]))


@FILE_CHANGES.function("logging.handlers.TimedRotatingFileHandler:check")
def _log_by_time(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    _log_to(m, args, {name: value for name, value in kwargs.items() if name != "when"}, place)
    interval = m.decide(args[2] if len(args) > 2 else kwargs.get("interval", 1))
    if isinstance(interval, str):
        raise m.refusal("TypeError", "unsupported operand type(s) for +: 'int' and 'str'", place)
    when = m.decide(args[1] if len(args) > 1 else kwargs.get("when", "h"))
    if not isinstance(when, str) or when.upper() in _ROLLOVERS:
        return
    text = f"Invalid rollover interval specified: {when.upper()}"
    if when.upper().startswith("W") and len(when) != 2:
        text = f"You must specify a day for weekly rollover from 0 to 6 (0 is Monday): {when.upper()}"
    elif when.upper().startswith("W"):
        text = f"Invalid day specified for weekly rollover: {when.upper()}"
    raise m.raise_("ValueError", text, place)


@FILE_CHANGES.function("sqlite3.connect:check")
def _connect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    text = _text_of(m, args, kwargs, "database", place)
    if text is None or text == ":memory:" or text.startswith("file:"):
        return
    is_folder = bool(text) and kind_at(m, absolute(m, text)) == "folder"
    if is_folder or kind_at(m, absolute(m, posixpath.dirname(text) or ".")) == "":
        error = m.call(m.external("sqlite3.OperationalError"), ("unable to open database file",), {}, place)
        raise PyRaise(error, place)


def _require(m: Imports, text: str, place: Place) -> None:
    """Raise what the system says of a path where nothing stands."""
    if kind_at(m, absolute(m, text)) == "":
        raise os_error(m, errno.ENOENT, text, place)

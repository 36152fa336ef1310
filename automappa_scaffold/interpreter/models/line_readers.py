"""Lines of files as ``fileinput`` and ``linecache`` give them."""

import io

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import FILE, of_open, read_text
from automappa_scaffold.interpreter.models.made_files import absolute, kind_at
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["LINE_READERS"]

LINE_READERS = Models()

# Which file a line comes from, and where in it, is not followed.
_INPUT = native_class("FileInput", module="fileinput", bases=(FILE,), is_open=True)
_PLAIN_OPTIONS = frozenset(("files", "encoding"))


@LINE_READERS.function("fileinput.input", "fileinput.FileInput")
def _input(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    files = m.decide(args[0] if args else kwargs.get("files"))
    if len(args) > 1 or kwargs.keys() - _PLAIN_OPTIONS or files is None:
        return m.unknown("the lines of files that the command line names", place)
    one = path_text(m, files, place)
    paths, unknown = ([one], None) if isinstance(one, str) else m.iterate(files, place)
    if unknown is not None or not paths:
        return m.unknown("the lines of files that are not known", place)
    names = m.namespace(paths=tuple(paths), encoding=kwargs.get("encoding"), at=0, closed=False)
    return Instance(_INPUT, names)


def _reading(run: Run) -> Run:
    """Return a method that opens the files once it is called."""

    def filled(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        names = args[0].ns
        if "content" not in names:
            texts = [read_text(m, path, names["encoding"], place) for path in names["paths"]]
            unknown = next((text for text in texts if isinstance(text, Unknown)), None)
            m.store(names, "content", unknown or "".join(map(str, texts)))
        return run(m, args, kwargs, place)

    return filled


for _name in ("__iter__", "__next__", "readline"):
    _INPUT.ns[_name] = Native(_name, _reading(FILE.ns[_name].run), binds=True)
_INPUT.ns["__enter__"] = Native("__enter__", of_open(lambda m, args, kwargs, place: args[0]), binds=True)


def _found_lines(m: Imports, path: Value, place: Place) -> list[str] | Unknown:
    text = m.decide(path_text(m, m.decide(path), place))
    if not isinstance(text, str):
        return m.unknown("the lines of a file that is not known", place)
    folders = [m.decide(folder) for folder in m.sys_path.items] if not text.startswith("/") else []
    names = [text, *(f"{folder}/{text}" for folder in folders if isinstance(folder, str))]
    name = next((name for name in names if kind_at(m, absolute(m, name)) == "file"), None)
    if name is None:
        m.assumptions[f"{text} is not there when the worker starts, as here"] = None
        return []
    content = read_text(m, name, None, place)
    if isinstance(content, Unknown):
        return content
    assert isinstance(content, str)
    return list(io.StringIO(content + ("" if content.endswith("\n") or not content else "\n")))


@LINE_READERS.function("linecache.getlines")
def _getlines(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines = _found_lines(m, args[0] if args else kwargs.get("filename"), place)
    return lines if isinstance(lines, Unknown) else m.new_list(lines)


@LINE_READERS.function("linecache.getline")
def _getline(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("filename", "lineno"), args, strict=False)) | kwargs
    lines, number = _found_lines(m, given.get("filename"), place), m.decide(given.get("lineno"))
    if isinstance(lines, Unknown) or not isinstance(number, int):
        return m.unknown("a line of a file that is not known", place)
    return lines[number - 1] if 1 <= number <= len(lines) else ""

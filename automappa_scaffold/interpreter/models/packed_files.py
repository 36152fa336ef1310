"""Files that ``gzip``, ``bz2`` and ``lzma`` open: of one that is not packed so, reading is refused."""

import importlib
import io
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import read_data
from automappa_scaffold.interpreter.models.made_files import absolute, kind_at
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["PACKED_FILES"]

PACKED_FILES = Models()

_CLASSES = {"gzip": "GzipFile", "bz2": "BZ2File", "lzma": "LZMAFile"}
_READING = ("read", "read1", "readline", "readlines", "readinto", "peek", "seek", "__iter__", "__next__")
_FIRST = 1_024


def _read(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    raise m.raised_by(args[0].payload, place)


def _enter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0]


def _close(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


_BROKEN = native_class("PackedFile", module="gzip", is_open=True)
for _name in _READING:
    _BROKEN.ns[_name] = Native(_name, _read, binds=True)
for _name, _run in (("__enter__", _enter), ("__exit__", _close), ("close", _close)):
    _BROKEN.ns[_name] = Native(_name, _run, binds=True)


def _refusal(module: str, data: bytes) -> Exception | None:
    """Return what reading the first bytes raises."""
    library: Any = importlib.import_module(module)
    try:
        with library.open(io.BytesIO(data)) as file:
            file.read(1)
    except Exception as error:  # of the module's own, or of the system's kind
        return error
    return None


def _opener(module: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.require_fit(f"{module}.open", "", args, kwargs, place)
        m.call(m.models[f"{module}.open:check"], args, kwargs, place)
        m.call_library(f"{module}.open", args, kwargs, place)
        mode = m.decide(args[1] if len(args) > 1 else kwargs.get("mode", "r"))
        path = path_text(m, args[0], place) if args else None
        if isinstance(mode, str) and mode.startswith("r") and isinstance(path, str):
            is_there = kind_at(m, absolute(m, path)) == "file"  # else what is written at import may be
            data = read_data(m, path, place) if is_there else None
            error = _refusal(module, data[:_FIRST]) if isinstance(data, bytes) and data else None
            if error is not None and not isinstance(error, EOFError):  # it may be cut off here alone
                return Instance(_BROKEN, m.namespace(), error)
        made: Unknown = m.unknown(f"{module}.open() is not part of the project", place, is_foreign=True)
        is_text = isinstance(mode, str) and "t" in mode
        return m.of_kind(made, "io.TextIOWrapper" if is_text else f"{module}.{_CLASSES[module]}")

    return run


for _module in _CLASSES:
    PACKED_FILES[f"{_module}.open:call"] = Native("open", _opener(_module))

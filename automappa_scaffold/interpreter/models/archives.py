"""``zipfile`` and ``tarfile``: archives of the project that are opened at import, and what is none."""

import importlib
import io
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import read_data
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["ARCHIVES"]

ARCHIVES = Models()

_LONGEST = 4_000_000
_ZIP_MODES, _TAR_MODES = ("r", "w", "x", "a"), ("r", "w", "x", "a", "r:", "r:gz", "r:bz2", "r:xz", "r:*")


def _content(m: Imports, value: Value, place: Place) -> bytes | None:
    """Return what an archive that is read holds, or None; raise what is refused where there is none."""
    given = m.decide(value)
    if isinstance(given, Instance) and given.cls.module == "io":
        content, at = m.decide(given.ns.get("content")), given.ns.get("at")
        return content if isinstance(content, bytes) and at == 0 else None
    text = path_text(m, given, place)
    if not isinstance(text, str):
        return None
    content = read_data(m, text, place)
    return None if isinstance(content, Unknown) else content


def _check(m: Imports, run: Callable[[Any], Any], content: bytes | None, place: Place) -> None:
    if content is not None and len(content) <= _LONGEST:
        m.compute(lambda: run(io.BytesIO(content)).close(), place)


@ARCHIVES.function("zipfile.ZipFile:check")
def _check_zip(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    mode = m.decide(args[1] if len(args) > 1 else kwargs.get("mode", "r"))
    if isinstance(mode, str) and mode not in _ZIP_MODES:
        raise m.raise_("ValueError", "ZipFile requires mode 'r', 'w', 'x', or 'a'", place)
    if mode == "r":
        content = _content(m, args[0] if args else kwargs.get("file", MISSING), place)
        _check(m, importlib.import_module("zipfile").ZipFile, content, place)


@ARCHIVES.function("tarfile.open:check", "tarfile.TarFile.open:check")
def _check_tar(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    mode = m.decide(args[1] if len(args) > 1 else kwargs.get("mode", "r"))
    given = kwargs.get("fileobj", args[0] if args else kwargs.get("name", MISSING))
    if mode not in _TAR_MODES or not mode.startswith("r"):
        return
    content = _content(m, given, place)
    if content is None or len(content) > _LONGEST:
        return
    tarfile = importlib.import_module("tarfile")
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode=mode):
            return
    except tarfile.TarError as error:  # its words may tell each format's own
        found = m.external(f"tarfile.{type(error).__name__}")
        raise PyRaise(m.call(found, (str(error),), {}, place), place) from None
    except Exception:  # another Python may take what is damaged
        m.disturb("whether this archive can be read is not known", place)

"""Methods of ``pathlib.Path`` that change files and folders."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.made_files import (
    absolute,
    kind_at,
    make_file,
    make_folder,
    remove_file,
    remove_folder,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Run
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["PATH_CHANGES"]

_OF_TEXT = frozenset(("data", "encoding", "errors"))


def _write(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("data"))
    encoding = m.decide(kwargs.get("encoding", args[2] if len(args) > 2 else None)) or "utf-8"
    content = given if isinstance(given, bytes) else None
    if (
        isinstance(given, str)
        and isinstance(encoding, str)
        and len(args) < 4
        and not kwargs.keys() - _OF_TEXT
    ):
        content = m.compute(lambda: given.encode(encoding), place)
    make_file(m, args[0].payload, place, content=content)
    m.risky_calls += 1
    return len(given) if content is not None else m.unknown("how much is written", place, is_foreign=True)


def _write_text(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("data"))
    if isinstance(given, bytes) or (is_no_text(given) and not isinstance(given, Instance)):
        raise m.refusal("TypeError", f"data must be str, not {kind_name(given)}", place)
    return _write(m, args, kwargs, place)


def _write_bytes(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("data"))
    if is_constant(given) and not isinstance(given, bytes):
        text = f"memoryview: a bytes-like object is required, not '{kind_name(given)}'"
        raise m.refusal("TypeError", text, place)
    return _write(m, args, kwargs, place)


def _touch(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    exist_ok = m.truth(args[2] if len(args) > 2 else kwargs.get("exist_ok", True))
    is_new = kind_at(m, absolute(m, args[0].payload)) == ""
    make_file(
        m,
        args[0].payload,
        place,
        exist_ok=exist_ok is not False,
        content=b"" if is_new else None,
        is_kept=True,
    )
    return None


def _unlink(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    remove_file(m, args[0].payload, place, missing_ok=m.truth(kwargs.get("missing_ok", False)))
    return None


def _rename(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.external("os.rename"), (args[0].payload, *args[1:]), kwargs, place)


def _mkdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrong = next((name for name in kwargs if name not in ("mode", "parents", "exist_ok", "**")), "")
    if wrong:
        text = f"Path.mkdir() got an unexpected keyword argument '{wrong}'"
        raise m.raise_("TypeError", text, place)
    given = {**dict(zip(("mode", "parents", "exist_ok"), args[1:], strict=False)), **kwargs}
    parents, exist_ok = (m.truth(given.get(name, False)) for name in ("parents", "exist_ok"))
    make_folder(m, args[0].payload, place, parents=parents is not False, exist_ok=exist_ok)
    return None


def _rmdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    remove_folder(m, args[0].payload, place)
    return None


def _chmod(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.external("os.chmod"), (args[0].payload, *args[1:]), kwargs, place)


PATH_CHANGES: Mapping[str, Run] = {
    "chmod": _chmod,
    "mkdir": _mkdir,
    "rename": _rename,
    "replace": _rename,
    "rmdir": _rmdir,
    "touch": _touch,
    "unlink": _unlink,
    "write_bytes": _write_bytes,
    "write_text": _write_text,
}

"""Files beside the code, as ``importlib.resources`` and ``gettext`` find them."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.made_files import absolute, kind_at
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["PACKAGE_DATA"]

PACKAGE_DATA = Models()


def _reader(name: str) -> Run:
    """Return a function that reads what stands beside a package's modules, by what newer ones are called."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.require_fit(f"importlib.resources.{name}", "", args, kwargs, place)
        if len(args) != 2 or kwargs.keys() - {"encoding"}:
            return m.unknown(f"importlib.resources.{name}() with options", place)
        folder = m.call(m.external("importlib.resources.files"), args[:1], {}, place)
        file = m.call(m.get_attribute(folder, "joinpath", place), args[1:], {}, place)
        return m.call(m.get_attribute(file, _METHODS[name][0], place), _METHODS[name][1:], kwargs, place)

    return run


_METHODS = {
    "read_text": ("read_text",),
    "read_binary": ("read_bytes",),
    "open_text": ("open", "r"),
    "open_binary": ("open", "rb"),
}
for _name in _METHODS:
    PACKAGE_DATA[f"importlib.resources.{_name}:call"] = Native(_name, _reader(_name))


def _file_in(m: Imports, args: Args, place: Place) -> Value:
    folder = m.call(m.external("importlib.resources.files"), args[:1], {}, place)
    return m.call(m.get_attribute(folder, "joinpath", place), args[1:], {}, place)


@PACKAGE_DATA.function("importlib.resources.contents")
def _contents(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("importlib.resources.contents", "", args, kwargs, place)
    folder = m.call(m.external("importlib.resources.files"), args[:1], kwargs, place)
    return m.call(m.external("os.listdir"), (folder,), {}, place)


@PACKAGE_DATA.function("importlib.resources.is_resource")
def _is_resource(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("importlib.resources.is_resource", "", args, kwargs, place)
    if len(args) != 2:
        return m.unknown("importlib.resources.is_resource() with options", place)
    return m.call(m.get_attribute(_file_in(m, args, place), "is_file", place), (), {}, place)


@PACKAGE_DATA.function("importlib.resources.path")
def _path(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("importlib.resources.path", "", args, kwargs, place)
    if len(args) != 2:
        return m.unknown("importlib.resources.path() with options", place)
    return m.call(m.external("contextlib.nullcontext"), (_file_in(m, args, place),), {}, place)


@PACKAGE_DATA.function("importlib.resources.as_file")
def _as_file(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("importlib.resources.as_file", "", args, kwargs, place)
    file = m.decide(args[0] if args else kwargs.get("path"))
    if not isinstance(path_text(m, file, place), str):
        return m.undecided(file, place)
    return m.call(m.external("contextlib.nullcontext"), (file,), {}, place)


@PACKAGE_DATA.function("gettext.translation:check")
def _translation(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Refuse a domain of which there is no translation in a folder that is not there."""
    fallback = args[4] if len(args) > 4 else kwargs.get("fallback", False)
    domain = m.decide(args[0] if args else kwargs.get("domain", MISSING))
    folder = path_text(m, args[1] if len(args) > 1 else kwargs.get("localedir"), place)
    if m.truth(fallback) is not False or not isinstance(domain, str):
        return
    if isinstance(folder, str) and kind_at(m, absolute(m, folder)) == "":
        text = f"[Errno 2] No translation file found for domain: {domain!r}"
        raise m.raise_("FileNotFoundError", text, place)
    if folder is None:
        m.disturb(f"whether the worker's machine has translations of {domain}", place)

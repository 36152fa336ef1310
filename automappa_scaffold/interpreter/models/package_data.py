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

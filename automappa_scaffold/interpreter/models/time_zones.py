"""``zoneinfo``: the databases of time zones, of the system and beside Celery."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.source.places import Place

__all__ = ["TIME_ZONES", "is_no_zone"]

TIME_ZONES = Models()

_OF_SYSTEM = "/usr/share/zoneinfo"


def is_no_zone(m: Imports, name: str) -> bool:
    """Return whether there are databases of zones, and none has a zone of this name."""
    beside_celery = (m.outside.locate("tzdata.zoneinfo") or ("", None))[1]
    folders = [folder for folder in (_OF_SYSTEM, beside_celery) if folder and m.tree.is_folder(folder)]
    return bool(folders) and not any(m.tree.is_file(f"{folder}/{name}") for folder in folders)


@TIME_ZONES.function("zoneinfo.ZoneInfo:check")
def _zone(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    name = m.decide(args[0] if args else kwargs.get("key"))
    if is_no_text(name):
        text = f"expected str, bytes or os.PathLike object, not {kind_name(name)}"
        raise m.refusal("TypeError", text, place)
    if isinstance(name, str) and (name.startswith("/") or ".." in name.split("/")):
        raise m.raise_(
            "ValueError", f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {name}", place
        )
    if isinstance(name, str) and name and name[0].isalpha() and is_no_zone(m, name):
        text = f"'No time zone found with key {name}'"
        error = m.call(m.external("zoneinfo.ZoneInfoNotFoundError"), (text,), {}, place)
        raise PyRaise(error, place)

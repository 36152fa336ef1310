"""Where the worker's Python lies, as ``sys`` and ``site`` tell it."""

from collections.abc import Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Assumed, Value
from automappa_scaffold.source.places import Place

__all__ = ["python_places"]


def python_places(outside: Sequence[str]) -> dict[str, Value]:
    """Return the places of an environment, by the names that hold them, given the folders of its packages."""
    folders = [folder for folder in outside if folder.endswith("/site-packages")]
    if not folders:
        return {}
    prefix = folders[0].partition("/lib/python")[0]
    note = f"the worker's Python is the one of {prefix}"

    def packages(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return m.new_list(m.decide(Assumed(tuple(folders), note)))

    return {
        "sys.prefix": Assumed(prefix, note),
        "sys.exec_prefix": Assumed(prefix, note),
        "sys.executable": Assumed(f"{prefix}/bin/python", note),
        "site.getsitepackages": Native("getsitepackages", packages),
    }

"""What a program does to the finders and hooks with which Python finds modules."""

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.values import Ext, ListValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["change_finders", "replace_finders", "takes_finders"]

_NOT_FOLLOWED = "import hooks are not followed"
_FINDERS = ("sys.meta_path", "sys.path_hooks", "sys.path_importer_cache")
_HOOKS = (*(f"{path}." for path in _FINDERS), "site.addsitedir")
# Folders that are listed anew have the same modules.
_LISTED_ANEW = ("sys.path_importer_cache.pop", "sys.path_importer_cache.clear")
# Without Python's own finders no later import succeeds, those of the worker among them.
_TAKING = tuple(
    f"{path}.{name}"
    for path in _FINDERS[:2]
    for name in ("clear", "pop", "remove", "__delitem__", "__setitem__", "__init__")
)


def change_finders(m: Core, function: str, place: Place) -> None:
    """Tell of a call, by its dotted path, that changes how modules are found."""
    if function.startswith(_HOOKS) and function not in _LISTED_ANEW:
        tell = m.unsettle if function in _TAKING else m.disturb
        tell(_NOT_FOLLOWED, place)


def takes_finders(m: Core, container: Value, place: Place) -> None:
    """Tell of elements that are set or deleted among the finders."""
    if isinstance(container, Ext) and container.path in _FINDERS:
        m.unsettle(_NOT_FOLLOWED, place)


def replace_finders(m: Core, path: str, new: Value, place: Place | None) -> bool:
    """Tell of a dotted path that is set, and return whether nothing is to be told of it any more."""
    if path == "sys.path" and type(new) is ListValue:
        if not m.logs:
            m.sys_path = m.models["sys.path"] = new
            return True
        m.store(m.sys_path.slots, "items", new.items)
        m.store(m.sys_path.slots, "unknown", new.unknown)
        return True
    if path == "builtins.__import__":
        tell = m.unsettle if is_constant(new) else m.disturb
        tell(_NOT_FOLLOWED, place)
    elif path in (*_FINDERS, "sys.modules", "sys.path"):
        m.unsettle(_NOT_FOLLOWED, place)
    return False

"""What ``from module import *`` brings, of a module that an abstract start has run."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import ListValue

__all__ = ["brings"]


def brings(m: Interpreter, module: str, name: str) -> bool | None:
    """Return whether ``from module import *`` brings a name; None where that is not known."""
    found = m.modules.get(module)
    if found is None or found.state != "done" or found.is_open or not found.path:
        return None
    listed = found.ns.get("__all__")
    if listed is None:
        return name in found.ns and not name.startswith("_")
    known = listed.items if isinstance(listed, ListValue) and listed.unknown is None else listed
    if not isinstance(known, tuple) or not all(isinstance(text, str) for text in known):
        return None
    return name in known

"""Modules below packages outside the project, which are no attributes before something imported them."""

import sys

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.standard_submodules import may_load_submodule, waits_for_import
from automappa_scaffold.source.places import Place

__all__ = ["require_loaded"]


def require_loaded(m: Core, module: str, name: str, place: Place | None) -> None:
    """Raise for a module of a known library that nothing, or perhaps only other code, imported before."""
    top, path = module.partition(".")[0], f"{module}.{name}"
    if top in sys.stdlib_module_names:
        if (
            place is None
            or not waits_for_import(path, m.external_modules, m.python_numbers)
            or _imports_unseen(m)
        ):
            return
        is_certain = not may_load_submodule(path, m.external_modules)
    else:
        loaded = m.models.get(f"{top}:loaded")
        if loaded is None or path in loaded or path not in m.models[f"{top}:files"]:
            return
        is_certain = False
    if place is None or any(f"{known}.".startswith(f"{path}.") for known in m.external_modules):
        return
    raised = m.raise_("AttributeError", f"module '{module}' has no attribute '{name}'", place)
    raised.is_soft = not is_certain
    raise raised


def _imports_unseen(m: Core) -> bool:
    """Return whether the program imported a module of which it is not told what it imports."""
    for name in m.external_modules:
        top = name.partition(".")[0]
        is_told = top in sys.stdlib_module_names or (name == top and top in m.preloaded)
        if not is_told and name not in m.models.get(f"{top}:loaded", ()):
            return True
    return False

"""Imports that name no module because they are misspelt, and whose failure a handler hides."""

import re
from dataclasses import dataclass

from automappa_scaffold.registry.observed import Swallowed
from automappa_scaffold.registry.values import UnreachedModule
from automappa_scaffold.rules._renaming import one_close
from automappa_scaffold.rules._rule import ProjectView

__all__ = ["MisspeltImport", "is_hidden", "misspelt_imports"]

_NO_MODULE = re.compile(r"No module named '([^']+)'")


@dataclass(frozen=True, slots=True)
class MisspeltImport:
    """A swallowed import: the name that it looks for, the one that was meant, what it leaves out."""

    hidden: Swallowed
    wrong: str
    right: str
    modules: tuple[UnreachedModule, ...]


def misspelt_imports(view: ProjectView) -> tuple[MisspeltImport, ...]:
    """Return the swallowed imports of which a module with tasks was perhaps meant."""
    if "misspelt_imports" not in view.memo:
        view.memo["misspelt_imports"] = tuple(_find(view))
    found: tuple[MisspeltImport, ...] = view.memo["misspelt_imports"]
    return found


def _find(view: ProjectView) -> list[MisspeltImport]:
    found: list[MisspeltImport] = []
    if not view.knows_imports or not view.prediction.unreached:
        return found
    names = view.unreached_above - set(view.prediction.modules)
    for hidden in view.prediction.observed.swallowed:
        missing = _NO_MODULE.search(hidden.error)
        right = one_close(missing.group(1), names, 0.8) if missing else None
        if missing and right:
            below = [m for m in view.prediction.unreached if f"{m.name}.".startswith(f"{right}.")]
            found.append(MisspeltImport(hidden, missing.group(1), right, tuple(below)))
    return found


def is_hidden(view: ProjectView, module: UnreachedModule) -> bool:
    """Return whether a misspelt import, whose failure is hidden, is why a module is not reached."""
    return any(module in misspelt.modules for misspelt in misspelt_imports(view))

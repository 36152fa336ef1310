"""Which distribution to install for a module that is missing."""

import re
from collections.abc import Collection

from automappa_scaffold.project.distributions import OTHER_NAMES
from automappa_scaffold.worker.failure import ProjectFiles

__all__ = ["distribution_of", "meant_module"]


def distribution_of(module: str, declared: Collection[str], files: ProjectFiles) -> str:
    """Return the distribution that has a module; empty where the module would be the project's own.

    Args:
        module: the dotted name.
        declared: the distributions that the project declares, normalised.
    """
    top = module.partition(".")[0]
    if files.has_module(top) or not top.isidentifier():
        return ""
    known = OTHER_NAMES.get(module) or OTHER_NAMES.get(top)
    if known:
        return known
    normalised = top.lower()
    near = [name for name in declared if name in (f"python_{normalised}", f"py{normalised}")]
    return re.sub("_", "-", next((name for name in declared if name == normalised), (near or [top])[0]))


def meant_module(module: str, declared: Collection[str]) -> str:
    """Return the declared module, or the one of Python's own, that a missing one may be a misspelling of.

    To install what a misspelt name happens to belong to would be no mending.
    """
    import difflib
    import sys

    top = module.partition(".")[0]
    known = {*declared, *sys.stdlib_module_names} - {top.lower()}
    if top in OTHER_NAMES:
        return ""
    return next(iter(difflib.get_close_matches(top, sorted(known), n=1, cutoff=0.85)), "")

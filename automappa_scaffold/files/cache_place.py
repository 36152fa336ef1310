"""Where a project's cache is."""

import os
from collections.abc import Mapping

from automappa_scaffold.files.sealed import SealedFolder
from automappa_scaffold.files.tool import fingerprint_tool

__all__ = ["CACHE_VARIABLE", "DEFAULT_CACHE", "DERIVED", "cache_of", "derived_name"]

DEFAULT_CACHE = ".automappa_scaffold_cache"
CACHE_VARIABLE = "AUTOMAPPA_SCAFFOLD_CACHE_DIR"
DERIVED = "files-"


def derived_name() -> str:
    """Return the name under which this very tool keeps what it computed from files."""
    return f"{DERIVED}{fingerprint_tool()}"


def cache_of(root: str, cache_dir: str, environ: Mapping[str, str]) -> SealedFolder | None:
    """Return a project's cache folder; None where the project names a place that is not its own.

    Args:
        root: the project's folder, absolute.
        cache_dir: the setting. Only from the user's own environment it may lead out of the project.
    """
    path = os.path.normpath(os.path.join(root, cache_dir))
    if cache_dir != environ.get(CACHE_VARIABLE):
        real_root = os.path.realpath(root)
        real = os.path.realpath(path)
        if real != os.path.join(real_root, os.path.relpath(path, root)) or real == real_root:
            return None
        if not real.startswith(real_root.rstrip("/") + "/"):
            return None
    return SealedFolder(path)

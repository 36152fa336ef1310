"""Which names modules of the standard library have, in the versions of Python that are supported.

``standard_names.json`` tells it; ``scripts/record_standard_names.py`` writes that file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["lacks_standard_name"]


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return told


@cache
def _names(path: str) -> frozenset[str]:
    return frozenset(_told()["names"].get(path, "").split())


def lacks_standard_name(path: str, name: str, python: tuple[int, ...]) -> bool:
    """Return whether a module or class of the standard library has no such name, in any version up to one."""
    names = _names(path)
    if not names or name in names or name.startswith("__"):
        return False
    return python <= tuple(_told()["newest"])

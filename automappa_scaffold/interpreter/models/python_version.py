"""What a program can ask about the version of the Python that the worker runs."""

import sys

from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.special_values import VersionInfo, VersionNumber
from automappa_scaffold.interpreter.values import Assumed, Namespace, Value

__all__ = ["python_versions"]


def python_versions(version: str) -> dict[str, Value]:
    """Return the models for a version: ``3.12.1``, ``3.12`` where no more is known, or empty for ours."""
    version = version or ".".join(map(str, sys.version_info[:3]))
    note = f"the worker runs Python {version}"
    numbers = [int(part) for part in version.split(".") if part.isdigit()]
    if len(numbers) != 3:  # the third number is not known, and some code asks for it
        micro = VersionNumber("the exact version of the worker's Python is not known", None, Namespace(0))
        return {"sys.version_info": Assumed(VersionInfo((*numbers[:2], micro, "final", 0)), note)}
    text = Assumed(version, note)
    parts = tuple(Assumed(part, note) for part in version.split("."))
    return {
        "sys.version_info": Assumed(VersionInfo((*numbers, "final", 0)), note),
        "sys.hexversion": Assumed(_packed(*numbers), note),
        "platform.python_version": Native("python_version", lambda m, args, kwargs, place: text),
        "platform.python_version_tuple": Native("python_version_tuple", lambda m, args, kwargs, place: parts),
    }


def _packed(major: int, minor: int, micro: int) -> int:
    """Return a final release as ``sys.hexversion`` writes it: a byte for each number, then 0xF0."""
    return major << 24 | minor << 16 | micro << 8 | 0xF0

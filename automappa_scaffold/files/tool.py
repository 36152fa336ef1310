"""Which tool this is: what a cache holds is believed by the very tool alone that wrote it."""

import os
import sys

from automappa_scaffold import __version__
from automappa_scaffold.files.digests import digest_of

__all__ = ["fingerprint_tool"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def fingerprint_tool() -> str:
    """Return a text that is another one for another version, a changed source file, another Python.

    A version number alone would do for a released tool, and mislead whoever is changing it.
    """
    parts = [__version__, sys.version, sys.prefix, sys.platform]
    stack = [_PACKAGE]
    while stack:
        try:
            with os.scandir(stack.pop()) as found:
                for entry in found:
                    if entry.name.endswith(".py"):
                        status = entry.stat()
                        parts.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
                    elif entry.is_dir() and entry.name != "__pycache__":
                        stack.append(entry.path)
        except OSError:
            continue
    # What else is installed beside the tool: a change of it changes the folder.
    for folder in (folder for folder in sys.path if folder.endswith("site-packages")):
        try:
            parts.append(f"{folder} {os.stat(folder).st_mtime_ns}")
        except OSError:
            parts.append(folder)
    return digest_of("\n".join(sorted(parts)).encode("utf-8", "surrogateescape"))

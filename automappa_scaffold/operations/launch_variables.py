"""The variables in files that hold launch commands, filled in as compose and the shell do it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from automappa_scaffold.worker.env_file import read_env_file

__all__ = ["fill_variables", "interpolate", "known_variables"]

# `${NAME}`, `${NAME:-default}` and the like, and `$NAME`; compose writes a dollar sign as two.
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>[A-Za-z_]\w*)(?P<rest>[^}]*)\}|(?P<plain>[A-Za-z_]\w*))|\$\$")
_OF_THE_SHELL = frozenset({"PWD", "OLDPWD", "HOME", "PATH", "PYTHONPATH", "USER", "SHELL", "BASH_SOURCE"})
# What can stand in YAML and in a command without quotes.
_PLAIN = re.compile(r"[\w./,:@+-]*")


def known_variables(root: Path, path: PurePosixPath) -> Mapping[str, str]:
    """Return the variables that a file may refer to; compose files and Procfiles have a ``.env`` too."""
    beside = root / path.parent / ".env"
    reads_env_file = path.suffix in (".yml", ".yaml") or path.name.lower().startswith("procfile")
    if not reads_env_file or not beside.is_file():
        return os.environ
    return {**read_env_file(beside), **os.environ}


def fill_variables(root: Path, path: PurePosixPath, text: str) -> str:
    """Return the text of a file with the variables of its commands filled in, as far as they are known.

    In a compose file they are the caller's. In what a shell reads those are too that the text itself does not
    set; in other files only those with a default.
    """
    if "$" not in text:
        return text
    is_yaml = path.suffix in (".yml", ".yaml")
    is_shell = path.suffix in (".sh", ".bash") or path.name.lower().startswith("procfile") or text[:2] == "#!"
    known = known_variables(root, path)

    def fill(found: re.Match[str]) -> str:
        name, rest = found["braced"] or found["plain"] or "", found["rest"] or ""
        is_set_here = re.search(rf"\b{name}=", text) is not None
        is_filled = is_yaml or rest.startswith((":-", "-")) or (is_shell and name not in _OF_THE_SHELL)
        if not name or not is_filled or (is_set_here and not is_yaml):
            return found[0]
        value = interpolate(found[0], known)
        return value if value is not None and _PLAIN.fullmatch(value) else found[0]

    return _VARIABLE.sub(fill, text)


def interpolate(text: str, known: Mapping[str, str]) -> str | None:
    """Return a text with its variables filled in, as compose does it; None where one is not known."""
    is_known = True

    def fill(found: re.Match[str]) -> str:
        nonlocal is_known
        if found[0] == "$$":
            return "$"
        value = known.get(found["braced"] or found["plain"])
        rest = found["rest"] or ""
        if rest.startswith(":") and not value:
            value = None
        if value is None and rest.startswith((":-", "-")):
            return rest.removeprefix(":").removeprefix("-")
        is_known = is_known and value is not None
        return value or ""

    filled = _VARIABLE.sub(fill, text)
    return filled if is_known else None

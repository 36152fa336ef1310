"""Reads the parts of mutants."""

from functools import cache
from pathlib import Path

__all__ = ["read_parts"]


@cache
def read_parts(kind: str) -> tuple[str, ...]:
    """Return the parts of the section whose title begins so, with braces to be filled in."""
    text = Path(__file__).with_name("mutant_parts.txt").read_text(encoding="utf-8")
    (section,) = [part for part in text.split("\n# ") if part.startswith(kind)]
    lines = section.partition("\n")[2].splitlines()
    return tuple(_plain(line) for line in lines if line)


def _plain(line: str) -> str:
    return "\n".join(part.replace("\\\\", "\\") for part in line.replace("\\\\n", "\0").split("\\n")).replace(
        "\0", "\\n"
    )

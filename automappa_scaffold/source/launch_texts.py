"""Launch commands in READMEs: in blocks between fences, in lines of their own, in code within a line."""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell

__all__ = ["is_readme", "launches_in_readme"]

_LARGEST = 256 * 1024
_FENCE = re.compile(r"^\s*(```|~~~)")
_PROMPT = re.compile(r"^\s*(?:\([\w.-]+\)\s*)?(?:[$>%#]\s+)?")
_CODE = re.compile(r"`+([^`]*\bcelery\b[^`]*)`+")


def is_readme(name: str) -> bool:
    """Return whether a file of this name is a README."""
    return re.fullmatch(r"readme(\.(md|rst|txt|markdown))?", name.lower()) is not None


def launches_in_readme(
    path: PurePosixPath, text: str, exists: Callable[[PurePosixPath], bool]
) -> Iterator[LaunchCommand]:
    """Yield the commands of a README that start a worker, as one would type them in the README's folder."""
    if len(text) > _LARGEST:
        return
    for first_line, shell in _shell_texts(text):
        yield from launches_in_shell(path, shell, (path.parent,), exists, first_line=first_line)


def _shell_texts(text: str) -> Iterator[tuple[int, str]]:
    block: list[str] | None = None
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if _FENCE.match(line):
            if block is not None:
                yield start, "\n".join(block)
            block, start = ([], number + 1) if block is None else (None, 0)
        elif block is not None:
            block.append(_PROMPT.sub("", line))
        elif "celery" in line:
            codes = _CODE.findall(line)
            yield from ((number, code) for code in codes or [_PROMPT.sub("", line)])

"""``check`` as hooks and editors call it, with a few flags at most.

Such a command line is read here, as typer would read it: importing typer takes a quarter of the time in which
a small project is checked. Whatever is not known here, wrong words and ``--help`` among them, is for typer.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeVar

from automappa_scaffold.reporting.formats import FindingsFormat
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["run_plain_check"]

E = TypeVar("E", bound=Enum)

_FLAGS = {
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
    "--no-cache": "no_cache",
    "--strict": "strict",
    "--exit-zero": "exit_zero",
}
_CHOICES: dict[str, type[Enum]] = {"--format": FindingsFormat, "--color": ColorChoice}


def run_plain_check(arguments: Sequence[str]) -> int | None:
    """Run ``check`` and return its exit code; None, and nothing done, if typer is to read the words."""
    given = _read_words(arguments[1:]) if arguments and arguments[0] == "check" else None
    if given is None:
        return None
    from automappa_scaffold.cli.check_run import CheckOptions, run_check
    from automappa_scaffold.cli.output import open_output

    options = CheckOptions(
        is_strict=given.get("strict", False),
        is_exit_zero=given.get("exit_zero", False),
        output_format=given.get("--format"),
    )
    output = open_output(
        given.get("--color", ColorChoice.AUTO),
        is_quiet=given.get("quiet", False),
        is_verbose=given.get("verbose", False),
    )
    use_cache = not given.get("no_cache", False)
    return run_check(arguments, options, output, project=None, flags={}, use_cache=use_cache, is_command=True)


def _read_words(words: Sequence[str]) -> dict[str, Any] | None:
    """Return what the words say, by the option's name; None if one of them is not known."""
    found: dict[str, Any] = {}
    rest = list(words)
    while rest:
        word, is_joined, value = rest.pop(0).partition("=")
        if word in _FLAGS and not is_joined:
            found[_FLAGS[word]] = True
        elif word in _CHOICES and (is_joined or rest):
            choice = _choice(_CHOICES[word], value if is_joined else rest.pop(0))
            if choice is None:
                return None
            found[word] = choice
        else:
            return None
    return found


def _choice(choices: type[E], value: str) -> E | None:
    return next((choice for choice in choices if choice.value == value), None)

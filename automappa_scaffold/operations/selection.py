"""Which findings the settings want: by rule, and by rule in some files."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import PurePosixPath

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.project.settings import Settings
from automappa_scaffold.rules import load_catalogue

__all__ = ["is_selected", "resolve_selection"]


def resolve_selection(settings: Settings) -> Settings:
    """Return the settings with the names of rules in them replaced by codes.

    Raises:
        ConfigError: what is given is neither a rule's name nor the start of a rule's code.
    """
    codes = {rule.name: rule.code for rule in load_catalogue()}

    def resolved(name: str, given: Sequence[str]) -> tuple[str, ...]:
        return tuple(_code(text, codes, settings.origins.get(name, ""), name) for text in given)

    return replace(
        settings,
        select=resolved("select", settings.select),
        extend_select=resolved("extend_select", settings.extend_select),
        ignore=resolved("ignore", settings.ignore),
        per_file_ignores=tuple(
            (pattern, resolved("per_file_ignores", given)) for pattern, given in settings.per_file_ignores
        ),
    )


def is_selected(settings: Settings, code: str, path: PurePosixPath | None = None) -> bool:
    """Return whether the settings want a rule's findings, in a file where one is given.

    Where a rule is both selected and ignored, the longer code decides: ``AMS201`` over ``AMS2``.
    """
    for pattern, codes in settings.per_file_ignores if path is not None else ():
        if code.startswith(codes) and fnmatch(str(path), pattern):
            return False
    wanted = _longest(code, (*settings.select, *settings.extend_select))
    if settings.select and not wanted:
        return False
    unwanted = _longest(code, settings.ignore)
    return not unwanted or wanted > unwanted


def _longest(code: str, given: Sequence[str]) -> int:
    return max((len(start) for start in given if code.startswith(start)), default=0)


def _code(text: str, codes: Mapping[str, str], where: str, name: str) -> str:
    key, upper = name.replace("_", "-"), text.upper()
    if upper == "ALL":
        return "AMS"
    if upper and any(code.startswith(upper) for code in codes.values()):
        return upper
    if text.lower() in codes:
        return codes[text.lower()]
    known = [*codes.values(), *codes]
    close = difflib.get_close_matches(upper, known, n=1) or difflib.get_close_matches(
        text.lower(), known, n=1
    )
    raise ConfigError(
        f"{f'{where}: ' if where else ''}{key} names {text!r}, and no rule is called so.",
        hint=f"Did you mean {close[0]}?" if close else "automappa-scaffold rules lists them.",
    )

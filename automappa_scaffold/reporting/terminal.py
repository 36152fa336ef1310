"""What a stream can show: colours, width, and text that cannot harm the terminal."""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TextIO

__all__ = ["PLAIN", "ColorChoice", "Terminal", "columns_of", "detect_terminal", "printable"]

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_DEFAULT_WIDTH = 120

# Every character of these categories is escaped: controls, format characters (bidirectional overrides among
# them), surrogates, and the two line separators of Unicode.
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class ColorChoice(str, Enum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a stream can show.

    Attributes:
        is_terminal: a person looks at it.
        has_color: ANSI colours are wanted.
        width: columns.
    """

    is_terminal: bool = False
    has_color: bool = False
    width: int = _DEFAULT_WIDTH

    def paint(self, text: str, *styles: str) -> str:
        """Return the text in these styles (``bold``, ``dim``, a colour), where colours are wanted."""
        if not self.has_color or not text:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


PLAIN = Terminal()


def detect_terminal(stream: TextIO, environ: Mapping[str, str], color: ColorChoice) -> Terminal:
    """Return what the stream can show; ``NO_COLOR`` yields to ``FORCE_COLOR``, and both to ``color``."""
    is_terminal = stream.isatty()
    has_color = is_terminal and environ.get("TERM") != "dumb" and "CI" not in environ
    if environ.get("NO_COLOR"):
        has_color = False
    if environ.get("FORCE_COLOR"):
        has_color = environ["FORCE_COLOR"] != "0"
    if color is not ColorChoice.AUTO:
        has_color = color is ColorChoice.ALWAYS
    return Terminal(is_terminal, has_color, _width(stream, environ, is_terminal))


def printable(text: str, *, keep: str = "") -> str:
    """Return the text with control characters as visible escapes, those in ``keep`` excepted."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or _is_harmless(c) else _escaped(c) for c in text)


def columns_of(text: str) -> int:
    """Return how many columns a terminal gives to a text once it is printable.

    Wide and full-width characters take two, marks that combine with the one before take none.
    Source: Unicode Standard Annex 11, East Asian Width
    """
    shown = printable(text)
    return len(shown) if shown.isascii() else sum(map(_columns_of_one, shown))


def _columns_of_one(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character) not in _ESCAPED_CATEGORIES


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _width(stream: TextIO, environ: Mapping[str, str], is_terminal: bool) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    if not is_terminal or "CI" in environ:
        return _DEFAULT_WIDTH
    try:
        return os.get_terminal_size(stream.fileno()).columns or _DEFAULT_WIDTH
    except (OSError, ValueError):
        return _DEFAULT_WIDTH

"""Comments that tell formatters to leave lines as they are."""

import re
import tokenize

from automappa_scaffold.editing.source_text import SourceText

__all__ = ["is_left_by_formatters"]

_SKIP = re.compile(r"#\s*fmt:\s*skip\b")
_OFF, _ON = (
    re.compile(rf"#\s*(?:fmt:\s*{fmt}|yapf:\s*{yapf})\b")
    for fmt, yapf in (("off", "disable"), ("on", "enable"))
)


def is_left_by_formatters(source: SourceText, offset: int) -> bool:
    """Return whether the statement that holds an offset is one that formatters are told to leave alone."""
    is_off = False
    for token in source.tokens:
        if token.start > offset and token.type == tokenize.NEWLINE:
            break
        if token.type != tokenize.COMMENT:
            continue
        if token.start > offset and _SKIP.search(token.text):
            return True
        if token.start < offset and source.is_first_on_line(token.start):
            is_off = bool(_OFF.match(token.text)) or (is_off and not _ON.match(token.text))
    return is_off

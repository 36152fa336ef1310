"""A source file's lines as Python counts them."""

import io
import re
import tokenize

__all__ = ["decoded_lines"]

_BREAK = re.compile(r"\r\n?|\n")


def decoded_lines(source: bytes) -> list[str]:
    """Return the lines as text, without their ends; what cannot be decoded is replaced.

    Unlike ``str.splitlines`` this does not count form feeds and the like as line breaks.
    """
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(source).readline)[0]
        text = source.decode(encoding, "replace")
    except (SyntaxError, LookupError, UnicodeError):
        text = source.decode("utf-8", "replace")
    return _BREAK.split(text.removeprefix("\ufeff"))

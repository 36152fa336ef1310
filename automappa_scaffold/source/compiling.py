"""What Python's compiler refuses of a file that its parser takes."""

import ast
import re
import sys

from automappa_scaffold.source.parsing import OlderModule, SourceSyntaxError, WithoutWarnings
from automappa_scaffold.source.repeated_keywords import may_repeat_keyword
from automappa_scaffold.source.suspect_statements import may_hold_refused

__all__ = ["may_be_refused", "raise_refusal"]

_NEVER_ALONE = re.compile(rb"\b(?:await|async|nonlocal|global)\b|^[ \t\f]*case\b", re.MULTILINE)
_LAMBDA = re.compile(rb"\blambda\b([^:]*,[^:]*):")
_NAME = re.compile(rb"[\w\x80-\xff]+")
# A star where only some expressions may have one: after these, and in the targets of a comprehension.
_STARRED = re.compile(
    rb"\{[\s\\]*\*(?!\*)|\byield[\s\\(]*\*|\bfor\b(?:(?!\bin\b)[\w\s\\,.()\[\]{}'\"+-])*\*(?!\*)"
)


def raise_refusal(tree: ast.Module, source: bytes) -> None:
    """Raise SourceSyntaxError where the compiler refuses a parsed file."""
    if not may_be_refused(tree, source):
        return
    is_translated = isinstance(tree, OlderModule) and sys.version_info < (3, 12)
    try:
        with WithoutWarnings():
            compile(tree if is_translated else source, "<source>", "exec", dont_inherit=True)
    except SyntaxError as error:
        message = error.msg or "invalid syntax"
        # Python 3.11 takes the first in more places, Python 3.13 more of the second.
        if "asynchronous comprehension" not in message or sys.version_info >= (3, 11):
            certain = "too many" not in message
            raise SourceSyntaxError("SyntaxError", message, error.lineno or 1, certain=certain) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise SourceSyntaxError("SyntaxError", "nested too deeply to compile", 1, certain=False) from error


def may_be_refused(tree: ast.Module, source: bytes) -> bool:
    """Return whether a file holds anything that the compiler might refuse.

    Compiling takes as long as parsing, so it is left to files that have what can be refused at all. False is
    certain.
    """
    # Looking for plain text first, each written out, is many times faster than a pattern, or ``any``.
    if isinstance(tree, OlderModule) or b":=" in source or b"__debug__" in source:
        return True
    has_words = (
        b"async" in source
        or b"await" in source
        or b"global" in source
        or b"nonlocal" in source
        or b"case" in source
    )
    if has_words and _NEVER_ALONE.search(source) is not None:
        return True
    if b"\r" in source and source.count(b"\r") != source.count(b"\r\n"):
        return True  # lines are not what patterns take for lines
    if b"lambda" in source and _may_repeat_parameter(source):
        return True
    if b"*" in source and _STARRED.search(source) is not None:
        return True
    return may_hold_refused(tree, source) or may_repeat_keyword(tree, source)


def _may_repeat_parameter(source: bytes) -> bool:
    for found in _LAMBDA.finditer(source):
        names = _NAME.findall(found[1])
        if len(set(names)) < len(names) or b"{" in found[1] or b"[" in found[1]:
            return True
    return False

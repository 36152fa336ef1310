"""What the text of a module outside the project tells of its names, without being parsed."""

import re
from functools import lru_cache

__all__ = ["HOLDS_MORE", "defines_plainly", "holds_word", "imported_at_once", "names_from_elsewhere"]

# A module whose text holds one of these may have names that do not stand in it.
HOLDS_MORE = re.compile(rb"__path__|sys\.modules|def __getattr__|import \*|globals\(\)|setattr\(")

# Imports that run whenever their module does: nothing is around them.
_AT_ONCE = re.compile(rb"(?m)^(?:from[ \t]+([A-Za-z_]\w*)|import[ \t]+([A-Za-z_][\w., \t]*))")
_LONG_TEXT = re.compile(rb'(?s)("""|\'\'\').*?\1')
# A module that does something with these may make importable what nobody installed.
_PATH_CHANGES = re.compile(rb"sys\.(?:path|modules|meta_path)\b|__path__|site\.addsitedir")

# What may put names into a module that do not stand in its text.
_COMPUTED = re.compile(
    rb"sys\.modules|globals\(\)|locals\(\)|\bvars\(\)|\bexec\(|__path__"
    rb"|__dict__(?:\.update|\[)|lazy_loader|LazyModule|LazyLoader|lazy_import|recreate_module"
)
_HOOK = re.compile(rb"def __getattr__\((?!self\b|cls\b)")  # gives names to all but star imports
_STAR = re.compile(rb"(?m)^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(?:\([ \t]*)?\*")


@lru_cache(maxsize=1024)
def names_from_elsewhere(source: bytes) -> tuple[bool, bool, tuple[str, ...]]:
    """Return whether names are put into a module, whether it makes them up, and of what it takes all."""
    stars = tuple(star.decode() for star in _STAR.findall(source))
    return _COMPUTED.search(source) is not None, _HOOK.search(source) is not None, stars


def imported_at_once(source: bytes) -> tuple[str, ...]:
    """Return the top-level modules that a module imports whatever happens, as far as its text tells."""
    text = _LONG_TEXT.sub(b"", source)
    found: dict[str, None] = {}
    for match in () if _PATH_CHANGES.search(text) else _AT_ONCE.finditer(text):
        for part in (match[1] or match[2]).decode().split(","):
            found[part.split()[0].partition(".")[0] if part.split() else ""] = None
    return tuple(top for top in found if top.isidentifier())


def defines_plainly(source: bytes, name: str) -> bool:
    """Return whether a text defines a function of this name once, with nothing around it."""
    if HOLDS_MORE.search(source):
        return False
    word = re.escape(name.encode())
    found = [*re.finditer(rb"^def %s\(" % word, source, re.MULTILINE)]
    bound = re.search(rb"^%s *=|^ +def %s\(|\bas %s\b" % (word, word, word), source, re.MULTILINE)
    return len(found) == 1 and bound is None and not _may_be_decorated(source[: found[0].start()][-4000:])


def holds_word(source: bytes, word: str) -> bool:
    """Return whether a word stands in a text."""
    return re.search(rb"\b" + re.escape(word.encode()) + rb"\b", source) is not None


def _may_be_decorated(text: bytes) -> bool:
    """Return whether what stands before a definition may end with a decorator, in one line or several."""
    lines = text.splitlines() or [b""]
    while len(lines) > 1 and (lines[-1].startswith(b"#") or not lines[-1].strip()):
        lines.pop()
    is_next = text.endswith(lines[-1] + b"\n")
    return lines[-1].startswith((b"@", b")")) or (is_next and lines[-1][:1].isspace())

"""Whether a file may use tasks at all, from its text alone: most files do not, and are not parsed for it."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["CALL_WORDS", "CallWords", "FromWords"]

# What a call of a task's method, or of Celery's canvas, looks like; without a call behind it too, as in
# ``chain(*map(add.s, numbers))``.
_METHODS = re.compile(
    rb"\.(?:(?:delay|apply_async)(?:_on_commit)?|si?|signature|subtask|starmap|chunks|send_task"
    rb"|add_periodic_task|retry)\b"
)
_FUNCTIONS = re.compile(rb"\b(?:signature|subtask|Signature)\s*\(")
_FROM = re.compile(rb"from[ \t]+(\.*)([\w.]*)[ \t]+import\b(.*)")
_WORD = re.compile(r"\w+")

# Whether a statement is indented, its dots, the module, the words behind ``import`` on the same line.
FromWords = tuple[bool, int, str, tuple[str, ...]]


class CallWords(NamedTuple):
    """What a file's text shows: whether it has words of calls; if it has not, its ``from`` statements."""

    calls: bool
    imports: tuple[FromWords, ...]


def _read(file: SourceFile) -> CallWords:
    data = file.data
    if _holds_calls(data):
        return CallWords(True, ())
    found = []
    for match in _FROM.finditer(data):
        start = match.start()
        indent = data[data.rfind(b"\n", 0, start) + 1 : start]
        if not indent or not indent.strip(b" \t"):
            found.append((bool(indent), *_read_words(*match.groups())))
    return CallWords(False, tuple(found))


@lru_cache(maxsize=128)  # few, for memory
def _read_words(dots: bytes, module: bytes, names: bytes) -> tuple[int, str, tuple[str, ...]]:
    """Return a statement's parts as texts; most statements stand in many files."""
    words = tuple(_WORD.findall(names.decode("utf-8", "replace")))
    return len(dots), module.decode("utf-8", "replace"), words


def _holds_calls(data: bytes) -> bool:
    # What begins with plain text is found many times faster.
    if _METHODS.search(data) is not None or b"self.replace(" in data:
        return True
    return (b"ignature" in data or b"subtask" in data) and _FUNCTIONS.search(data) is not None


def _to_json(words: CallWords) -> Any:
    return [words.calls, words.imports]


def _from_json(stored: Any) -> CallWords:
    calls, imports = stored
    return CallWords(calls, tuple((i, dots, module, tuple(names)) for i, dots, module, names in imports))


CALL_WORDS = FactKind(f"{__name__}:CALL_WORDS", read=_read, to_json=_to_json, from_json=_from_json)

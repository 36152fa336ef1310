"""Whether a file may use tasks at all, from its text alone: most files do not, and are not parsed for it."""

import re
from typing import Any, NamedTuple

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["CALL_WORDS", "CallWords", "FromWords"]

# What a call of a task's method, or of Celery's canvas, looks like.
_CALLS = re.compile(
    rb"\.(?:delay|apply_async|si?|signature|subtask|starmap|chunks|send_task|add_periodic_task)\b"
    rb"|\b(?:signature|subtask|Signature)\s*\("
)
# One of these is part of all that: looking for them first is many times faster.
_PARTS_OF_CALLS = (
    b".delay", b".apply_async", b".s(", b".si(", b"ignature", b"subtask", b".starmap", b".chunks",
    b".send_task", b".add_periodic_task",
)  # fmt: skip
_SHORT = re.compile(rb"\.si?\b")
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
            dots, module, names = match.groups()
            words = tuple(_WORD.findall(names.decode("utf-8", "replace")))
            found.append((bool(indent), len(dots), module.decode("utf-8", "replace"), words))
    return CallWords(False, tuple(found))


def _holds_calls(data: bytes) -> bool:
    if any(part in data for part in _PARTS_OF_CALLS) and _CALLS.search(data) is not None:
        return True
    # Without a call behind it: ``chain(*map(add.s, numbers))``.
    return b".s" in data and _SHORT.search(data) is not None


def _to_json(words: CallWords) -> Any:
    return [words.calls, words.imports]


def _from_json(stored: Any) -> CallWords:
    calls, imports = stored
    return CallWords(calls, tuple((i, dots, module, tuple(names)) for i, dots, module, names in imports))


CALL_WORDS = FactKind(f"{__name__}:CALL_WORDS", read=_read, to_json=_to_json, from_json=_from_json)

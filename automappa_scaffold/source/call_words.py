"""Whether a file may use tasks at all, from its text alone: most files do not, and are not parsed for it."""

import re
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["CALL_WORDS", "CallWords", "FromWords"]

# What a call of a task's method, or of Celery's canvas, looks like.
_CALLS = re.compile(
    rb"\.(?:delay|apply_async|si?|signature|subtask|starmap|chunks|send_task|add_periodic_task)\b"
    rb"|\b(?:signature|subtask|Signature)\s*\("
)
_FROM = re.compile(rb"^([ \t]*)from[ \t]+(\.*)([\w.]*)[ \t]+import\b(.*)", re.MULTILINE)
_WORD = re.compile(r"\w+")

# Whether it is indented, the dots, the module, the words behind ``import`` on the same line.
FromWords = tuple[bool, int, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CallWords:
    """What a file's text shows: whether it has words of calls, and its ``from`` statements."""

    calls: bool
    imports: tuple[FromWords, ...]


def _read(file: SourceFile) -> CallWords:
    found = []
    for match in _FROM.finditer(file.data):
        indent, dots, module, names = (part.decode("utf-8", "replace") for part in match.groups())
        found.append((bool(indent), len(dots), module, tuple(_WORD.findall(names))))
    return CallWords(_CALLS.search(file.data) is not None, tuple(found))


def _to_json(words: CallWords) -> Any:
    return [words.calls, words.imports]


def _from_json(stored: Any) -> CallWords:
    calls, imports = stored
    return CallWords(calls, tuple((i, dots, module, tuple(names)) for i, dots, module, names in imports))


CALL_WORDS = FactKind(f"{__name__}:CALL_WORDS", read=_read, to_json=_to_json, from_json=_from_json)

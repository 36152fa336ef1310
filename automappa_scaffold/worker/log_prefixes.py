"""Prefixes that no collector is known for, learned from the log itself.

What stands before the line that names a node stands before the other lines of this worker too, and so does
what stands before the head of its list, once an entry follows behind the same.
"""

import re
from dataclasses import dataclass, field

from automappa_scaffold.worker.log_records import Origin

__all__ = ["LearnedPrefixes"]

_NODE = re.compile(r"^(?P<prefix>.*\S.*?) -{14} \S+@\S+ v\d")
_HEAD = re.compile(r"^(?P<prefix>.*\S.*)\[tasks\]\s*$")
# The one thing that differs from line to line in a prefix that can be relied on.
_TIME = re.compile(r"\d+[-/.]\d+[-/.]\d+[T ]|\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?|\d{9,}(?:\.\d+)?")
# An entry, as Celery sets it in: nothing else may follow what is only guessed to be a prefix.
_ENTRY = r"  \. \S+\s*$"
_LONGEST = 500
_MOST = 200
_LINES_TO_ENTRY = 30
# Fields of journald, one to a line: who wrote a message stands in another line.
_FIELD = re.compile(r"\w+=$")


@dataclass(frozen=True, slots=True)
class _Prefix:
    name: str
    pattern: re.Pattern[str]


@dataclass(slots=True)
class LearnedPrefixes:
    """The prefixes of a log, for each of those that the lines are known to come from."""

    _known: dict[Origin, dict[str, _Prefix]] = field(default_factory=dict)
    _perhaps: dict[Origin, _Prefix] = field(default_factory=dict)
    _left: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the next lines decide about what may be a prefix."""
        return self._left > 0

    def split(self, origin: Origin, text: str) -> tuple[Origin, str, bool]:
        """Return who wrote a line, and what it says; last: whether it is the first entry of a list.

        The head of that list was not known as such when it was read.
        """
        for prefix in self._known.get(origin, {}).values():
            if found := prefix.pattern.match(text):
                return _origin(origin, prefix), text[found.end() :], False
        node = _NODE.match(text)
        if node and node["prefix"].count('"') % 2 == 0:  # else it stands within a text of JSON
            prefix = _prefix_of(node["prefix"])
            if self._learn(origin, prefix):
                return _origin(origin, prefix), text[node.end("prefix") :], False
        return self._decide(origin, text)

    def _decide(self, origin: Origin, text: str) -> tuple[Origin, str, bool]:
        if self._left:
            self._left -= 1
            prefix = self._perhaps.get(origin)
            found = prefix.pattern.match(text) if prefix is not None else None
            if prefix is not None and found and re.match(_ENTRY, text[found.end() :]):
                del self._perhaps[origin]
                self._left = self._left if self._perhaps else 0
                if self._learn(origin, prefix):
                    return _origin(origin, prefix), text[found.end() :], True
        head = _HEAD.match(text)
        if head is not None and not _FIELD.search(head["prefix"]) and len(text) < _LONGEST:
            self._perhaps[origin] = _prefix_of(head["prefix"])
            self._left = _LINES_TO_ENTRY
        elif not self._left:
            self._perhaps.clear()
        return origin, text, False

    def _learn(self, origin: Origin, prefix: _Prefix) -> bool:
        known = self._known.setdefault(origin, {})
        if len(prefix.name) > _LONGEST or sum(map(len, self._known.values())) >= _MOST:
            return False
        known[prefix.name] = prefix
        return True


def _prefix_of(text: str) -> _Prefix:
    name = " ".join(_TIME.sub("", text).split())
    pattern, position = "", 0
    for time in _TIME.finditer(text):
        pattern += f"{re.escape(text[position : time.start()])}(?:{_TIME.pattern})"
        position = time.end()
    rest = text[position:]
    return _Prefix(name, re.compile(rf"{pattern}(?:{re.escape(rest)}|{re.escape(rest.rstrip())}$)"))


def _origin(origin: Origin, prefix: _Prefix) -> Origin:
    told = Origin(f"{origin} {prefix.name}".strip())
    told.is_process = origin.is_process
    return told

"""Whether a file may declare tasks, from its text alone: most files do not, and are not parsed for it.

These facts stand in a light module of their own: after a change of one file, what is computed from it is
computed again before anything else is imported.
"""

import re

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile

__all__ = ["DECLARES_TASKS", "HAS_INDENTED_TASKS", "INDENTED_IMPORT_WORDS"]

# What a file that declares a task holds, one way or another.
_TASK = re.compile(rb"\.task\b")
_OTHER_WORDS = re.compile(rb"\bshared_task\b|\bregister_task\b|\bTask\b")
_DECORATOR = re.compile(rb"@[\w.]*task\b")
_INDENTED_TASK = re.compile(rb"\n[ \t]+@[\w.]*task\b")
_INDENTED_IMPORT = re.compile(rb"^[ \t]+(?:from|import)[ \t][^\n]*", re.MULTILINE)
_WORD = re.compile(rb"\w+")


def _declares(file: SourceFile) -> bool:
    data = file.data
    # What begins with plain text is found many times faster.
    if _TASK.search(data) is not None:
        return True
    has_words = b"shared_task" in data or b"register_task" in data or b"Task" in data
    return has_words and _OTHER_WORDS.search(data) is not None


def _has_indented_tasks(file: SourceFile) -> bool:
    return _DECORATOR.search(file.data) is not None and _INDENTED_TASK.search(file.data) is not None


def _read_import_words(file: SourceFile) -> tuple[str, ...]:
    lines = _INDENTED_IMPORT.findall(file.data)
    return tuple(sorted({word.decode("utf-8", "replace") for line in lines for word in _WORD.findall(line)}))


DECLARES_TASKS = FactKind(f"{__name__}:DECLARES_TASKS", _declares)
HAS_INDENTED_TASKS = FactKind(f"{__name__}:HAS_INDENTED_TASKS", _has_indented_tasks)
INDENTED_IMPORT_WORDS = FactKind(f"{__name__}:INDENTED_IMPORT_WORDS", _read_import_words)

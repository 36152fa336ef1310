"""What a second process makes of a project's files, before it is asked for."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from automappa_scaffold.files.ahead import Ahead, Made, start_ahead
from automappa_scaffold.files.derived import encode_value, is_large
from automappa_scaffold.files.digests import digest_of
from automappa_scaffold.files.disk import read_regular_file
from automappa_scaffold.operations.callers import is_test
from automappa_scaffold.project.layout import NAMES_CELERY, names_celery
from automappa_scaffold.registry.unreached import DECLARES_TASKS
from automappa_scaffold.registry.unrun import HAS_INDENTED_TASKS
from automappa_scaffold.source.call_facts import CALL_FACTS
from automappa_scaffold.source.call_words import CALL_WORDS
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.facts import INIT_FACTS
from automappa_scaffold.source.program import Program
from automappa_scaffold.source.program_facts import PROGRAM
from automappa_scaffold.source.suppressions import SUPPRESSIONS

__all__ = ["work_ahead"]

_FROM_TEXT: tuple[FactKind[Any], ...] = (HAS_INDENTED_TASKS, SUPPRESSIONS)


def work_ahead(root: str, paths: Sequence[str]) -> Ahead | None:
    """Start a second process that reads these files below a root, and parses those that will be needed."""
    # Of a Django project the worker imports nearly everything.
    is_django = any(path.rpartition("/")[2] == "manage.py" for path in paths)
    return start_ahead(
        [f"{root}/{path}" for path in paths],
        partial(_make, len(root) + 1, is_django),
        heavy=frozenset({PROGRAM.name, CALL_FACTS.name}),
        last=frozenset({CALL_FACTS.name}),
    )


def _make(root_length: int, is_django: bool, path: str, is_parsed_here: bool, is_urgent: bool) -> Made | None:
    status, data = read_regular_file(path)
    if data is None:
        return None
    file, made = SourceFile(data), _Values()
    declares, is_package = DECLARES_TASKS.read(file), path.endswith("/__init__.py")
    is_program_wanted = is_parsed_here and (declares or is_package or is_django)
    if is_urgent and not is_program_wanted:
        return None
    made.add(NAMES_CELERY, names_celery(data))
    for kind in _FROM_TEXT:
        made.add(kind.name, kind.to_json(kind.read(file)))
    words = CALL_WORDS.read(file)
    made.add(DECLARES_TASKS.name, declares)
    made.add(CALL_WORDS.name, CALL_WORDS.to_json(words))
    try:
        if is_program_wanted:
            program = PROGRAM.read(file)
            if not isinstance(program, Program):
                return None  # whoever tells of an error finds it in its own process
            made.add(PROGRAM.name, PROGRAM.to_json(program))
        if path.endswith("/tasks/__init__.py"):
            made.add(INIT_FACTS.name, INIT_FACTS.to_json(INIT_FACTS.read(file)))
        if words.calls and not is_test(path[root_length:]):
            calls = CALL_FACTS.read(file)
            if calls is not None:
                made.add(CALL_FACTS.name, CALL_FACTS.to_json(calls))
    except (RecursionError, MemoryError):
        return None  # the first process has a deeper stack
    return status, digest_of(data), made.small, made.large


class _Values:
    """Values by name: small ones as they are, of large ones their bytes."""

    def __init__(self) -> None:
        self.small: dict[str, Any] = {}
        self.large: dict[str, bytes] = {}

    def add(self, name: str, value: Any) -> None:
        """Add a value, unless it cannot be kept."""
        text = encode_value(value)
        if text is not None and is_large(text):
            self.large[name] = text
        elif text is not None:
            self.small[name] = value

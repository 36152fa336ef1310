"""What a second process makes of a project's files, before it is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from automappa_scaffold.files.ahead import Ahead, Made, start_ahead
from automappa_scaffold.files.digests import digest_of
from automappa_scaffold.files.entries import encode_value, is_large
from automappa_scaffold.files.looks import read_regular_file
from automappa_scaffold.files.status import Status
from automappa_scaffold.project.app_words import NAMES_CELERY, names_celery
from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.project.test_files import is_test
from automappa_scaffold.source.call_facts import CALL_FACTS
from automappa_scaffold.source.call_words import CALL_WORDS
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.facts import INIT_FACTS
from automappa_scaffold.source.launch_calls import LAUNCH_CALLS
from automappa_scaffold.source.program import Program
from automappa_scaffold.source.program_facts import PROGRAM
from automappa_scaffold.source.suppressions import SUPPRESSIONS
from automappa_scaffold.source.task_words import DECLARES_TASKS, HAS_INDENTED_TASKS
from automappa_scaffold.source.wrapping_functions import WRAPPING_FUNCTIONS

__all__ = ["work_ahead"]

_FROM_TEXT: tuple[FactKind[Any], ...] = (HAS_INDENTED_TASKS, SUPPRESSIONS)

_MOST_READ = 8_000_000  # bytes that are kept in memory


def work_ahead(root: str, paths: Sequence[str], *, is_kept: bool) -> Ahead | None:
    """Start a second process that reads these files below a root, and parses those that will be needed.

    Args:
        is_kept: what is made is kept for later runs.
    """
    maker = _Maker(root, paths, is_kept)
    return start_ahead(
        [f"{root}/{path}" for path in paths],
        maker.make,
        wanted=maker.wanted,
        heavy=frozenset({PROGRAM.name, CALL_FACTS.name}),
        last=frozenset({CALL_FACTS.name}),
    )


class _Maker:
    """Makes what can be made of a file. Which import programs a worker will need is guessed.

    Attributes:
        wanted: the files that what was made so far imports, and that were not made, the next one last.
    """

    def __init__(self, root: str, paths: Sequence[str], is_kept: bool) -> None:
        self._prefix = f"{root}/"
        self._paths = paths
        self._is_kept = is_kept
        # Of a Django project the worker imports nearly everything.
        self._is_django = any(path.rpartition("/")[2] == "manage.py" for path in paths)
        self._by_name: dict[str, str] = {}
        self._imported: set[str] = set()  # the files that the programs made so far import
        self.wanted: list[str] = []
        # What was read and is not made yet, as long as there is room for it.
        self._read: dict[str, tuple[Status | None, bytes | None]] = {}
        self._room = _MOST_READ

    def make(self, path: str, is_parsed_here: bool, is_urgent: bool) -> Made | None:
        """Return what is made of a file."""
        status, data = self._read.pop(path) if path in self._read else read_regular_file(path)
        if data is None:
            return None
        file, made = SourceFile(data), _Values(self._is_kept)
        relative = path.removeprefix(self._prefix)
        declares = DECLARES_TASKS.read(file)
        is_program_wanted = is_parsed_here and (declares or self._is_needed(relative))
        if is_urgent and not is_program_wanted:
            if self._room >= len(data):
                self._room -= len(data)
                self._read[path] = status, data
            return None
        made.add(NAMES_CELERY, names_celery(data))
        for kind in _FROM_TEXT:
            made.add(kind.name, kind.to_json(kind.read(file)))
        made.add(DECLARES_TASKS.name, declares)
        try:
            if is_program_wanted:
                program = PROGRAM.read(file)
                if not isinstance(program, Program):
                    return None  # whoever tells of an error finds it in its own process
                made.add(PROGRAM.name, PROGRAM.to_json(program))
                self._want(_imports_of(program, relative))
            if relative.endswith("/tasks/__init__.py"):
                made.add(INIT_FACTS.name, INIT_FACTS.to_json(INIT_FACTS.read(file)))
            if not is_test(relative):
                made.add(LAUNCH_CALLS.name, LAUNCH_CALLS.to_json(LAUNCH_CALLS.read(file)))
            _add_calls(made, file, relative)
        except (RecursionError, MemoryError):
            return None  # the first process has a deeper stack
        return status, digest_of(data), made.small, made.large, made.once

    def _is_needed(self, path: str) -> bool:
        if self._is_django and "/migrations/" not in path and not is_test(path):
            return True
        return path in self._imported or path.endswith("/__init__.py")

    def _want(self, names: Iterable[str]) -> None:
        """Have the files of modules made next, in this order, as those are imported next."""
        if not self._by_name:
            self._by_name = _by_module_name(self._paths)
        found = [path for name in names if (path := self._by_name.get(name)) is not None]
        new = [path for path in found if path not in self._imported]
        self._imported.update(new)
        self.wanted += [self._prefix + path for path in reversed(new)]


def _by_module_name(paths: Sequence[str]) -> dict[str, str]:
    """Return files by what their modules may be called: behind a folder such as ``src``, without it too."""
    names = [(_module_name(path), path) for path in paths]
    shorter = {name.partition(".")[2]: path for name, path in names}
    return {**shorter, **dict(names)}


def _module_name(path: str) -> str:
    return module_name_of(tuple(path.split("/")))


def _imports_of(program: Program, path: str) -> Iterator[str]:
    """Yield the modules, and perhaps names in them, that a program imports at its outermost level."""
    for node in program.body:
        if node[0] == "import":
            yield from (name for name, _ in node[2])
        elif node[0] == "from":
            _, _, target, aliases, level = node
            found = absolute_module(_module_name(path), path.endswith("/__init__.py"), level, target)
            if found is not None:
                yield found
                yield from (f"{found}.{name}" for name, _, _ in aliases)


def _add_calls(made: "_Values", file: SourceFile, path: str) -> None:
    words = CALL_WORDS.read(file)
    made.add(CALL_WORDS.name, CALL_WORDS.to_json(words))
    if words.calls and not is_test(path):
        calls = CALL_FACTS.read(file)
        if calls is not None:
            made.add(CALL_FACTS.name, CALL_FACTS.to_json(calls))
            made.add(WRAPPING_FUNCTIONS.name, WRAPPING_FUNCTIONS.to_json(WRAPPING_FUNCTIONS.read(file)))


class _Values:
    """Values by name: small ones as they are; large ones, which are used once, and their bytes to be kept."""

    def __init__(self, is_kept: bool) -> None:
        self._is_kept = is_kept
        self.small: dict[str, Any] = {}
        self.large: dict[str, bytes] = {}
        self.once: dict[str, Any] = {}

    def add(self, name: str, value: Any) -> None:
        """Add a value, unless it cannot be kept where it should be."""
        text = encode_value(value) if self._is_kept else None
        if text is not None and not is_large(text):
            self.small[name] = value
        elif text is not None:
            self.large[name] = text
            self.once[name] = value
        elif not self._is_kept:
            self.once[name] = value

"""Remembered answers: what a command printed is printed again while all that it rests on is the same.

An answer is remembered with what was seen on the way to it (files, folders, paths that were not there,
environment variables), in the project's cache, under the command line, the working directory, the terminal
and the tool. It is looked up before typer or anything else that is slow is imported.
"""

import json
import os
import sys

from automappa_scaffold.cli.streams import flush_streams, prepare_streams, write
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.files.cache_place import CACHE_VARIABLE, DEFAULT_CACHE, cache_of
from automappa_scaffold.files.digests import digest_of
from automappa_scaffold.files.looks import read_regular_file
from automappa_scaffold.files.recheck import find_changes
from automappa_scaffold.files.tool import fingerprint_tool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, TextIO

    from automappa_scaffold.files.disk import Disk
    from automappa_scaffold.files.environ import SeenEnviron
    from automappa_scaffold.files.sealed import SealedFolder

__all__ = ["Earlier", "answer_from_memory", "recall_earlier", "remember_answer"]

_REMEMBERED_COMMANDS = ("check", "tasks", "why")
_KEPT_ANSWERS = 16
_STARTS = "start-"
_KEPT_STARTS = 4
_FAILED = 2
_INTERRUPTED = 130
# By its name, an answer that was looked up and does not hold, and the files that alone have changed; None: it
# is not known that nothing else has.
_outdated: "dict[str, tuple[dict[str, Any], frozenset[str] | None]]" = {}
# What the tool itself looks at, besides its own variables; the worker's are kept with the answer.
_VARIABLES = ("CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONPATH", "TERM")
_OWN_VARIABLES = "AUTOMAPPA_SCAFFOLD_"


def answer_from_memory(arguments: "Sequence[str]", began_ns: int) -> int | None:
    """Print what these arguments gave before and return the exit code, or None if that may have changed.

    Args:
        began_ns: the time now, in nanoseconds since the epoch.
    """
    if not arguments or arguments[0] not in _REMEMBERED_COMMANDS or "--no-cache" in arguments:
        return None
    try:
        name = _name_of(arguments)
        for cache in _caches(arguments):
            content = cache.read(name)
            if content is not None:
                document = json.loads(bytes(content))
                return _print(document) if _still_holds(cache, name, document, began_ns) else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ScaffoldError):
        pass  # a cache can only save time: without it, or with a broken one, the command simply runs
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return _INTERRUPTED
    return None


def remember_answer(
    arguments: "Sequence[str]",
    cache: "SealedFolder",
    disk: "Disk",
    environ: "SeenEnviron",
    written: "Sequence[tuple[str, str]]",
    code: int,
    start: "Sequence[bytes] | None" = None,
    earlier: "Earlier | None" = None,
) -> None:
    """Keep what a command printed, with all that it rests on.

    Args:
        start: the record of the worker's start, in pieces, where a later run can use it.
        earlier: the answer that this one rests on too.
    """
    if not arguments or arguments[0] not in _REMEMBERED_COMMANDS:
        return
    if not cache.open_for_writing():
        return
    environs = {name: _seal_value(cache, value) for name, value in environ.seen.items()}
    document: dict[str, Any] = {
        "seen": disk.seen.to_plain(),
        "environ": environs,
        "written": written,
        "code": code,
    }
    if environ.is_all_seen:
        document["whole_environ"] = _seal_value(cache, _whole(os.environ))
    if earlier is not None:
        from automappa_scaffold.files.sightings import merge_sightings

        before = earlier.document
        merge_sightings(before["seen"], document["seen"], earlier.gone)
        document = {**before, **document, "seen": before["seen"]}
        document["environ"] = {**before["environ"], **environs}
    name = _name_of(arguments)
    document["start"] = ""
    if start is not None:
        document["start"] = os.urandom(8).hex()
        cache.write(f"{_STARTS}{name}", [document["start"].encode("ascii"), *start])
        cache.keep_newest(_STARTS, _KEPT_STARTS)
    if cache.write(name, [_encode(document)]):
        cache.keep_newest("answer-", _KEPT_ANSWERS)


class Earlier:
    """An earlier answer that may have changed a little.

    Attributes:
        document: what was kept of it; ``start``: the record of the worker's start.
        changed: the files that alone have changed since; None: something else may have.
        gone: files that were seen then, and are no longer there.
    """

    def __init__(self, document: "dict[str, Any]", start: bytes, changed: frozenset[str] | None) -> None:
        self.document = document
        self.start = start
        self.changed = changed
        self.gone: frozenset[str] = frozenset()


def recall_earlier(arguments: "Sequence[str]", cache: "SealedFolder") -> Earlier | None:
    """Return the earlier answer, where the worker's start was kept and the environment is the same."""
    try:
        name = _name_of(arguments)
        start = cache.read(f"{_STARTS}{name}")
        if start is None or name not in _outdated:
            return None
        document, changed = _outdated.pop(name)
        mark = document["start"].encode("ascii")
        if not mark or bytes(start[: len(mark)]) != mark or not _is_environ_the_same(cache, document):
            return None
        return Earlier(document, bytes(start[len(mark) :]), changed)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _still_holds(cache: "SealedFolder", name: str, document: "dict[str, Any]", began_ns: int) -> bool:
    """Return whether all that an answer rests on is the same; what was renewed on the way is kept."""
    if not _is_environ_the_same(cache, document):
        return False
    seen = document["seen"]
    changed, is_renewed = find_changes(seen, began_ns, frozenset((cache.path,)))
    if changed is None or (changed and not _is_answer_the_same(cache, seen, changed)):
        _outdated[name] = document, None if changed is None else frozenset(changed)
        return False
    if is_renewed or changed:
        cache.write(name, [_encode(document)])
    return True


def _is_environ_the_same(cache: "SealedFolder", document: "dict[str, Any]") -> bool:
    for variable, sealed in document["environ"].items():
        if _seal_value(cache, os.environ.get(variable)) != sealed:
            return False
    whole = document.get("whole_environ")
    return whole is None or whole == _seal_value(cache, _whole(os.environ))


def _print(document: "Mapping[str, Any]") -> int:
    prepare_streams()
    try:
        for stream, text in document["written"]:
            write(sys.stdout if stream == "stdout" else sys.stderr, text + "\n")
        flush_streams()
    except ScaffoldError as error:  # a full disk, say: half an answer is none
        sys.stderr.write(f"error: {error.message}\n")
        return _FAILED
    return int(document["code"])


def _is_answer_the_same(cache: "SealedFolder", seen: "dict[str, Any]", changed: "dict[str, bytes]") -> bool:
    """Return whether nothing of what matters changed in these files."""
    from automappa_scaffold.files.cache_place import hand_on, read_derived, write_derived
    from automappa_scaffold.files.rederive import is_all_the_same

    store = read_derived(cache)
    if not is_all_the_same(store, seen, changed):
        hand_on(cache, store, {path: look for path, look in seen["files"].items() if path not in changed})
        return False
    write_derived(cache, store)
    return True


def _encode(document: "dict[str, Any]") -> bytes:
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def _seal_value(cache: "SealedFolder", value: str | None) -> str | None:
    """Return what stands for a variable's value, which may be a secret."""
    return None if value is None else cache.seal(value)


def _whole(environ: "Mapping[str, str]") -> str:
    return "\0".join(f"{name}={value}" for name, value in sorted(environ.items()))


def _name_of(arguments: "Sequence[str]") -> str:
    """Return the name of an answer: the same for what cannot differ, another for what can."""
    own = sorted((k, v) for k, v in os.environ.items() if k in _VARIABLES or k.startswith(_OWN_VARIABLES))
    streams = [(s.isatty(), _width(s), s.encoding) for s in (sys.stdout, sys.stderr)]
    parts = [fingerprint_tool(), list(arguments), os.getcwd(), own, streams, os.path.expanduser("~")]
    return f"answer-{digest_of(repr(parts).encode('utf-8', 'backslashreplace'))}"


def _width(stream: "TextIO") -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 0


def _caches(arguments: "Sequence[str]") -> "Iterator[SealedFolder]":
    """Yield the caches of the folders that may turn out to be the project's, nearest first."""
    given = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--project":
            given = following
        elif argument.startswith("--project="):
            given = argument.removeprefix("--project=")
    folder = os.path.abspath(given or os.getcwd())
    while True:
        cache = cache_of(folder, _cache_dir(folder), os.environ)
        if cache is not None:
            yield cache
        parent = os.path.dirname(folder)
        if given is not None or parent == folder:
            return
        folder = parent


def _cache_dir(root: str) -> str:
    from_environ = os.environ.get(CACHE_VARIABLE)
    if from_environ:
        return from_environ
    _, text = read_regular_file(f"{root}/pyproject.toml")
    if text is None or b"cache-dir" not in text:
        return DEFAULT_CACHE
    # Only now, for reading TOML takes as long as all the rest.
    from pathlib import Path

    from automappa_scaffold.project.settings import read_table

    return str((read_table(Path(root) / "pyproject.toml") or {}).get("cache-dir", DEFAULT_CACHE))

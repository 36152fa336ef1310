"""Launch commands that Python code runs: ``subprocess.run(["celery", "-A", "shop", "worker"])``."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.source.call_expressions import is_expression
from automappa_scaffold.source.call_facts import read_call_facts
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.shell_commands import join_folder

__all__ = ["LAUNCH_CALLS", "RunText", "launches_in_calls"]

_RUNNING = (
    *(b"subprocess", b"os.system", b"os.popen", b"os.exec", b"os.spawn", b"import system"),
    *(b"import nox", b"import task", b"import invoke", b"import fabric"),
)
# Each with the place of the command among its arguments; -1: each argument is a word of it.
_FUNCTIONS = {
    **{
        f"subprocess.{name}": 0
        for name in ("Popen", "run", "call", "check_call", "check_output", "getoutput", "getstatusoutput")
    },
    **dict.fromkeys(("os.system", "os.popen", "asyncio.create_subprocess_shell"), 0),
    **dict.fromkeys(("os.execv", "os.execvp"), 1),
    **dict.fromkeys(("asyncio.create_subprocess_exec",), -1),
}
# Methods of what sessions of nox, and tasks of invoke and fabric, get first.
_METHODS = frozenset({"run", "run_always", "sudo"})
_COMPUTED = "$computed"

# A line, the command as shell text, the folder that it is run in: empty: that of the caller; None: not known.
RunText = tuple[int, str, str | None]


def _read(file: SourceFile) -> tuple[RunText, ...]:
    if b"celery" not in file.data or not any(word in file.data for word in _RUNNING):
        return ()
    facts = read_call_facts(file)
    return tuple(dict.fromkeys(_texts(facts.calls))) if facts is not None else ()


def _texts(node: Any) -> Iterator[RunText]:
    """Yield what is run anywhere in expressions of ``call_expressions``."""
    if not isinstance(node, tuple):
        return
    if is_expression(node) and node[0] == "call":
        is_session = _is_of_session(node[2])
        at = (-1 if len(node[3]) > 1 else 0) if is_session else _FUNCTIONS.get(_path(node[2]))
        text = None if at is None else _command(node, at)
        if text is not None and "celery" in text:
            yield node[1][0], text, None if is_session else _folder(dict(node[4]))
    for part in node:
        yield from _texts(part)


def _is_of_session(function: Any) -> bool:
    """Return whether a function's first parameter is asked to run something: ``session.run("celery")``."""
    is_first = function[0] == "ref" and function[2][0] == "first"
    return is_first and len(function[3]) == 1 and function[3][0] in _METHODS


def _path(function: Any) -> str:
    """Return the dotted path of what is called, outside the project; empty: something else."""
    if function[0] != "ref":
        return ""
    binding, names = function[2], function[3]
    if binding[0] == "import":
        return ".".join((binding[1], *names))
    return ".".join((binding[2], binding[3], *names)) if binding[0] == "from" and not binding[1] else ""


def _command(call: Any, at: int) -> str | None:
    """Return what a call runs, as shell text; None where that is not known."""
    args, keywords = call[3], dict(call[4])
    if at < 0:
        return _joined(args)
    given = args[at] if len(args) > at else keywords.get("args")
    if given is None:
        return None
    if given[0] in ("list", "tuple"):
        return _joined(given[2])
    if given[0] == "call":  # shlex.split("..."), "...".split()
        function, words = given[2], given[3]
        if function[0] == "attr" and function[3] == "split" and not words:
            given = function[2]
        elif _path(function) == "shlex.split" and len(words) == 1:
            given = words[0]
    if given[0] != "const" or given[2] != "str":
        return None
    return given[3] if isinstance(given[3], str) else None


def _joined(words: Sequence[Any]) -> str:
    return " ".join(map(_word, words))


def _word(node: Any) -> str:
    if node[0] == "const" and node[2] == "str" and isinstance(node[3], str):
        return shlex.quote(node[3])
    return "python" if _path(node) == "sys.executable" else _COMPUTED


def _folder(keywords: dict[str | None, Any]) -> str | None:
    if "env" in keywords or None in keywords:  # which may name other folders to import from
        return None
    given = keywords.get("cwd")
    if given is None or (given[0] == "const" and given[2] == "none"):
        return ""
    return given[3] if given[0] == "const" and isinstance(given[3], str) else None


def _to_json(found: tuple[RunText, ...]) -> Any:
    return found


def _from_json(stored: Any) -> tuple[RunText, ...]:
    return tuple((line, text, folder) for line, text, folder in stored)


LAUNCH_CALLS = FactKind(f"{__name__}:LAUNCH_CALLS", read=_read, to_json=_to_json, from_json=_from_json)


def launches_in_calls(
    path: PurePosixPath, texts: Sequence[RunText], exists: Callable[[PurePosixPath], bool]
) -> Iterator[LaunchCommand]:
    """Yield the commands that a file runs and that start a worker or another program of Celery."""
    here = tuple(dict.fromkeys((PurePosixPath(), path.parent)))
    for line, text, folder in texts:
        moved = (join_folder(start, folder) if folder else start for start in here if folder is not None)
        folders = tuple(each for each in moved if each is not None and exists(each))
        yield from launches_in_shell(path, text, folders, exists, first_line=line)

"""Why a worker did not start: the first cause in a chain of exceptions, and its place in the project."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from automappa_scaffold.registry.values import StartError
from automappa_scaffold.worker.broker_errors import without_password

__all__ = ["ProjectFiles", "StartFailure", "explain_failure"]

_MAX_MESSAGE = 500
_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_INSTALLED = re.compile(r"[/\\](site-packages|dist-packages|lib[/\\]python\d[\d.]*)[/\\]")
_CELERY = re.compile(r"[/\\](celery|kombu|click|billiard|vine)[/\\]")
# Celery tries a name as an attribute before it tries it as a module; that first failure says nothing.
_LOOKUPS = frozenset({"symbol_by_name", "find_app"})


class ProjectFiles:
    """Tells the project's files from those of installed libraries."""

    def __init__(self, root: Path) -> None:
        self._root = root
        # The child sees real paths: its working directory is resolved by the system.
        self._prefixes = tuple(
            dict.fromkeys(f"{one.as_posix().rstrip('/')}/" for one in (root, root.resolve()))
        )

    def relative(self, file: str | None) -> PurePosixPath | None:
        """Return a file's path relative to the root, or None when it is not one of the project's."""
        for prefix in self._prefixes if file else ():
            if file and file.startswith(prefix) and not _INSTALLED.search(file[len(prefix) - 1 :]):
                return PurePosixPath(file[len(prefix) :])
        return None

    def has_module(self, name: str) -> bool:
        """Return whether a top-level module of this name lies in the project's root or its ``src``."""
        places = (folder / name for folder in (self._root, self._root / "src"))
        return any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)

    def without_root(self, text: str) -> str:
        """Return a text with the project's absolute paths made relative."""
        for prefix in self._prefixes:
            text = text.replace(prefix, "")
        return text

    def shown(self, file: str) -> PurePosixPath:
        """Return a file's path, relative to the root where it lies below it."""
        for prefix in self._prefixes:
            if file.startswith(prefix):
                return PurePosixPath(file[len(prefix) :])
        return PurePosixPath(file)


@dataclass(frozen=True, slots=True)
class StartFailure:
    """A worker that did not start.

    Attributes:
        exit_code: what the worker command ends with; negative: the signal that ended it.
        kind: the type of the first cause, empty when there was no exception.
        message: what it says.
        path: the project's file in which it happened, as deep as the project's own code goes.
        line: the line there, from 1.
        missing: the module that could not be found, when that is the cause.
        chain: the steps through the project's files that lead there, first step first.
    """

    exit_code: int
    kind: str
    message: str
    path: PurePosixPath | None = None
    line: int | None = None
    missing: str | None = None
    chain: tuple[str, ...] = ()

    def as_start_error(self) -> StartError:
        """Return the failure as a Registry holds it."""
        message = f"{self.kind}: {self.message}" if self.kind and self.message else self.kind or self.message
        return StartError(message, self.path, self.line, self.chain)


def explain_failure(
    exit_code: int,
    chain: Sequence[Mapping[str, Any]],
    files: ProjectFiles,
    *,
    output: str = "",
    withheld: Iterable[str] = (),
) -> StartFailure:
    """Return the first cause of a chain of exceptions, the last one raised first.

    Args:
        output: the end of what the worker wrote; its last line stands in where no exception tells.
        withheld: variables of the caller that the app did not see.
    """
    if not chain:
        return StartFailure(exit_code, "", _last_words(output, exit_code))
    index = _first_cause(chain, files)
    cause = chain[index]
    steps = _project_steps(chain[: index + 1], files)
    kind, message = str(cause["type"]), _one_line(files.without_root(str(cause["message"])))
    if kind == "SystemExit":
        if not steps:
            return StartFailure(exit_code, "", _last_words(output, exit_code))
        message = f"{message or 0} (the app's own code ends the worker while it is imported)"
    elif kind.startswith("click."):
        kind = ""
    elif kind == "KeyError" and message.strip("'\"") in set(withheld):
        message += " (set in this shell but not passed on to the worker; env-file is where it belongs)"
    path, line = _last_place(steps)
    shown = tuple(f"{step_path}:{step_line}" for step_path, step_line in steps)
    return StartFailure(exit_code, kind, message, path, line, cause.get("missing"), shown)


_Step = tuple[PurePosixPath, int]


def _first_cause(chain: Sequence[Mapping[str, Any]], files: ProjectFiles) -> int:
    """Return the index of the exception that the others came from.

    An exception that the project's own code caught is not followed: what it did then is what failed. Nor is
    one that a library handled for itself.
    """
    end = 0
    while end + 1 < len(chain) and (chain[end]["explicit"] or _is_followed(chain[end + 1], files)):
        end += 1
    for index in range(end, -1, -1):
        if _is_lookup(chain[index]):
            continue
        if ":" in str(chain[index].get("missing") or "") and index < end:
            return index + 1  # MODULE:ATTR tried as a module's name; the attribute is what is missing
        if index == 0 and _is_wrapper(chain[0]) and end > 0:
            return 1
        return index
    return 0


def _is_followed(caught: Mapping[str, Any], files: ProjectFiles) -> bool:
    frames = caught["frames"]
    # A traceback begins in the frame that caught the exception.
    if not frames or files.relative(frames[0][0]) is not None:
        return False
    if _CELERY.search(str(frames[0][0])):
        return True
    return any(files.relative(frame[0]) is not None for frame in frames)


def _is_lookup(one: Mapping[str, Any]) -> bool:
    return one["type"] == "AttributeError" and bool(one["frames"]) and one["frames"][-1][2] in _LOOKUPS


def _is_wrapper(one: Mapping[str, Any]) -> bool:
    return str(one["type"]).startswith("click.")


def _project_steps(chain: Sequence[Mapping[str, Any]], files: ProjectFiles) -> list[_Step]:
    """Return the places in the project's files, outermost first; those of one import are told once."""
    steps: list[_Step] = []
    for one in chain:
        for file, line, _ in one["frames"]:
            path = files.relative(file)
            if path is not None and (path, line) not in steps:
                steps.append((path, int(line)))
    return steps


def _last_place(steps: Sequence[_Step]) -> tuple[PurePosixPath, int] | tuple[None, None]:
    return steps[-1] if steps else (None, None)


def _last_words(output: str, exit_code: int) -> str:
    lines = [line for line in (_one_line(line) for line in output.splitlines()) if line]
    ended = f"ended by signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
    return f"{lines[-1]} ({ended})" if lines else f"The worker ended without a word ({ended})."


def _one_line(text: str) -> str:
    # An app's error often holds the address of what it cannot reach.
    text = without_password(" ".join(_ANSI.sub("", text).split()))
    return text if len(text) <= _MAX_MESSAGE else text[: _MAX_MESSAGE - 3] + "..."

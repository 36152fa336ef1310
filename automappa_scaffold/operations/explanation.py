"""What ``why`` answers."""

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

__all__ = ["Explanation", "Verdict"]


class Verdict(str, Enum):
    """What the worker does with a task."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not registered"
    NOT_STARTED = "the worker does not start"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a task is registered, or why not.

    Attributes:
        name: the task's name; what was asked for where the worker does not start.
        chain: the imports that lead to the task, first one first.
        reason: the first missing link; empty for a registered task.
        command: the command that mends it, where there is one.
        is_definition: ``path`` and ``line`` are the task's, not those of the error that stops the worker.
        page: the page whose task it is; ``module``: that of its tasks package; ``function``: of the task.
    """

    name: str
    verdict: Verdict
    path: PurePosixPath | None = None
    line: int | None = None
    chain: tuple[str, ...] = ()
    reason: str = ""
    command: str = ""
    page: str = ""
    module: str = ""
    function: str = ""
    is_definition: bool = True

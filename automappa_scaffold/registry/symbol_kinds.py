"""What a name of the project may stand for."""

from dataclasses import dataclass, field
from enum import Enum

from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.places import Place

__all__ = [
    "AN_OBJECT",
    "ENUM_MEMBER",
    "NOT_OF_SIGNATURES",
    "ONLY_TASKS_HAVE",
    "PLAIN_FUNCTION",
    "Symbol",
    "SymbolKind",
    "element_name",
]

ONLY_TASKS_HAVE = frozenset({"delay", "apply_async", "s", "si", "signature", "subtask", "starmap", "chunks"})
NOT_OF_SIGNATURES = ONLY_TASKS_HAVE - {"delay", "apply_async"}
ENUM_MEMBER = "a member of an enumeration"
PLAIN_FUNCTION = "a plain function"


# Stands among attributes' names for what calling a class makes.
AN_OBJECT = "()"


def element_name(key: str | int) -> str:
    """Return what stands among attributes' names for an element of a dict or, by its number, of a list."""
    return f"[{key}]" if isinstance(key, str) else f"[#{key}]"


class SymbolKind(str, Enum):
    """What a name stands for."""

    TASK = "task"
    FUNCTION = "function"
    MODULE = "module"
    APP = "app"
    EXTERNAL = "external"
    TEXT = "text"
    MISSING = "missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for.

    Attributes:
        name: a module's or function's dotted name, a path outside the project, a text; of a missing name, the
            module that lacks it.
        missing: the name that is missing, and ``near``: one that is there and reads alike.
        is_module: of a missing name, whether an import looks for a module of that name.
        rest: the names behind it that were not followed.
        what: of what is no task, what it is, in words.
    """

    kind: SymbolKind
    name: str = ""
    task: TaskSignature | None = None
    place: Place | None = None
    missing: str = ""
    near: str = ""
    rest: tuple[str, ...] = ()
    is_main_app: bool = field(default=False)
    is_module: bool = False
    what: str = PLAIN_FUNCTION

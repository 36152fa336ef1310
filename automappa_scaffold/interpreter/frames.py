"""What holds while a block runs, and how it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from automappa_scaffold.interpreter.class_cells import ClassCell
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import Namespace, Scope, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = [
    "Catcher",
    "Decoration",
    "Frame",
    "Note",
    "Outcome",
    "Span",
    "class_cell",
    "names_around",
    "qualified_name",
]


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that makes the answer uncertain: a place in a module, and what it does."""

    place: Place
    reason: str


_BIRTHS = count()


class Span:
    """A stretch of code that a branch can leave: a function, a loop, one of its rounds, a ``try``."""

    __slots__ = ("birth", "is_open")

    def __init__(self) -> None:
        self.is_open = True
        self.birth = next(_BIRTHS)  # what began later lies within, as long as both are open


class Catcher(Span):
    """A statement that may catch what is raised inside it.

    ``catch`` runs what the statement runs for an exception and returns what that leaves in turn, or raises.
    ``takes_imports``: whether a failed import may end in it. ``cleans_up``: whether it does something when a
    generator is ended inside it.
    """

    __slots__ = ("catch", "cleans_up", "depth", "takes_imports")

    def __init__(self, catch: "Callable[[Any], Span | None]", depth: int) -> None:
        super().__init__()
        self.catch = catch
        self.depth = depth  # how many imports were running
        self.takes_imports = True
        self.cleans_up = False


_NONE: frozenset[str] = frozenset()


class Frame(Span):
    """Names in force while a block runs. ``names`` is where assignments go."""

    __slots__ = (
        "body",
        "caller",
        "cell",
        "declared_global",
        "declared_nonlocal",
        "function",
        "handle_yield",
        "is_body",
        "is_class",
        "local_names",
        "loop",
        "mapping",
        "module",
        "names",
        "parent",
        "pending",
    )

    def __init__(
        self,
        module: Module,
        names: Namespace,
        parent: "Frame | None" = None,
        function: Any = None,  # the Function whose body runs
        *,
        is_class: bool = False,
        is_body: bool = False,
    ) -> None:
        self.is_open = True  # as any span; written out, as one is made for every call
        self.birth = next(_BIRTHS)
        self.module = module
        self.names = names
        self.parent = parent  # the enclosing function, for closures
        self.function = function
        self.is_class = is_class
        self.declared_global: frozenset[str] = _NONE  # by a class body
        self.declared_nonlocal: frozenset[str] = _NONE  # likewise
        self.is_body = is_body  # of a function: names that it binds are its own
        self.local_names: frozenset[str] = function.spec.local_names if is_body else _NONE
        self.handle_yield: Callable[[Value], Value] | None = None
        self.pending: list[tuple[Scope, Value]] = []  # what undecided branches returned
        self.loop: Any = None  # the loop that runs
        self.body: Sequence[Node] = ()  # of a class in a function
        self.cell: ClassCell | None = None  # of a class body
        self.caller: Frame | None = None  # of a function that runs: what called it, where that is seen
        self.mapping: Value = None  # of a class body: an object that is told of its names


class Decoration:
    """A definition while its decorators run, nearest one first, and what each of them returned so far."""

    __slots__ = ("frame", "name", "place", "places", "values")

    def __init__(self, name: str, place: Place, frame: Frame) -> None:
        self.name = name
        self.place = place  # of the ``def`` or ``class``
        self.frame = frame
        self.places: list[Place] = []
        self.values: list[Value] = []


class Outcome:
    """How a block ended early: ``kind`` is ``return``, ``break`` or ``continue``."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: Value = None) -> None:
        self.kind = kind
        self.value = value


def class_cell(frame: Frame) -> ClassCell | None:
    """Return where code in a frame finds the class in whose body it is written."""
    current: Frame | None = frame
    while current is not None:
        if current.is_class:
            return current.cell
        if current.is_body:
            cell: ClassCell | None = current.function.cell
            return cell
        current = current.parent
    return None


def names_around(name: str, frame: Frame) -> Namespace | None:
    """Return the names of the function around that a frame declares a name to be of, or None."""
    declared = frame.declared_nonlocal
    if not frame.is_class and frame.function is not None:
        declared = frame.function.spec.nonlocal_names
    outer = frame.parent if name in declared else None
    while outer is not None and (outer.is_class or not (name in outer.names or name in outer.local_names)):
        outer = outer.parent
    return None if outer is None else outer.names


def qualified_name(name: str, frame: Frame) -> str:
    """Return the ``__qualname__`` of what a frame defines under a name."""
    function = frame.function
    if not frame.is_class and function is not None and name in function.spec.global_names:
        return name
    if frame.is_class:
        outer = frame.names.get("__qualname__")
    else:
        outer = function.ns.get("__qualname__") if function is not None else None
        outer = f"{outer}.<locals>" if isinstance(outer, str) else None
    return f"{outer}.{name}" if isinstance(outer, str) else name

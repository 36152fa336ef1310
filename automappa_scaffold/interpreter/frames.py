"""What holds while a block runs, and how it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import Namespace, Scope, Value
from automappa_scaffold.source.places import Place

__all__ = ["Frame", "Note", "Outcome", "qualified_name"]


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that makes the answer uncertain: a place in a module, and what it does."""

    place: Place
    reason: str


class Frame:
    """Names in force while a block runs. ``names`` is where assignments go."""

    __slots__ = (
        "breaks",
        "function",
        "handle_yield",
        "is_body",
        "is_class",
        "left",
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
        self.module = module
        self.names = names
        self.parent = parent  # the enclosing function, for closures
        self.function = function
        self.is_class = is_class
        self.is_body = is_body  # of a function: names that it binds are its own
        self.handle_yield: Callable[[Value], Value] | None = None
        self.pending: list[tuple[Scope, Value]] = []  # what undecided branches returned
        self.left = 0  # how many undecided branches left their block
        self.breaks = 0  # how many of them left a loop


class Outcome:
    """How a block ended early: ``kind`` is ``return``, ``break`` or ``continue``."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: Value = None) -> None:
        self.kind = kind
        self.value = value


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

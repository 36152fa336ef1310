"""What holds while a block runs, and how it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import Namespace, Scope, Value
from automappa_scaffold.source.places import Place

__all__ = ["Frame", "Note", "Outcome"]


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
    ) -> None:
        self.module = module
        self.names = names
        self.parent = parent  # the enclosing function, for closures
        self.function = function
        self.is_class = is_class
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

"""Generators and iterators: what hands out elements one by one, and is used up by it."""

from collections.abc import Callable
from collections.abc import Generator as HostGenerator
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any

from automappa_scaffold.interpreter.values import Namespace, Unknown, Value

__all__ = ["Generator", "Iterator", "Steps", "elements_of", "run_of", "why_more"]

# Elements one by one, each computed when it is asked for; at the end, why there may be others.
Steps = HostGenerator[Value, None, Unknown | None]


class Generator:
    """A generator: ``run(handle)`` runs it from its beginning, giving each element to ``handle``.

    Attributes:
        pull: yields its elements one by one; None for a function's body, which ``waiting`` holds.
        birth: the branch in which it was made. How far it has run is not taken back with another one.
        frame: that of its function.
        spent: it has begun to run, or never will.
        is_left: it was run from its beginning, and stopped before its end.
        is_running: one of its elements is being computed.
        lost: why it is not known how far it has run.
    """

    __slots__ = (
        "__weakref__",
        "birth",
        "ended",
        "frame",
        "is_async",
        "is_coroutine",
        "is_function",
        "is_generator",
        "is_left",
        "is_running",
        "lost",
        "pull",
        "run",
        "spent",
        "steps",
        "waiting",
    )

    def __init__(
        self,
        run: Callable[[Callable[[Value], Value]], Value],
        *,
        birth: int = -1,
        pull: "Callable[[], Steps] | None" = None,
        is_function: bool = False,
        is_coroutine: bool = False,
    ) -> None:
        self.run = run
        self.pull = pull
        self.birth = birth
        self.is_function = is_function
        self.is_coroutine = is_coroutine
        self.is_async = is_coroutine
        self.is_generator = False  # and not an iterator of another kind, which only works like one
        self.frame: Any = None
        self.spent = self.is_left = self.is_running = False
        self.lost: Unknown | None = None
        self.ended: list[Value] = []  # what its function returned
        self.steps: Steps | None = None
        self.waiting: Any = None

    @property
    def python(self) -> type:
        """Python's own class of it, where it is no iterator of another kind."""
        if self.is_coroutine:
            return CoroutineType
        return AsyncGeneratorType if self.is_async else GeneratorType

    @property
    def returned(self) -> Value:
        """What its function returned; None before."""
        return self.ended[-1] if self.ended else None


def why_more(ended: StopIteration) -> Unknown | None:
    """Return why there may be more elements than those that came one by one."""
    reason: Unknown | None = ended.value
    return reason


def run_of(pull: Callable[[], Steps]) -> Callable[[Callable[[Value], Value]], Unknown | None]:
    """Return what runs a generator from its beginning that hands out its elements one by one."""

    def run(handle: Callable[[Value], Value]) -> Unknown | None:
        steps = pull()
        while True:
            try:
                element = next(steps)
            except StopIteration as ended:
                return why_more(ended)
            handle(element)

    return run


class Iterator:
    """Elements that are handed out once. ``slots``: all of them, why there may be more, the next index."""

    __slots__ = ("slots",)

    def __init__(self, slots: Namespace) -> None:
        self.slots = slots


def elements_of(iterator: Iterator) -> tuple[Value, ...]:
    """Return the elements of an iterator; those of a list are what it holds by now.

    No attribute of the class, whose names stand for those that the program sees.
    """
    source = iterator.slots.get("source")
    items: tuple[Value, ...] = iterator.slots["items"] if source is None else source.items
    return items

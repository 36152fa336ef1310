"""What reading any call needs: its arguments, the signatures it makes, and where findings go."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from automappa_scaffold.registry.call_arguments import (
    ONE_RESULT,
    Keywords,
    Node,
    arguments_of,
    items_of,
    pairs_of,
    partly_known,
    spread,
    why_not_packed,
)
from automappa_scaffold.registry.call_names import FileNames
from automappa_scaffold.registry.call_sites import BadCall, MissingName, NamedTask, PlainCall, TaskCall
from automappa_scaffold.registry.canvas_parts import Signature, feed, feed_error
from automappa_scaffold.registry.signatures import Arguments
from automappa_scaffold.registry.symbol_kinds import Symbol
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.call_facts import CallFacts
from automappa_scaffold.source.places import Place

__all__ = ["CallReader"]

# A constant of so many parts stands in one piece in the source.
_WRITTEN = 4


@dataclass(slots=True)
class CallReader(ABC):
    """Reads the calls of one file, expression by expression.

    Attributes:
        made: the signatures of the expression that is read.
        depth: how many functions are being read in the place of their calls.
    """

    names: FileNames
    facts: CallFacts
    calls: list[TaskCall] = field(default_factory=list)
    bad: list[BadCall] = field(default_factory=list)
    missing: list[MissingName] = field(default_factory=list)
    plain: list[PlainCall] = field(default_factory=list)
    named: list[NamedTask] = field(default_factory=list)
    made: list[Signature] = field(default_factory=list)
    depth: int = 0

    def apart(self) -> "CallReader":
        """Return a reader of the same file that has noted nothing."""
        return type(self)(self.names, self.facts, depth=self.depth + 1)

    @abstractmethod
    def close(self, signature: Signature) -> None:
        """Note what a signature is called with, now that the whole expression is known."""

    @abstractmethod
    def value(self, node: Node | None) -> Any:
        """Return what an expression stands for: a part of a canvas, a symbol, or None."""

    def values(self, nodes: Iterable[Node]) -> list[Any]:
        """Return what several expressions stand for."""
        return [self.value(node) for node in nodes]

    def ask(self, name: str | None, how: str, node: Node, app: Symbol | None) -> TaskSignature | None:
        """Note that a task is asked for by name; return the task of that name."""
        if node[0] == "either":
            for side in node[2]:
                self.ask(self.names.text(side), how, side, app)
            self.values(node[3])
            return None
        if not name or (app is not None and not app.is_main_app):
            return None
        if any(name == known and first <= node[1][0] <= last for known, first, last in self.facts.looked_for):
            return None
        is_written = node[0] == "const" and len(node) == _WRITTEN
        self.named.append(NamedTask(name, how, self.names.place(node[1]), is_written))
        return self.names.symbols.task_named(name)

    def given(self, args: Sequence[Node], keywords: Keywords) -> Arguments:
        """Return the arguments of a call as written."""
        self.values(args)
        self.values(value for _, value in keywords)
        return arguments_of(args, keywords)

    def packed(
        self,
        task: TaskSignature | None,
        args: Sequence[Node],
        keywords: Keywords,
        place: Place,
        method: str,
    ) -> Arguments | None:
        """Return the arguments that are given as a tuple and a dict; None where they are not known."""
        keywords = spread(keywords)
        words = {name: value for name, value in keywords if name is not None}
        is_open = len(words) < len(keywords) or any(arg[0] == "star" for arg in args)
        for arg in args:
            self.value(arg)
        for name, value in words.items():
            made = self.value(value)
            if name == "link":
                for callback in made if isinstance(made, list) else [made]:
                    feed(callback, ONE_RESULT, leading=1)
            elif name == "link_error":
                feed_error(made)
        if is_open:
            return None
        first = args[0] if args else words.get("args")
        second = args[1] if len(args) > 1 else words.get("kwargs")
        problem = why_not_packed(first, "args") or why_not_packed(second, "kwargs")
        if problem and task is not None and method in ("apply_async", "send_task"):
            self.bad.append(BadCall(task, place, f"{method}{problem}"))
            return None
        positional = items_of(first)
        named = pairs_of(second)
        if positional is None or named is None:
            return None if positional is None and named is None else partly_known(positional, named)
        return arguments_of(positional, named)

    def make_signature(
        self,
        task: TaskSignature | None,
        args: Sequence[Node],
        keywords: Keywords,
        place: Place,
        how: str,
    ) -> Any:
        """Return what ``signature(args, kwargs)`` makes."""
        immutable = dict(keywords).get("immutable")
        arguments = self.packed(None, args, keywords, place, how)
        if arguments is None:
            arguments = partly_known(None, None)
        is_fixed = immutable is not None and immutable[0] == "const" and bool(immutable[3])
        made = self.make(task, arguments, place, how, immutable=is_fixed)
        if immutable is not None and immutable[0] != "const":
            made.task = None
        return made

    def make(
        self,
        task: TaskSignature | None,
        arguments: Arguments,
        place: Place,
        how: str,
        *,
        immutable: bool = False,
    ) -> Signature:
        """Return a new signature."""
        made = Signature(task, arguments, place, how, immutable)
        self.made.append(made)
        return made

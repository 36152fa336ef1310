"""What the parts of the interpreter ask of one another."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.frames import Frame, Outcome
from automappa_scaffold.interpreter.generators import Steps
from automappa_scaffold.interpreter.objects import Class, Module
from automappa_scaffold.interpreter.values import DictValue, Ext, Unknown, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["Parts", "UndecidedError"]


class UndecidedError(Exception):
    """Part of a text is not known: ``value`` stands in the way."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class Parts(ABC):
    """The operations that one part has and others use."""

    aliases: dict[tuple[Any, ...], Value]
    python_numbers: tuple[int, ...]

    @abstractmethod
    def run_block(self, body: Sequence[Node], frame: Frame) -> Outcome | None:
        """Run statements; return how they ended early, or None."""

    @abstractmethod
    def eval(self, node: Node, frame: Frame) -> Value:
        """Return an expression's value."""

    @abstractmethod
    def assign(self, target: Node, value: Value, frame: Frame) -> None:
        """Bind a target to a value."""

    @abstractmethod
    def bind_name(self, name: str, value: Value, frame: Frame) -> None:
        """Bind a name where the frame binds names."""

    @abstractmethod
    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
    ) -> Value:
        """Call a value."""

    @abstractmethod
    def force(self, value: Unknown | Ext) -> Value:
        """Return what installed code shows a value to be, or the value itself."""

    @abstractmethod
    def find_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or MISSING."""

    @abstractmethod
    def get_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or raise AttributeError in the program."""

    @abstractmethod
    def as_copied(self, value: Value, place: Place) -> Value:
        """Return the dict that Python copies a mapping to."""

    @abstractmethod
    def get_item(self, target: Value, key: Value, place: Place) -> Value:
        """Return ``target[key]``."""

    @abstractmethod
    def require_hashable(self, key: Value, place: Place | None) -> None:
        """Raise what Python raises for a key that has no hash."""

    @abstractmethod
    def key_in(self, target: DictValue, key: Value) -> Value:
        """Return the key of a dict that equals a key, else the key itself; MISSING: it is not decided."""

    @abstractmethod
    def are_equal(self, one: Value, other: Value) -> bool | None:
        """Return whether two objects are one key; None: the program's own methods do not say."""

    @abstractmethod
    def compare(self, op: str, left: Value, right: Value, place: Place) -> Value:
        """Return what a comparison gives."""

    @abstractmethod
    def decide(self, value: Value) -> Value:
        """Return a value that is about to decide something; an assumption it rests on is told."""

    @abstractmethod
    def dressed(self, value: Value, place: Place) -> Any:
        """Return a value as Python's own, objects dressed up; raise UndecidedError where it is not known."""

    @abstractmethod
    def metaclass_method(self, cls: Class, name: str) -> Value:
        """Return what the class's metaclass binds to a name, when it is the project's own; else None."""

    @abstractmethod
    def special_method(self, value: Value, name: str, place: Place | None) -> Value:
        """Return a method by which Python itself works with an object: its class says what it is."""

    @abstractmethod
    def delete_plainly(self, value: Value, name: str, place: Place) -> None:
        """Delete an attribute as ``object.__delattr__`` does."""

    @abstractmethod
    def set_attribute(self, value: Value, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute."""

    @abstractmethod
    def iterate(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements, and why there may be others (None: these are all)."""

    @abstractmethod
    def iterate_in_order(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements like ``iterate``; a set has no order that could be told."""

    @abstractmethod
    def take(self, value: Value, handle: Callable[[Value], Any], place: Place) -> Unknown | None:
        """Give elements to ``handle``, one by one, until it returns True; return why there may be others."""

    @abstractmethod
    def walk(self, value: Value, place: Place) -> Steps:
        """Yield a value's elements, each computed when it is asked for; return why there may be others."""

    @abstractmethod
    def new_iterator(
        self, items: Sequence[Value], unknown: Unknown | None = None, *, is_unordered: bool = False
    ) -> Value:
        """Return an iterator over elements, which perhaps come in an order that is not known."""

    @abstractmethod
    def to_python(self, value: Value, place: Place) -> Any:
        """Return a constant or container of constants as Python's own, or MISSING."""

    @abstractmethod
    def refuse_as_python(self, operation: Callable[..., Any], given: Sequence[Value], place: Place) -> None:
        """Raise the TypeError that Python raises for such kinds of values; else do nothing."""

    @abstractmethod
    def import_module(self, name: str, site: "tuple[Module | None, Place | None, str | Node]") -> Value:
        """Import a dotted name and return its last part's module."""

    @abstractmethod
    def import_from(self, node: Node, frame: Frame) -> None:
        """Run a ``from ... import ...``."""

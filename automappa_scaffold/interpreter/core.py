"""The interpreter's state, what its parts ask of one another, and branches that cannot be decided.

A condition that source does not decide is run both ways. Each way runs inside a scope; whatever it changes is
logged, taken back, and joined with what the other way did. A registration remembers the scopes it happened
in, so that an undecided condition matters only where it touches a registration.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from automappa_scaffold.interpreter.raising import ImportStep, PyRaise, RunawayError, exception
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    ListValue,
    Maybe,
    Module,
    Namespace,
    Scope,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node, column_of, line_of
from automappa_scaffold.source.tree import SourceTree

__all__ = ["Core", "Frame", "Note", "Outcome"]

# An import that runs more statements than this is not an import any more.
MAX_STEPS = 3_000_000
MAX_DEPTH = 120


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """Something that makes the answer uncertain: a place in a module, and what it does."""

    place: Place
    reason: str


@dataclass(slots=True)
class Frame:
    """Names in force while a block runs. ``names`` is where assignments go."""

    module: Module
    names: Namespace
    parent: "Frame | None" = None  # the enclosing function, for closures
    function: Any = None
    is_class: bool = False
    handle_yield: Callable[[Value], Value] | None = None
    lingering: int = 0  # scopes pushed by a branch that left the function
    pending: "list[tuple[Scope, Value]]" = field(default_factory=list)  # what undecided branches returned


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a block ended: ``kind`` is ``return``, ``break`` or ``continue``."""

    kind: str
    value: Value = None


_Change = tuple[Namespace, Any, Value]
_Log = dict[tuple[int, Any], _Change]


class Core(ABC):
    """State and the operations that the parts of the interpreter ask of one another."""

    def __init__(
        self,
        tree: SourceTree,
        sys_path: Sequence[str],
        environ: Mapping[str, str],
        models: Mapping[str, Value],
        *,
        preloaded: frozenset[str] = frozenset(),
        installed: frozenset[str] | None = None,
        declared: frozenset[str] = frozenset(),
        python_version: str = "",
    ) -> None:
        self.tree = tree
        self.logs: list[_Log] = []
        self.sys_path = self.new_list(list(sys_path))
        self.environ = environ
        self.environ_changes = self.namespace()
        self.working_directory = sys_path[0] if sys_path else tree.root.as_posix()
        self.models = dict(models)
        self.preloaded = preloaded  # top-level modules that are there before the project's
        self.installed = installed  # top-level modules of the app's environment; None: not known
        self.declared = declared  # distributions that the project declares
        self.python_version = python_version
        self.modules: dict[str, Module] = {}
        self.external_modules: set[str] = set()
        self.importing: list[Module] = []
        self.scopes: tuple[Scope, ...] = ()
        self.assumptions: dict[str, None] = {}
        self.notes: dict[Note, None] = {}
        self.steps = 0
        self.depth = 0

    # What the parts ask of one another.

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
    def call(
        self, function: Value, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
    ) -> Value:
        """Call a value."""

    @abstractmethod
    def get_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or raise AttributeError in the program."""

    @abstractmethod
    def set_attribute(self, value: Value, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute."""

    @abstractmethod
    def iterate(self, value: Value, place: Place) -> tuple[tuple[Value, ...], Unknown | None]:
        """Return the elements, and why there may be others (None: these are all)."""

    @abstractmethod
    def import_module(self, name: str, site: "tuple[Module | None, Place | None, str]") -> Value:
        """Import a dotted name and return its last part's module."""

    # Making values.

    def namespace(self, **items: Value) -> Namespace:
        """Return a new mapping whose changes can be undone."""
        return Namespace(len(self.logs), items.items())

    def new_list(self, items: Sequence[Value], unknown: Unknown | None = None) -> ListValue:
        """Return a new list."""
        return ListValue(Namespace(len(self.logs), [("items", tuple(items)), ("unknown", unknown)]))

    def new_set(self, items: Sequence[Value], unknown: Unknown | None = None) -> SetValue:
        """Return a new set."""
        return SetValue(Namespace(len(self.logs), [("items", tuple(items)), ("unknown", unknown)]))

    def new_dict(self, items: Mapping[Any, Value] | None = None, unknown: Unknown | None = None) -> DictValue:
        """Return a new dict."""
        depth = len(self.logs)
        return DictValue(Namespace(depth, (items or {}).items()), Namespace(depth, [("unknown", unknown)]))

    def unknown(self, reason: str, place: Place | None, *, is_foreign: bool = False) -> Unknown:
        """Return a value that cannot be decided, because of the expression at a place."""
        return Unknown(reason, place, self.namespace(), is_foreign=is_foreign)

    def place(self, node: Node, module: Module) -> Place:
        """Return the place of a node of a module."""
        return self.place_at(node[1], module)

    def place_at(self, position: int, module: Module) -> Place:
        """Return the place of a packed position of a module."""
        return Place(self.tree.relative(module.path), line_of(position), column_of(position))

    # Changes, and taking them back.

    def store(self, names: Namespace, key: Any, value: Value) -> None:
        """Bind a key, so that an undecided branch can take it back."""
        logs = self.logs
        if len(logs) > names.depth:
            logs[-1].setdefault((id(names), key), (names, key, names.get(key, MISSING)))
        if value is MISSING:
            names.pop(key, None)
        else:
            names[key] = value

    def decide(self, value: Value) -> Value:
        """Return a value that is about to decide something; an assumption it rests on is told."""
        while isinstance(value, Assumed):
            self.assumptions[value.note] = None
            value = value.value
        return value

    def note(self, reason: str, place: Place | None) -> None:
        """Tell that the answer is uncertain here."""
        if place is not None:
            self.notes[Note(place, reason)] = None

    def step(self) -> None:
        """Count one statement or element.

        Raises:
            RunawayError: the program runs for too long.
        """
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise RunawayError

    def fork(self, scope: Scope, branches: Sequence[Callable[[], Any]]) -> list[Any]:
        """Run each branch as if it were the one taken, and join what they changed.

        Returns what each branch returned, or the PyRaise it ended with. Changes of a branch that raised are
        dropped when another did not.
        """
        results: list[Any] = []
        changes: list[_Log] = []
        for branch in branches:
            result, change = self._run_branch(scope, branch)
            results.append(result)
            changes.append(change)
        alive = [c for r, c in zip(results, changes, strict=True) if not isinstance(r, PyRaise)] or changes
        self._join(alive, scope)
        return results

    def _run_branch(self, scope: Scope, branch: Callable[[], Any]) -> tuple[Any, _Log]:
        log: _Log = {}
        outer = self.scopes
        self.logs.append(log)
        self.scopes = (*outer, scope)
        try:
            result = branch()
        except PyRaise as raised:
            result = raised
        finally:
            self.logs.pop()
            self.scopes = outer
        change = {key: (names, name, names.get(name, MISSING)) for key, (names, name, _) in log.items()}
        for names, name, old in log.values():
            if old is MISSING:
                names.pop(name, None)
            else:
                names[name] = old
        return result, change

    def _join(self, changes: list[_Log], scope: Scope) -> None:
        for key in {key: None for change in changes for key in change}:
            names, name = next((c[key][0], c[key][1]) for c in changes if key in c)
            before = names.get(name, MISSING)
            values = [change[key][2] if key in change else before for change in changes]
            self.store(names, name, self.join(values, scope))

    def join(self, values: Sequence[Value], scope: Scope) -> Value:
        """Return the value that is one of these."""
        options: list[Value] = []
        for value in values:
            for option in value.options if isinstance(value, Union) else (value,):
                if not any(_same(option, known) for known in options):
                    options.append(option)
        if len(options) == 1:
            return options[0]
        if all(isinstance(option, tuple) for option in options):
            return _join_elements(options, scope)
        return Union(tuple(options), scope)

    def settle(self, results: Sequence[Any], scope: Scope) -> Value:
        """Return the joined value of branches; raise when all raised, tell when one did."""
        raised = [r for r in results if isinstance(r, PyRaise)]
        values = [r for r in results if not isinstance(r, PyRaise)]
        if not values:
            raise raised[0]
        for loser in raised:
            if loser.place is not None:
                self.assumptions[f"{loser.place}: {loser.message} is taken not to be raised"] = None
        return self.join(values, scope)

    def raise_(self, kind: str, message: str, place: Place | None, *, missing: str = "") -> PyRaise:
        """Return a built-in exception, to be raised."""
        return exception(kind, message, place, missing=missing)

    def enter(self, place: Place | None) -> None:
        """Count one call deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RunawayError

    def where(self) -> tuple[Module | None, tuple[Scope, ...]]:
        """Return the module whose import is running, and the conditions it runs under."""
        return (self.importing[-1] if self.importing else None), self.scopes

    def trace_import(self, raised: PyRaise, module: Module, place: Place) -> None:
        """Remember that an error passed through an import of this module."""
        raised.chain.insert(0, ImportStep(module.name, place))


def _same(a: Value, b: Value) -> bool:
    if a is b:
        return True
    if is_constant(a) and is_constant(b):
        return type(a) is type(b) and bool(a == b)
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return all(_same(x, y) for x, y in zip(a, b, strict=True))
    return False


def _join_elements(options: Sequence[tuple[Value, ...]], scope: Scope) -> tuple[Value, ...]:
    """Join tuples: what all hold stays, what some hold becomes Maybe; the order of the longest rules."""
    longest = max(options, key=len)
    joined: list[Value] = []
    for element in longest:
        everywhere = all(any(_same(element, other) for other in option) for option in options)
        joined.append(element if everywhere or isinstance(element, Maybe) else Maybe(element, scope))
    for option in options:
        for element in option:
            bare = element.value if isinstance(element, Maybe) else element
            if not any(_same(bare, j.value if isinstance(j, Maybe) else j) for j in joined):
                joined.append(element if isinstance(element, Maybe) else Maybe(element, scope))
    return tuple(joined)

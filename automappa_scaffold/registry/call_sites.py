"""What the calls in a file do with tasks: Celery's canvas, evaluated as far as the file says what is called.

Source: ``celery.app.task`` and ``celery.canvas`` of Celery 5.7, and what they were seen to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.registry.signatures import Arguments, Fit, fit
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.source.call_facts import CallFacts
from automappa_scaffold.source.places import Place

__all__ = [
    "BadCall",
    "CallSites",
    "MissingName",
    "NamedTask",
    "PlainCall",
    "TaskCall",
    "find_call_sites",
    "fit_call",
]

Node = Sequence[Any]


@dataclass(frozen=True, slots=True)
class TaskCall:
    """Arguments for a task. ``values`` of ``arguments`` are expressions of ``source.call_facts``.

    Attributes:
        how: the words of the call, ``delay``.
        is_complete: nothing will be added to the arguments.
        leading: how many of the first arguments are results of earlier tasks.
        by_worker: the arguments meet the task in the worker alone.
    """

    task: TaskSignature
    arguments: Arguments
    place: Place
    how: str
    is_complete: bool = True
    leading: int = 0
    by_worker: bool = False


@dataclass(frozen=True, slots=True)
class BadCall:
    """A call that fails whatever the task is."""

    task: TaskSignature
    place: Place
    problem: str


@dataclass(frozen=True, slots=True)
class MissingName:
    """A name that is taken from a module of the project which does not have it."""

    symbol: Symbol
    place: Place
    is_import: bool
    of_tasks: bool


@dataclass(frozen=True, slots=True)
class PlainCall:
    """A task's method, asked of a function that is no task."""

    symbol: Symbol
    method: str
    place: Place


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A task that is asked for by its name, given as text."""

    name: str
    how: str
    place: Place


@dataclass(frozen=True, slots=True)
class CallSites:
    """What the project's files do with its tasks, file by file in the order of the source."""

    calls: tuple[TaskCall, ...] = ()
    bad: tuple[BadCall, ...] = ()
    missing: tuple[MissingName, ...] = ()
    plain: tuple[PlainCall, ...] = ()
    named: tuple[NamedTask, ...] = ()


def fit_call(call: TaskCall) -> Fit:
    """Return whether the arguments of a call fit its task."""
    is_compared = call.how not in _NOT_COMPARED
    return fit(call.task.parameters, call.arguments, is_complete=call.is_complete, is_compared=is_compared)


# Calls after which the function gets the arguments as they are.
_NOT_COMPARED = frozenset({"calling it", "run", "apply", "map", "starmap", "chunks", "send_task"})


def find_call_sites(
    symbols: Symbols, files: Iterable[tuple[PurePosixPath, CallFacts]], import_root: PurePosixPath
) -> CallSites:
    """Return what the files do with the project's tasks."""
    calls: list[TaskCall] = []
    bad: list[BadCall] = []
    missing: list[MissingName] = []
    plain: list[PlainCall] = []
    named: list[NamedTask] = []
    for path, facts in files:
        reader = _File(symbols, path, facts, import_root)
        reader.run()
        calls += reader.calls
        bad += reader.bad
        missing += dict.fromkeys(reader.missing)
        plain += reader.plain
        named += reader.named
    return CallSites(tuple(calls), tuple(bad), tuple(missing), tuple(plain), tuple(named))


# What an expression stands for, where it is a part of a canvas.


@dataclass(slots=True, eq=False)
class _Signature:
    task: TaskSignature | None
    arguments: Arguments
    place: Place
    how: str
    immutable: bool = False
    first: Arguments | None = None  # what is given before its own arguments; None: nothing is known yet
    leading: int = 0
    by_worker: bool = False


@dataclass(slots=True, eq=False)
class _Chain:
    links: list[Any]


@dataclass(slots=True, eq=False)
class _Group:
    members: list[Any]


@dataclass(slots=True, eq=False)
class _Chord:
    header: Any
    body: Any = None


@dataclass(slots=True, eq=False)
class _Many:
    """What a comprehension makes: none, one or several of its element."""

    element: Any


@dataclass(slots=True, eq=False)
class _Method:
    """A method, not called yet: of a signature, chain, group, chord, app or unknown object."""

    receiver: Any
    name: str


_RESULT: Node = ("other", (0, 0, 0, 0), ())
_NOTHING = Arguments()
_ONE_RESULT = Arguments(positional=(_RESULT,))
_TASK_METHODS = frozenset(
    {"delay", "apply_async", "apply", "s", "si", "signature", "subtask", "starmap", "map", "chunks", "run"}
)
_ONLY_TASKS_HAVE = frozenset({"delay", "apply_async", "s", "si", "signature", "subtask", "starmap", "chunks"})
_CANVAS = {
    f"{module}.{name}": name
    for module in ("celery", "celery.canvas", "celery.app.canvas")
    for name in ("chain", "group", "chord", "signature", "subtask", "Signature", "maybe_signature")
}


@dataclass(slots=True)
class _File:
    symbols: Symbols
    path: PurePosixPath
    facts: CallFacts
    import_root: PurePosixPath
    calls: list[TaskCall] = field(default_factory=list)
    bad: list[BadCall] = field(default_factory=list)
    missing: list[MissingName] = field(default_factory=list)
    plain: list[PlainCall] = field(default_factory=list)
    named: list[NamedTask] = field(default_factory=list)
    made: list[_Signature] = field(default_factory=list)
    name_by_path: str = ""

    def run(self) -> None:
        """Look at everything that the file imports and calls."""
        for fact in self.facts.imports:
            module = self.absolute(fact.level, fact.module)
            if module is not None:
                symbol = self.symbols.find(module, (fact.name,))
                if symbol.kind is SymbolKind.MISSING:
                    self.note_missing(symbol, fact.position, is_import=True)
        for node in self.facts.calls:
            self.made = []
            self.value(node)
            for signature in self.made:
                self.close(signature)

    # Names.

    def absolute(self, level: int, module: str) -> str | None:
        """Return the module that a ``from`` statement of this file names."""
        return absolute_module(self.module_name(), self.path.name == "__init__.py", level, module)

    def module_name(self) -> str:
        """Return the name of the module that this file is."""
        known = self.symbols.module_at(self.path)
        if known is not None:
            return known
        if not self.name_by_path:
            path, root = self.path, self.import_root
            below = path.relative_to(root) if path.is_relative_to(root) else path
            self.name_by_path = module_name_of(below.parts)
        return self.name_by_path

    def symbol(self, node: Node, *, load: bool = False) -> Symbol:
        """Return what a reference stands for; ``load``: run modules to find out."""
        _, _, binding, names = node
        kind = binding[0]
        load = load or bool(names and names[-1] in _ONLY_TASKS_HAVE)
        if kind == "import":
            return self.symbols.find(binding[1], tuple(names), load=load)
        if kind == "from":
            module = self.absolute(binding[1], binding[2])
            return _OTHER if module is None else self.symbols.find(module, (binding[3], *names), load=load)
        own = self.symbols.module_at(self.path)
        if own is not None:
            found = self.symbols.find(own, (binding[1], *names), load=load)
            # A name that the file itself binds is not missing: it is bound in a way that is not followed.
            return found if found.kind is not SymbolKind.MISSING or found.missing != binding[1] else _OTHER
        if binding[2] == "def" and names:
            return Symbol(SymbolKind.FUNCTION, f"{self.module_name()}.{binding[1]}", rest=tuple(names))
        return _OTHER

    def place(self, position: Node) -> Place:
        """Return a position of this file as a place."""
        return Place(self.path, position[0], position[1], position[2], position[3])

    def note_missing(self, symbol: Symbol, position: Node, *, is_import: bool) -> None:
        """Note a name that a module does not have."""
        if symbol.missing in self.facts.tested:
            return
        of_tasks = self.symbols.holds_tasks(symbol.name) or (symbol.rest[:1] or ("",))[0] in _ONLY_TASKS_HAVE
        self.missing.append(MissingName(symbol, self.place(position), is_import, of_tasks))

    # Expressions.

    def value(self, node: Node | None) -> Any:
        """Return what an expression stands for: a part of a canvas, a symbol, or None."""
        if node is None:
            return None
        kind = node[0]
        if kind == "ref":
            return self.reference(node)
        if kind == "call":
            return self.call(node)
        if kind == "attr":
            receiver = self.value(node[2])
            return _Method(receiver, node[3])
        if kind == "or":
            left, right = self.value(node[2]), self.value(node[3])
            return self.joined(left, right)
        if kind == "invert":
            made = self.value(node[2])
            self.feed(made, _NOTHING)
            return None
        if kind in ("tuple", "list", "set"):
            return [self.value(item) for item in node[2]]
        if kind == "pass":
            self.values(node[3])
            return self.value(node[2])
        if kind == "comp":
            self.values(node[3])
            return _Many(self.value(node[2]))
        if kind == "dict":
            for key, value in node[2]:
                self.value(key)
                self.value(value)
        elif kind == "star":
            self.value(node[2])
        elif kind == "item":
            self.item(node)
        elif kind == "other":
            self.values(node[2])
        return None

    def values(self, nodes: Iterable[Node]) -> list[Any]:
        """Return what several expressions stand for."""
        return [self.value(node) for node in nodes]

    def reference(self, node: Node) -> Any:
        """Return what a name with its attributes stands for."""
        symbol = self.symbol(node)
        if symbol.kind is SymbolKind.MISSING:
            names = node[3]
            is_use = bool(names) and names[-1] in _ONLY_TASKS_HAVE
            # What the import statement itself names is told there.
            if symbol.missing != node[2][-1] and (is_use or self.symbols.holds_tasks(symbol.name)):
                self.note_missing(symbol, node[1], is_import=False)
            return None
        if symbol.kind is SymbolKind.FUNCTION and symbol.rest:
            if symbol.rest[0] in _ONLY_TASKS_HAVE:
                self.plain.append(PlainCall(symbol, symbol.rest[0], self.place(node[1])))
            return None
        return symbol

    def item(self, node: Node) -> None:
        """Look at a subscript: ``app.tasks["name"]`` asks for a task."""
        receiver, key = self.value(node[2]), node[3]
        self.value(key)
        if isinstance(receiver, Symbol) and receiver.kind is SymbolKind.APP and receiver.rest == ("tasks",):
            self.ask(self.text(key), "tasks[...]", key, receiver)

    def text(self, node: Node | None) -> str | None:
        """Return the text that an expression certainly is."""
        if node is None:
            return None
        if node[0] == "const" and node[2] == "str":
            return node[3] if isinstance(node[3], str) else None
        if node[0] == "ref":
            symbol = self.symbol(node, load=True)
            return symbol.name if symbol.kind is SymbolKind.TEXT else None
        return None

    def ask(self, name: str | None, how: str, node: Node, app: Symbol | None) -> TaskSignature | None:
        """Note that a task is asked for by name; return the task of that name."""
        if not name or (app is not None and not app.is_main_app):
            return None
        self.named.append(NamedTask(name, how, self.place(node[1])))
        return self.symbols.task_named(name)

    # Calls.

    def call(self, node: Node) -> Any:
        """Return what a call returns."""
        _, _, function, args, keywords = node
        target = self.value(function)
        if isinstance(target, Symbol):
            if target.kind is SymbolKind.TASK and target.task is not None:
                return self.call_task(target.task, target.rest, node)
            if target.kind is SymbolKind.APP and len(target.rest) == 1:
                return self.call_app(target, node)
            if target.kind is SymbolKind.EXTERNAL and target.name in _CANVAS and not target.rest:
                return self.call_canvas(_CANVAS[target.name], node)
            target = None
        if isinstance(target, _Method):
            if target.name == "add_periodic_task":
                return self.add_periodic(node)
            if isinstance(target.receiver, (_Signature, _Chain, _Group, _Chord)):
                return self.call_method(target, node)
        elif isinstance(target, (_Signature, _Chain, _Group, _Chord)):
            return self.send(target, node, "()")
        self.values(args)
        self.values(value for _, value in keywords)
        return None

    def call_task(self, task: TaskSignature, rest: tuple[str, ...], node: Node) -> Any:
        """Call a task object or one of its methods."""
        _, position, _, args, keywords = node
        place = self.place(position)
        if not rest or rest == ("run",):
            given = self.given(args, keywords)
            self.calls.append(TaskCall(task, given, place, "run" if rest else "calling it"))
            return None
        method = rest[0]
        if len(rest) > 1 or method not in _TASK_METHODS:
            self.values(args)
            self.values(value for _, value in keywords)
            return None
        if method in ("s", "si"):
            return self.make(task, self.given(args, keywords), place, method, immutable=method == "si")
        if method in ("signature", "subtask"):
            return self.make_signature(task, args, keywords, place, method)
        if method == "delay":
            if task.is_checked:
                self.calls.append(TaskCall(task, self.given(args, keywords), place, "delay"))
            else:
                self.given(args, keywords)
            return None
        if method in ("apply_async", "apply"):
            arguments = self.packed(task, args, keywords, place, method)
            if arguments is not None and (task.is_checked or method == "apply"):
                self.calls.append(TaskCall(task, arguments, place, method, by_worker=method == "apply"))
            return None
        self.map(task, method, args, keywords, place)
        return None

    def call_app(self, app: Symbol, node: Node) -> Any:
        """Call a method of an app."""
        _, position, _, args, keywords = node
        method = app.rest[0]
        place = self.place(position)
        if method in ("signature", "subtask", "send_task"):
            first = args[0] if args else dict(keywords).get("name" if method == "send_task" else "varies")
            if first is None or first[0] == "star":
                self.values(args)
                return None
            task = self.ask(self.text(first), method, first, app)
            rest = args[1:] if args else ()
            others = tuple(pair for pair in keywords if pair[0] != "name")
            if method != "send_task":
                return self.make_signature(task, rest, others, place, method)
            if task is not None:
                arguments = self.packed(task, rest, others, place, method)
                if arguments is not None:
                    self.calls.append(TaskCall(task, arguments, place, method, by_worker=True))
            else:
                self.values(args)
                self.values(value for _, value in keywords)
            return None
        if method == "add_periodic_task":
            return self.add_periodic(node)
        self.values(args)
        self.values(value for _, value in keywords)
        return None

    def call_canvas(self, name: str, node: Node) -> Any:
        """Call one of the functions of ``celery.canvas``."""
        _, position, _, args, keywords = node
        place = self.place(position)
        if name in ("signature", "subtask", "Signature", "maybe_signature"):
            first = args[0] if args else dict(keywords).get("task" if name == "Signature" else "varies")
            if first is None or first[0] == "star":
                self.values(args)
                return None
            found = self.value(first)
            if isinstance(found, Symbol) and found.kind is SymbolKind.TASK and not found.rest:
                task = found.task
            else:
                task = self.ask(self.text(first), name, first, None)
            others = tuple(pair for pair in keywords if pair[0] not in ("task", "varies"))
            return self.make_signature(task, args[1:], others, place, name)
        if name == "chord":
            words = dict(keywords)
            header = args[0] if args else words.get("header")
            body = args[1] if len(args) > 1 else words.get("body")
            made = _Chord(_as_group(self.value(header)), self.value(body))
            self.feed(made.body, _ONE_RESULT, leading=1)
            return made
        self.values(value for _, value in keywords)
        values = self.flattened(args)
        if name == "group":
            return _Group(values)
        chain = _Chain([])
        for value in values:
            self.follow(chain, value)
            chain.links.append(value)
        return chain

    def flattened(self, args: Sequence[Node]) -> list[Any]:
        """Return the members given to a chain or group, one by one or as one list."""
        made: list[Any] = []
        for arg in args:
            value = self.value(arg[2] if arg[0] == "star" else arg)
            is_several = isinstance(value, list) and (len(args) == 1 or arg[0] == "star")
            made += value if is_several else [value]
        return made

    def joined(self, left: Any, right: Any) -> Any:
        """Return ``left | right``."""
        parts = (_Signature, _Chain, _Group, _Chord)
        if not isinstance(left, parts):
            return None
        if isinstance(left, _Chain):
            self.follow(left, right)
            left.links.append(right)
            return left
        chain = _Chain([left])
        self.follow(chain, right)
        chain.links.append(right)
        return chain

    def follow(self, chain: _Chain, link: Any) -> None:
        """Give a link of a chain the result of what is before it."""
        # An empty chain gives no result, and what is not known may be one.
        if not _may_be_empty(chain):
            self.feed(link, _ONE_RESULT, leading=1)

    # Arguments.

    def given(self, args: Sequence[Node], keywords: Sequence[tuple[str | None, Node]]) -> Arguments:
        """Return the arguments of a call as written."""
        self.values(args)
        self.values(value for _, value in keywords)
        return _arguments(args, keywords)

    def packed(
        self,
        task: TaskSignature | None,
        args: Sequence[Node],
        keywords: Sequence[tuple[str | None, Node]],
        place: Place,
        method: str,
    ) -> Arguments | None:
        """Return the arguments that are given as a tuple and a dict; None where they are not known."""
        words = {name: value for name, value in keywords if name is not None}
        is_open = len(words) < len(keywords) or any(arg[0] == "star" for arg in args)
        for arg in args:
            self.value(arg)
        for name, value in words.items():
            made = self.value(value)
            if name == "link":
                for callback in made if isinstance(made, list) else [made]:
                    self.feed(callback, _ONE_RESULT, leading=1)
        if is_open:
            return None
        first = args[0] if args else words.get("args")
        second = args[1] if len(args) > 1 else words.get("kwargs")
        problem = _unpackable(first, "args") or _unpackable(second, "kwargs")
        if problem and task is not None and method in ("apply_async", "send_task"):
            self.bad.append(BadCall(task, place, f"{method}{problem}"))
            return None
        positional = _items(first)
        named = _pairs(second)
        if positional is None or named is None:
            return None if positional is None and named is None else _partly(positional, named)
        return _arguments(positional, named)

    def make_signature(
        self,
        task: TaskSignature | None,
        args: Sequence[Node],
        keywords: Sequence[tuple[str | None, Node]],
        place: Place,
        how: str,
    ) -> Any:
        """Return what ``signature(args, kwargs)`` makes."""
        immutable = dict(keywords).get("immutable")
        arguments = self.packed(None, args, keywords, place, how)
        if arguments is None:
            arguments = _arguments([("star", (0, 0, 0, 0), _RESULT)], [(None, _RESULT)])
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
    ) -> _Signature:
        """Return a new signature."""
        made = _Signature(task, arguments, place, how, immutable)
        self.made.append(made)
        return made

    def map(
        self,
        task: TaskSignature,
        method: str,
        args: Sequence[Node],
        keywords: Sequence[tuple[str | None, Node]],
        place: Place,
    ) -> None:
        """Look at the elements that a task is mapped over; the worker calls it with each."""
        self.values(args)
        self.values(value for _, value in keywords)
        first = args[0] if args else dict(keywords).get("it")
        for element in (_items(first) or ()) if first is not None else ():
            arguments: Arguments | None = None
            if element[0] == "star":
                continue
            if method == "map":
                arguments = Arguments(positional=(element,))
            else:
                items = _items(element)
                arguments = _arguments(items, ()) if items is not None else None
            if arguments is not None:
                self.calls.append(TaskCall(task, arguments, self.place(element[1]), method, by_worker=True))

    # Sending.

    def call_method(self, method: _Method, node: Node) -> Any:
        """Call a method of a signature, chain, group or chord."""
        _, _, _, args, keywords = node
        part, name = method.receiver, method.name
        if name in ("delay", "apply_async", "apply"):
            return self.send(part, node, name)
        values = self.values(args)
        self.values(value for _, value in keywords)
        if name == "set" and isinstance(part, _Signature):
            immutable = dict(keywords).get("immutable")
            if immutable is not None and immutable[0] == "const":
                part.immutable = bool(immutable[3])
            elif immutable is not None:
                part.task = None
            return part
        if name in ("set", "on_error", "stamp"):
            return part
        if name == "clone":
            if isinstance(part, _Signature) and (args or keywords):
                part.task = None
            return part
        if name == "link":
            for value in values:
                self.feed(value, _ONE_RESULT, leading=1)
            return values[0] if values else None
        if name in ("set_immutable", "replace") and isinstance(part, _Signature):
            part.task = None
        return None

    def send(self, part: Any, node: Node, how: str) -> None:
        """Send a part of a canvas: its first tasks get the arguments of the call."""
        _, position, _, args, keywords = node
        if isinstance(part, _Chord) and how == "()":
            body = args[0] if args else dict(keywords).get("body")
            made = self.value(body)
            self.values(args[1:])
            if made is not None:
                self.feed(made, _ONE_RESULT, leading=1)
            self.feed(part.header, _NOTHING)
            return
        if how in ("delay", "()"):
            first: Arguments | None = self.given(args, keywords)
            if isinstance(part, _Group) and how == "()":
                # group(...)(): the arguments are partial ones, the options are keywords.
                first = _arguments(args, ())
        else:
            first = self.packed(None, args, keywords, self.place(position), how)
        if first is None:
            first = _arguments([("star", (0, 0, 0, 0), _RESULT)], [(None, _RESULT)])
        self.feed(part, first)

    def feed(self, value: Any, first: Arguments, *, leading: int = 0) -> None:
        """Give arguments to the first tasks of a part of a canvas; nothing more will come."""
        if isinstance(value, _Signature):
            value.first = _NOTHING if value.immutable else first
            value.leading = 0 if value.immutable else leading
            value.by_worker = leading > 0
        elif isinstance(value, _Chain):
            if value.links:
                self.feed(value.links[0], first, leading=leading)
        elif isinstance(value, _Group):
            for member in value.members:
                several = isinstance(member, _Many)
                self.feed(member.element if several else member, first, leading=leading)
        elif isinstance(value, _Chord):
            self.feed(value.header, first, leading=leading)
        elif isinstance(value, list):
            for member in value:
                self.feed(member, first, leading=leading)

    def add_periodic(self, node: Node) -> None:
        """Look at ``add_periodic_task(schedule, signature, args, kwargs)``."""
        _, position, _, args, keywords = node
        words = {name: value for name, value in keywords if name is not None}
        values = self.values(args)
        others = {name: self.value(value) for name, value in words.items()}
        if any(arg[0] == "star" for arg in args) or len(words) < len(keywords):
            return
        target = values[1] if len(values) > 1 else others.get("sig")
        positional = _items(args[2] if len(args) > 2 else words.get("args"))
        named = _pairs(args[3] if len(args) > 3 else words.get("kwargs"))
        arguments = _partly(positional, named)
        if isinstance(target, Symbol) and target.task is not None and not target.rest:
            if target.task.is_checked:
                self.calls.append(TaskCall(target.task, arguments, self.place(position), "add_periodic_task"))
        else:
            self.feed(target, arguments)

    def close(self, signature: _Signature) -> None:
        """Note what a signature is called with, now that the whole expression is known."""
        task, own = signature.task, signature.arguments
        if task is None or not task.is_checked:
            return
        first = signature.first
        is_complete = signature.immutable or first is not None
        arguments = own if first is None else _together(first, own)
        self.calls.append(
            TaskCall(
                task,
                arguments,
                signature.place,
                signature.how,
                is_complete=is_complete,
                leading=signature.leading,
                by_worker=signature.by_worker,
            )
        )


_OTHER = Symbol(SymbolKind.OTHER)


def _may_be_empty(part: Any) -> bool:
    if isinstance(part, _Chain):
        return all(_may_be_empty(link) for link in part.links)
    return not isinstance(part, (_Signature, _Group, _Chord))


def _as_group(value: Any) -> Any:
    if isinstance(value, _Many):
        return _Group([value])
    return _Group(value) if isinstance(value, list) else value


def _arguments(args: Sequence[Node], keywords: Iterable[tuple[str | None, Node]]) -> Arguments:
    """Return arguments as written, stars and all."""
    words = list(keywords)
    positional: list[Node] = []
    more: int | None = None
    for arg in args:
        if arg[0] == "star":
            inner = _items(arg[2])
            if inner is not None and not any(item[0] == "star" for item in inner):
                positional += inner
                continue
            more = len(positional) if more is None else more
        else:
            positional.append(arg)
    named = {name: value for name, value in words if name is not None}
    is_open = False
    for name, value in words:
        if name is None:
            inner_pairs = _pairs(value)
            if inner_pairs is None or any(key is None for key, _ in inner_pairs):
                is_open = True
            else:
                named |= {key: item for key, item in inner_pairs if key is not None}
    return Arguments(tuple(positional), named, more, is_open)


def _partly(positional: Sequence[Node] | None, named: Sequence[tuple[str | None, Node]] | None) -> Arguments:
    star: Node = ("star", (0, 0, 0, 0), _RESULT)
    return _arguments(
        [star] if positional is None else positional, [(None, _RESULT)] if named is None else named
    )


def _together(first: Arguments, own: Arguments) -> Arguments:
    """Return the arguments of a signature with others put before them; names given later win."""
    more = first.more_positional
    if more is None and own.more_positional is not None:
        more = len(first.positional) + own.more_positional
    return Arguments(
        (*first.positional, *own.positional),
        {**own.keywords, **first.keywords},
        more,
        first.more_keywords or own.more_keywords,
    )


def _items(node: Node | None) -> Sequence[Node] | None:
    """Return the elements of a tuple or list as written; None where they are not known."""
    if node is None or (node[0] == "const" and node[2] == "none"):
        return ()
    return node[2] if node[0] in ("tuple", "list") else None


def _pairs(node: Node | None) -> Sequence[tuple[str | None, Node]] | None:
    """Return a dict's pairs as keywords; a name of None stands for any others."""
    if node is None or (node[0] == "const" and node[2] == "none"):
        return ()
    if node[0] != "dict":
        return None
    pairs: list[tuple[str | None, Node]] = []
    for key, value in node[2]:
        is_text = key is not None and key[0] == "const" and key[2] == "str" and isinstance(key[3], str)
        pairs.append((key[3], value) if is_text else (None, _RESULT))
    return pairs


def _unpackable(node: Node | None, which: str) -> str:
    """Return why something cannot be a message's arguments, or an empty text."""
    if node is None:
        return ""
    kind, shown = node[0], None
    if kind == "const":
        kind, shown = node[2], node[3]
        if shown in (None, "", False, "0", "0.0"):
            return ""  # nothing, or something of unknown content
    elif kind not in (("dict", "set") if which == "args" else ("list", "tuple", "set")) or not node[2]:
        return ""
    wanted = "a tuple or list of the arguments" if which == "args" else "a dict of the arguments by name"
    written = repr(shown) if kind == "str" else f"a {kind}" if shown is None else str(shown)
    hint = f": a tuple of one is ({written},)" if which == "args" and shown else ""
    return f"({written}) where {which} has to be {wanted}{hint}"

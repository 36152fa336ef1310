"""Finding what the project's files do with its tasks, as far as the files say what is called."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.registry.alternative_calls import alternatives_of, call_alternatives
from automappa_scaffold.registry.app_calls import add_periodic, call_app, call_control
from automappa_scaffold.registry.call_arguments import NOTHING, ONE_RESULT, Node, put_before
from automappa_scaffold.registry.call_names import FileNames
from automappa_scaffold.registry.call_reading import CallReader
from automappa_scaffold.registry.call_results import lacking, shown
from automappa_scaffold.registry.call_sites import (
    BadCall,
    CallSites,
    MissingName,
    NamedTask,
    PlainCall,
    TaskCall,
)
from automappa_scaffold.registry.canvas_calls import call_canvas, call_method, send
from automappa_scaffold.registry.canvas_parts import PARTS, Many, Method, Signature, feed, joined
from automappa_scaffold.registry.handed_over import Made, handed_call
from automappa_scaffold.registry.known_calls import NOT_KNOWN, call_known
from automappa_scaffold.registry.signatures import Arguments, fit
from automappa_scaffold.registry.symbol_kinds import AN_OBJECT, ONLY_TASKS_HAVE, Symbol, SymbolKind
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.registry.task_calls import call_task
from automappa_scaffold.registry.wrapped_calls import NOT_WRAPPED, call_wrapping
from automappa_scaffold.source.call_facts import CallFacts

__all__ = ["find_call_sites"]

_ERROR = Arguments(positional=(*ONE_RESULT.positional, *ONE_RESULT.positional, *ONE_RESULT.positional))
_CANVAS = {
    f"{module}.{name}": name
    for module in ("celery", "celery.canvas", "celery.app.canvas")
    for name in (
        *("chain", "group", "chord", "signature", "subtask", "Signature", "maybe_signature"),
        "Signature.from_dict",
    )
}


def find_call_sites(
    symbols: Symbols, files: Iterable[tuple[PurePosixPath, CallFacts]], import_root: PurePosixPath
) -> CallSites:
    """Return what the files do with the project's tasks."""
    calls: list[TaskCall] = []
    bad: list[BadCall] = []
    missing: list[MissingName] = []
    plain: list[PlainCall] = []
    named: list[NamedTask] = []
    asked: dict[PurePosixPath, tuple[str, ...]] = {}
    for path, facts in files:
        symbols.asked.clear()
        reader = _FileReader(FileNames(symbols, path, import_root), facts)
        reader.run()
        calls += reader.calls
        bad += reader.bad
        missing += dict.fromkeys(reader.missing)
        plain += reader.plain
        named += reader.named
        asked[path] = tuple(sorted(symbols.asked))
    return CallSites(tuple(calls), tuple(bad), tuple(missing), tuple(plain), tuple(named), asked)


@dataclass(slots=True)
class _FileReader(CallReader):
    """Follows a file's expressions; what is called says which module goes on."""

    def run(self) -> None:
        """Look at everything that the file imports and calls."""
        for fact in self.facts.imports:
            module = self.names.absolute(fact.level, fact.module)
            if module is not None:
                symbol = self.names.symbols.find(module, (fact.name,) if fact.name else ())
                if symbol.kind is SymbolKind.MISSING:
                    self.note_missing(symbol, fact.position, is_import=True)
        for node in self.facts.calls:
            self.made = []
            self.value(node)
            for signature in self.made:
                self.close(signature)

    def note_missing(self, symbol: Symbol, position: Node, *, is_import: bool) -> None:
        """Note a name that a module does not have."""
        if symbol.missing in self.facts.tested:
            return
        symbols = self.names.symbols
        of_tasks = symbols.holds_tasks(symbol.name) or (symbol.rest[:1] or ("",))[0] in ONLY_TASKS_HAVE
        if symbol.is_module or symbol.rest:
            of_tasks = of_tasks or any(
                map(symbols.is_name_of_task, (symbol.missing, symbol.near, *symbol.rest))
            )
        absent = (other.symbol for other in self.missing if other.symbol.is_module)
        if (symbol.name, symbol.missing) in ((other.name, other.missing) for other in absent):
            return  # the import of that module has failed before
        self.missing.append(MissingName(symbol, self.names.place(position), is_import, of_tasks))

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
            is_call = node[2][0] == "call"
            receiver = self.call(node[2], is_asked=True) if is_call else self.value(node[2])
            if what := lacking(receiver, node[2], node[3]):
                symbol = Symbol(SymbolKind.FUNCTION, shown(node[2]), what=what)
                self.plain.append(PlainCall(symbol, node[3], self.names.place(node[1])))
                return None
            if node[3] in ONLY_TASKS_HAVE and self.made_object(node):
                return None
            if isinstance(receiver, Symbol) and node[2][0] in ("item", "call", "attr"):
                return self.member(receiver, node)
            if receiver is None and (held := self.names.held(node)) is not None:
                return held
            return Method(receiver, node[3])
        if kind == "made":
            symbol = self.value(node[2])
            return Made(symbol.name) if isinstance(symbol, Symbol) else None
        if kind == "or":
            left, right = self.value(node[2]), self.value(node[3])
            return joined(left, right)
        if kind == "invert":
            made = self.value(node[2])
            feed(made, NOTHING)
            return None
        if kind in ("tuple", "list", "set"):
            return [self.value(item) for item in node[2]]
        if kind == "pass":
            self.values(node[3])
            return self.value(node[2])
        if kind == "either":
            self.values(node[3])
            return None
        if kind == "comp":
            self.values(node[3])
            return Many(self.value(node[2]))
        if kind == "dict":
            for key, value in node[2]:
                self.value(key)
                self.value(value)
        elif kind == "star":
            self.value(node[2])
        elif kind == "item":
            return self.item(node)
        elif kind == "other":
            self.values(node[2])
        return None

    def made_object(self, node: Node) -> bool:
        """Return whether a task's method is asked of what a class makes there; note that."""
        names: list[str] = []
        inner = node
        while inner[0] == "attr":
            names.insert(0, inner[3])
            inner = inner[2]
        if inner[0] != "call" or inner[2][0] != "ref":
            return False
        made = ("ref", inner[1], inner[2][2], (*inner[2][3], AN_OBJECT, *names))
        symbol = self.names.symbol(made, load=True)
        if symbol.kind is not SymbolKind.FUNCTION or symbol.rest != (node[3],):
            return False
        self.plain.append(PlainCall(symbol, node[3], self.names.place(node[1])))
        return True

    def member(self, receiver: Symbol, node: Node) -> Any:
        """Return what an attribute of an element of a dict is."""
        name = node[3]
        if receiver.kind is SymbolKind.TASK:
            return replace(receiver, rest=(*receiver.rest, name))
        if receiver.kind is SymbolKind.FUNCTION and not receiver.rest and name in ONLY_TASKS_HAVE:
            self.plain.append(PlainCall(receiver, name, self.names.place(node[1])))
            return None
        return Method(receiver, name)

    def reference(self, node: Node) -> Any:
        """Return what a name with its attributes stands for."""
        symbol = self.names.symbol(node)
        if symbol.kind is SymbolKind.MISSING:
            names = node[3]
            is_use = bool(names) and names[-1] in ONLY_TASKS_HAVE
            if is_use and symbol.missing == names[-1] and not symbol.is_module:
                module = replace(symbol, kind=SymbolKind.FUNCTION, what="a module, and no task")
                self.plain.append(PlainCall(module, symbol.missing, self.names.place(node[1])))
                return None
            # What the import statement itself names is told there.
            if not self.names.is_told_at_import(node[2], symbol) and (
                is_use or self.names.symbols.holds_tasks(symbol.name)
            ):
                self.note_missing(symbol, node[1], is_import=False)
            return None
        if symbol.kind is SymbolKind.FUNCTION and symbol.rest:
            if symbol.rest[0] in ONLY_TASKS_HAVE:
                self.plain.append(PlainCall(symbol, symbol.rest[0], self.names.place(node[1])))
            return None
        return symbol

    def item(self, node: Node) -> Symbol | None:
        """Return what a subscript stands for: ``app.tasks["name"]`` is a task."""
        receiver, key = self.value(node[2]), node[3]
        self.value(key)
        if isinstance(receiver, Symbol) and receiver.kind is SymbolKind.APP and receiver.rest == ("tasks",):
            task = self.ask(self.names.text(key), "tasks[...]", key, receiver)
            return None if task is None else Symbol(SymbolKind.TASK, task=task)
        held = self.names.element(node[2], key)
        return held if held.kind in (SymbolKind.TASK, SymbolKind.FUNCTION) else None

    def call(self, node: Node, *, is_asked: bool = False) -> Any:
        """Return what a call returns."""
        _, _, function, args, keywords = node
        sides = alternatives_of(function)
        if sides:
            return call_alternatives(self, sides, node)
        target = self.value(function)
        handed = self.handed(target, node)
        if handed is not None:
            return self.call(handed)
        wrapped = call_wrapping(self, target, node, is_asked=is_asked)
        if wrapped is not NOT_WRAPPED:
            return wrapped
        if isinstance(target, Symbol):
            if target.kind is SymbolKind.TASK and target.task is not None:
                return call_task(self, target.task, target.rest, node)
            if target.kind is SymbolKind.APP and len(target.rest) == 1:
                return call_app(self, target, node)
            if target.kind is SymbolKind.APP and target.rest[:-1] == ("control",):
                return call_control(self, target, node)
            if target.kind is SymbolKind.EXTERNAL and target.name in _CANVAS and not target.rest:
                return call_canvas(self, _CANVAS[target.name], node)
            known = call_known(self, target, node)
            if known is not NOT_KNOWN:
                return known
            self.values(args)
            self.values(value for _, value in keywords)
            return Made(target.name) if target.kind is SymbolKind.EXTERNAL and not target.rest else None
        if isinstance(target, Method):
            if target.name == "add_periodic_task":
                return add_periodic(self, node)
            if isinstance(target.receiver, PARTS) or target.name == "link":
                return call_method(self, target, node)
        elif isinstance(target, PARTS):
            return send(self, target, node, "()")
        self.values(args)
        self.values(value for _, value in keywords)
        return None

    def handed(self, target: Any, node: Node) -> Node | None:
        """Return the call of a function that a call hands over, the other arguments looked at; or None."""
        function = node[2]
        path = target.name if isinstance(target, Symbol) and target.kind is SymbolKind.EXTERNAL else ""
        name = function[3] if function[0] == "attr" else ""
        if function[0] == "ref" and function[3]:
            name = function[3][-1]
        found = handed_call(path, name, target.receiver if isinstance(target, Method) else None, node)
        if found is None:
            return None
        call, others = found
        self.values(others)
        return call

    def close(self, signature: Signature) -> None:
        """Note what a signature is called with, now that the whole expression is known."""
        task, own = signature.task, signature.arguments
        if task is None:
            return
        first = signature.first
        is_complete = signature.immutable or first is not None
        arguments = own if first is None else put_before(first, own)
        if signature.is_errback and not signature.immutable and self.takes_error(signature):
            return
        self.calls.append(
            TaskCall(
                task,
                arguments,
                signature.place,
                signature.how,
                is_complete=is_complete,
                leading=signature.leading,
                by_worker=signature.by_worker or not task.is_checked,
                is_errback=signature.is_errback,
            )
        )

    def takes_error(self, signature: Signature) -> bool:
        """Return whether a callback takes the request, the error and the traceback instead of an id."""
        task, arguments = signature.task, put_before(_ERROR, signature.arguments)
        if task is None or task.binds or task.is_class:
            return False
        if not task.is_called_plainly:
            return True  # or what its class makes of it
        return not fit(task.parameters, arguments, is_compared=False).problem

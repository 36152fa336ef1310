"""What the values of an abstract start stand for."""

from dataclasses import replace

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Function, Instance, Module, Native
from automappa_scaffold.interpreter.values import Ext, Value
from automappa_scaffold.registry.celery_proxies import PROXY
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_tasks import TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.registry.task_signatures import read_task_signature
from automappa_scaffold.source.places import Place

__all__ = ["OTHER", "ValueSymbols"]

OTHER = Symbol(SymbolKind.OTHER)


class ValueSymbols:
    """Answers what a value of an abstract start stands for."""

    def __init__(self, m: Interpreter, world: World, app: Instance | None) -> None:
        self._m = m
        self._world = world
        self._app = app
        self._tasks: dict[Definition, Symbol] = {}
        self._declared: set[object] = set()
        for definition in world.definitions:
            if isinstance(definition.fun, Function):
                names = definition.fun.ns
                self._declared |= {definition.fun, (names.get("__module__"), names.get("__name__"))}

    def _outside(self, path: str) -> Symbol:
        model = self._m.models.get(path)
        if model is None:
            head, _, last = path.rpartition(".")
            model = self._m.models.get(head) if head else None
            if isinstance(model, Instance):
                return self._classify(model, (last,))
            return Symbol(SymbolKind.EXTERNAL, path)
        if isinstance(model, Instance):
            return self._classify(model, ())
        return Symbol(SymbolKind.EXTERNAL, path)

    def _classify(self, value: Value, rest: tuple[str, ...]) -> Symbol:
        value = self._m.decide(value)
        if isinstance(value, Ext):
            return Symbol(SymbolKind.EXTERNAL, ".".join((value.path, *rest)))
        if isinstance(value, str):
            return OTHER if rest else Symbol(SymbolKind.TEXT, value)
        if isinstance(value, Module):
            return Symbol(SymbolKind.MODULE, value.name)
        if isinstance(value, Function):
            return self._function(value, rest)
        if isinstance(value, Native) and value.name in ("shared_task", "get_current_app"):
            return Symbol(SymbolKind.EXTERNAL, f"celery.{value.name}", rest=rest)
        if isinstance(value, Instance):
            return self._instance(value, rest)
        return OTHER

    def _instance(self, value: Instance, rest: tuple[str, ...]) -> Symbol:
        if value is self._m.models.get("celery.current_app"):
            is_main = self._world.current is self._app
            return Symbol(SymbolKind.APP, "current_app", rest=rest, is_main_app=is_main)
        if isinstance(value.payload, AppState):
            return Symbol(SymbolKind.APP, rest=rest, is_main_app=value is self._app)
        if value.cls is PROXY and isinstance(value.payload, dict):
            return self._task(value, value.payload["definition"], rest)
        if isinstance(value.payload, Definition):
            return self._task(value, value.payload, rest)
        if TASK in value.cls.mro and value.cls.line:
            return self._class_task(value, rest)
        return OTHER

    def _class_task(self, value: Instance, rest: tuple[str, ...]) -> Symbol:
        records = self._app.payload.tasks.values() if self._app is not None else ()
        own = [record for known in records for record in known if record.task is value]
        return self._task(value, own[0].definition, rest) if len(own) == 1 else OTHER

    def _function(self, value: Function, rest: tuple[str, ...]) -> Symbol:
        name = value.ns.get("__name__")
        if value.spec.is_lambda or not isinstance(name, str) or (rest and rest[0] in value.ns):
            return OTHER
        place = Place(self._m.tree.relative(value.module.path), value.spec.line)
        if self._is_declared(value):
            return OTHER  # a task below another decorator: that decorator's rule says so
        return Symbol(SymbolKind.FUNCTION, f"{value.ns.get('__module__')}.{name}", None, place, rest=rest)

    def _is_declared(self, value: Function) -> bool:
        """Return whether a task is declared of the function, of one of its name, or of what it wraps."""
        name = (value.ns.get("__module__"), value.ns.get("__name__"))
        return value in self._declared or name in self._declared or "__wrapped__" in value.ns

    def _task(self, task: Instance, definition: Definition, rest: tuple[str, ...] = ()) -> Symbol:
        known = self._tasks.get(definition)
        if known is None:
            known = self._tasks[definition] = self._read_task(task, definition)
        return replace(known, rest=rest) if rest and known.task is not None else known

    def _read_task(self, task: Instance, definition: Definition) -> Symbol:
        signature = read_task_signature(self._m, self._world, task, definition)
        if signature is None:
            return OTHER
        return Symbol(SymbolKind.TASK, signature.name, signature, signature.place)

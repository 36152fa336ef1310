"""What the values of an abstract start stand for."""

import re
from dataclasses import replace

from automappa_scaffold.interpreter.enumeration_refusals import is_enumeration
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, ListValue, Value
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_task_class import TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.symbol_kinds import (
    AN_OBJECT,
    ENUM_MEMBER,
    ONLY_TASKS_HAVE,
    Symbol,
    SymbolKind,
    element_name,
)
from automappa_scaffold.registry.task_signatures import read_task_signature
from automappa_scaffold.source.places import Place

__all__ = ["OTHER", "ValueSymbols"]

OTHER = Symbol(SymbolKind.OTHER)
_NAMING = frozenset({"__module__", "__name__", "__qualname__"})


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
        head = path
        names: tuple[str, ...] = ()
        while head:  # `current_app.control.rate_limit`: the app, and what was taken from it
            model = self._m.models.get(head)
            if isinstance(model, Instance):
                return self._classify(model, names)
            if model is not None:
                break
            head, _, last = head.rpartition(".")
            names = (last, *names)
        return Symbol(SymbolKind.EXTERNAL, path)

    def _classify(self, value: Value, rest: tuple[str, ...], path: str = "") -> Symbol:
        """Return what a value stands for; ``path``: what it is called."""
        value = self._m.decide(value)
        if isinstance(value, Ext):
            return Symbol(SymbolKind.EXTERNAL, ".".join((value.path, *rest)))
        if isinstance(value, str):
            return OTHER if rest else Symbol(SymbolKind.TEXT, value)
        if isinstance(value, Module):
            return Symbol(SymbolKind.MODULE, value.name)
        is_text = isinstance(value, Instance) and value.cls.has_content and isinstance(value.payload, str)
        if is_text and not rest and is_enumeration(value.cls):
            return Symbol(SymbolKind.TEXT, value.payload, what=ENUM_MEMBER)
        if len(rest) == 1 and rest[0] in _NAMING and isinstance(value, (Function, Instance)):
            named = self._naming(value, rest[0])
            return OTHER if named is None else Symbol(SymbolKind.TEXT, named)
        if isinstance(value, Function):
            return self._function(value, rest, path)
        if rest and isinstance(value, Instance) and isinstance(value.payload, tuple):  # of a named tuple
            if rest[0].startswith("["):
                return self._element(value.payload, rest)
            if _is_task(named := self._m.find_attribute(value, rest[0], None)):
                return self._classify(named, rest[1:])
        if rest and isinstance(value, Instance) and isinstance(value.payload, DictValue):
            value = value.payload if rest[0].startswith("[") else value
        if isinstance(value, (DictValue, ListValue, tuple)) and rest:
            return self._element(value, rest)
        if isinstance(value, Class) and rest[:1] == (AN_OBJECT,):
            return self._object_of(value, rest[1:], path)
        if isinstance(value, Bound) and isinstance(value.function, Native) and not rest:
            return self._classify(value.receiver, (value.function.name,))
        if isinstance(value, Native) and value.name in ("shared_task", "get_current_app"):
            return Symbol(SymbolKind.EXTERNAL, f"celery.{value.name}", rest=rest)
        if rest and (held := self._held(value, rest[0])) is not MISSING:
            return self._classify(held, rest[1:], f"{path}.{rest[0]}" if path else "")
        if isinstance(value, Instance):
            found = self._instance(value, rest)
            is_plain = found is OTHER and not isinstance(value.payload, Definition)
            return self._no_task(value, value.cls, rest, path) if is_plain else found
        return self._no_task(value, value, rest, path) if isinstance(value, Class) else OTHER

    def _held(self, value: Value, name: str) -> Value:
        """Return what a class, or a member of an enumeration, has under a name; else MISSING."""
        if isinstance(value, Class) and value.line > 0 and TASK not in value.mro:
            plain = value.ns.get(name, MISSING)
            if isinstance(plain, Wrapper):
                return plain.function if plain.kind == "staticmethod" else MISSING
            # What a class only takes over is left alone: classes below it may have it otherwise.
            return plain if isinstance(plain, (str, Instance, Function)) else MISSING
        if isinstance(value, Instance) and name in ("value", "_value_") and is_enumeration(value.cls):
            held = value.ns.get("_value_", MISSING)
            return held if isinstance(held, str) else MISSING
        if isinstance(value, Instance) and self._is_kept(value, name):
            return value.ns[name]
        if isinstance(value, Instance) and value.cls.line > 0 and TASK not in value.cls.mro:
            method = MISSING if name in value.ns else value.cls.lookup(name)
            return method if isinstance(method, Function) else MISSING
        return MISSING

    def _is_kept(self, value: Instance, name: str) -> bool:
        """Return whether an object holds a task that nothing in its class gives it later."""
        held = value.ns.get(name)
        if not _is_task(held) or OPEN in value.ns or value.payload is not None or TASK in value.cls.mro:
            return False
        is_written = value.cls.line > 0 and not value.cls.is_open and "__getattribute__" not in value.cls.ns
        return value.cls.name == "SimpleNamespace" or (is_written and not self._sets(value.cls, name, 1))

    def _naming(self, value: Function | Instance, name: str) -> str | None:
        """Return what a function says it is called, or a task, as its function does; None: not known."""
        if isinstance(value, Function):
            found = value.ns.get(name)
        else:
            is_made = is_proxy(value) or isinstance(value.payload, Definition)
            is_plain = is_made and name != "__qualname__"
            found = self._m.find_attribute(value, name, None) if is_plain else None
        return found if isinstance(found, str) else None

    def _element(self, value: DictValue | ListValue | tuple[Value, ...], rest: tuple[str, ...]) -> Symbol:
        """Return what a dict holds under the key that comes first, or a list at the place."""
        if not isinstance(value, DictValue):
            items = _items_of(value)
            places = {element_name(n): item for n, item in enumerate(items)}
            places |= {element_name(n - len(items)): item for n, item in enumerate(items)}
            return self._classify(places.get(rest[0]), rest[1:])
        if value.unknown is not None:
            return OTHER
        for key, item in value.items.items():
            if isinstance(key, str) and element_name(key) == rest[0]:
                return self._classify(item, rest[1:])
        return OTHER

    def _no_task(self, value: Value, cls: Class, rest: tuple[str, ...], path: str) -> Symbol:
        """Return a class or an object that certainly lacks the method of a task that it is asked for."""
        module = self._m.modules.get(cls.module)
        is_closed = cls.line > 0 and not cls.is_open and not cls.is_partial and OPEN not in cls.ns
        if not path or len(rest) != 1 or rest[0] not in ONLY_TASKS_HAVE or not is_closed or module is None:
            return OTHER
        if isinstance(value, Instance) and OPEN in value.ns:
            return OTHER
        if self._m.find_attribute(value, rest[0], None) is not MISSING:
            return OTHER
        place = Place(self._m.tree.relative(module.path), cls.line)
        what = "a class, and no task" if value is cls else f"an object of class {cls.name}, and no task"
        return Symbol(SymbolKind.FUNCTION, path, None, place, rest=rest, what=what)

    def _object_of(self, cls: Class, rest: tuple[str, ...], path: str) -> Symbol:
        """Return what certainly lacks a task's method: an object that a class makes, or a method of it."""
        made_by = [
            held for held in map(cls.lookup, ("__class__", "__new__")) if isinstance(held, (Class, Function))
        ]
        is_plain = cls.line > 0 and TASK not in cls.mro and not made_by and not self._sets(cls, rest[0])
        if not is_plain or not path:
            return OTHER
        method = cls.lookup(rest[0])
        if _is_task(method):
            return self._classify(method, rest[1:])
        if len(rest) == 1:
            return self._no_task(Instance(cls, self._m.namespace()), cls, rest, path)
        return self._function(method, rest[1:], path) if isinstance(method, Function) else OTHER

    def _sets(self, cls: Class, name: str, besides: int = 0) -> bool:
        """Return whether the files of a class and its bases may give an object an attribute of this name.

        Args:
            besides: in how many places of a file that does not count.
        """
        pattern = rf"\.{name}\s*(?::|=(?!=))|^\s*{name}\s*:|\bsetattr\(|__dict__|\bvars\(".encode()
        modules = {base.module for base in cls.mro if base.line}
        paths = [self._m.modules[module].path for module in modules if module in self._m.modules]
        sources = [self._m.tree.read(path) if path else None for path in paths]
        is_read = len(paths) == len(modules) and None not in sources
        found = (re.findall(pattern, source or b"", re.MULTILINE) for source in sources)
        return not is_read or any(len(places) > besides for places in found)

    def _instance(self, value: Instance, rest: tuple[str, ...]) -> Symbol:
        if value is self._m.models.get("celery.current_app"):
            is_main = self._world.current is self._app
            return Symbol(SymbolKind.APP, "current_app", rest=rest, is_main_app=is_main)
        if isinstance(value.payload, AppState):
            return Symbol(SymbolKind.APP, rest=rest, is_main_app=value is self._app)
        if is_proxy(value) and isinstance(value.payload, dict):
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

    def _function(self, value: Function, rest: tuple[str, ...], path: str) -> Symbol:
        name = value.ns.get("__name__")
        if not isinstance(name, str) or (rest and rest[0] in value.ns) or OPEN in value.ns:
            return OTHER
        place = Place(self._m.tree.relative(value.module.path), value.spec.line)
        if self._is_declared(value):
            return OTHER  # a task below another decorator: that decorator's rule says so
        qualified = value.ns.get("__qualname__")
        if isinstance(qualified, str) and "<locals>" not in qualified:
            name = qualified
        called = path if value.spec.is_lambda and path else f"{value.ns.get('__module__')}.{name}"
        return Symbol(SymbolKind.FUNCTION, called, None, place, rest=rest)

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


def _is_task(value: Value) -> bool:
    return isinstance(value, Instance) and (is_proxy(value) or isinstance(value.payload, Definition))


def _items_of(value: ListValue | tuple[Value, ...]) -> tuple[Value, ...]:
    """Return the elements of a list or tuple, none where they may be others."""
    if isinstance(value, tuple):
        return value
    return () if value.unknown is not None or value.is_unordered else value.items

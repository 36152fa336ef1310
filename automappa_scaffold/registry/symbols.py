"""What the names of the project's modules stand for, after an abstract start."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Function, Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import MISSING, Ext, Union, Value
from automappa_scaffold.registry.celery_proxies import PROXY
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_tasks import TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.star_imports import brings
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.registry.task_signatures import TaskSignature, read_task_signature
from automappa_scaffold.source.places import Place

__all__ = ["LeftOutError", "Symbols"]

# In a file that holds one of these, names may come in that reading it does not show.
_HIDES_NAMES = (
    b"globals(",
    b"setattr(",
    b"exec(",
    b"eval(",
    b"sys.modules",
    b"__dict__",
    b"vars(",
    b"__class__",
)

_OTHER = Symbol(SymbolKind.OTHER)


class LeftOutError(Exception):
    """What is asked for was left out of the start."""


class Symbols:
    """Answers what a name stands for, from the modules that an abstract start has run.

    Attributes:
        asked: the modules that were looked into since this was emptied, and names of tasks behind ``=``.
    """

    def __init__(self, m: Interpreter, world: World, app: Instance | None) -> None:
        self._m = m
        self._world = world
        self._app = app
        self._known: dict[tuple[str, tuple[str, ...], bool], Symbol] = {}
        self._paths = {module.path: module for module in m.modules.values() if module.path}
        self._task_names: dict[str, bool] = {}
        self._functions: set[str] = set()
        self._tasks: dict[Definition, Symbol] = {}
        self._declared: set[object] = set()
        self.asked: set[str] = set()
        self._steps: list[str] = []
        self._ways: dict[tuple[str, tuple[str, ...], bool], tuple[str, ...]] = {}  # where not at once
        self._left_out: Collection[str] = ()
        for definition in world.definitions:
            if isinstance(definition.fun, Function):
                names = definition.fun.ns
                self._declared |= {definition.fun, (names.get("__module__"), names.get("__name__"))}

    @property
    def is_as_started(self) -> bool:
        """Whether no module was run since the worker had started."""
        return self._m.watch.runs == self._world.watch.runs

    def leave_out(self, names: Collection[str]) -> None:
        """Raise LeftOutError from here on for these modules, their names and, behind ``=``, these tasks."""
        self._left_out = names

    def _refuse_left_out(self, name: str) -> None:
        """Raise LeftOutError for a module that was left out, or is in a package that was."""
        while name and self._left_out:
            if name in self._left_out:
                raise LeftOutError
            name = "" if name[0] in "=/" else name.rpartition(".")[0]

    def is_loaded(self, module: str) -> bool:
        """Return whether a module was run, or is being run."""
        self._refuse_left_out(module)
        return module in self._m.modules

    def module_at(self, path: PurePosixPath | str) -> str | None:
        """Return the name of the module that a file was run as, where its end is known."""
        absolute = self._m.tree.absolute(path)
        self._refuse_left_out(absolute)
        module = self._paths.get(absolute)
        return module.name if module is not None and module.state == "done" else None

    def find(self, module: str, names: Sequence[str] = (), *, load: bool = False) -> Symbol:
        """Return what is reached from a module by taking one name after the other.

        Args:
            load: run modules of the project that were not run yet, if need be.
        """
        key = (module, tuple(names), load)
        if key not in self._known:
            self._steps = []
            try:
                self._known[key] = self._find(*key)
            except (PyRaise, RunawayError, RecursionError):
                self._known[key] = _OTHER
            if self._steps:
                self._ways[key] = tuple(self._steps)
        self.asked.add(module)
        if key in self._ways:
            self.asked.update(self._ways[key])
        return self._known[key]

    def exports(self, module: str, name: str) -> bool | None:
        """Return whether ``from module import *`` brings a name; None where that is not known."""
        self.asked.add(module)
        self._refuse_left_out(module)
        return brings(self._m, module, name)

    def is_outside(self, module: str) -> bool:
        """Return whether a module may come from an installed distribution, whose tasks are not seen."""
        m, top = self._m, module.partition(".")[0]
        self._refuse_left_out(top)
        if top in m.modules:
            return False
        tops = {name.partition(".")[0] for name in m.external_modules}
        return top in tops or top in (m.installed or ()) or top.lower() in m.declared

    def task_named(self, name: str) -> TaskSignature | None:
        """Return the one task that is registered under a name."""
        self.asked.add(f"={name}")
        self._refuse_left_out(f"={name}")
        if self._app is None:
            return None
        state: AppState = self._app.payload
        records = state.tasks.get(name, [])
        if len(records) != 1 or records[0].scopes:
            return None
        return self._task(records[0].task, records[0].definition).task

    def holds_tasks(self, module: str) -> bool:
        """Return whether a module that was run binds a task to a name."""
        self.asked.add(module)
        self._refuse_left_out(module)
        if module not in self._task_names:
            found = self._m.modules.get(module)
            self._task_names[module] = found is not None and any(map(_is_task, found.ns.values()))
        return self._task_names[module]

    def _find(self, module: str, names: tuple[str, ...], load: bool) -> Symbol:
        m = self._m
        self._refuse_left_out(module)
        if module.partition(".")[0] not in m.modules:
            return self._outside(".".join((module, *names)))
        value: Value = m.modules.get(module)
        if value is None:
            absent = self._absent_module(module, names)
            if absent is not None or not load:
                return absent or _OTHER
            value = m.import_module(module, (None, None, "what if"))
        for index, name in enumerate(names):
            if not isinstance(value, Module):
                return self._classify(value, names[index:])
            if self._left_out:
                self._refuse_left_out(f"{value.name}.{name}")
            found = self._member(value, name, load)
            if found is None:
                return _OTHER
            if found is MISSING:
                return self._missing(value, name, names[index + 1 :])
            value = found
            if isinstance(value, Module):
                self._steps.append(value.name)
        return self._classify(value, ())

    def _absent_module(self, name: str, names: tuple[str, ...]) -> Symbol | None:
        """Return the first part of a module's name that is certainly not there, or None."""
        parts = name.split(".")
        known = next(n for n in range(len(parts) - 1, 0, -1) if ".".join(parts[:n]) in self._m.modules)
        parent = self._m.modules[".".join(parts[:known])]
        self._steps.append(parent.name)
        if self._left_out:
            self._refuse_left_out(f"{parent.name}.{parts[known]}")
        if self._member(parent, parts[known], load=False) is not MISSING:
            return None
        rest = (*parts[known + 1 :], *names)
        near = self._near_module(parent, parts[known])
        place = Place(self._m.tree.relative(parent.path))
        return Symbol(SymbolKind.MISSING, parent.name, None, place, parts[known], near, rest, is_module=True)

    def _near_module(self, parent: Module, name: str) -> str:
        found: set[str] = set()
        for folder in parent.folders or ():
            entries = self._m.tree.listing(folder) or {}
            found |= {
                entry.removesuffix(".py")
                for entry, is_folder in entries.items()
                if is_folder or entry.endswith(".py")
            }
        close = difflib.get_close_matches(name, sorted(found), n=1, cutoff=0.7)
        return close[0] if close else ""

    def is_name_of_task(self, name: str) -> bool:
        """Return whether a registered task's function has a name."""
        if self._left_out:
            raise LeftOutError
        if not self._functions:
            names = self._app.payload.tasks if self._app is not None else ()
            self._functions = {"tasks", *(str(task).rpartition(".")[2] for task in names)}
        return name in self._functions

    def _member(self, module: Module, name: str, load: bool) -> Value:
        """Return a module's name: MISSING where it is certainly not there, None where that is not known."""
        m = self._m
        if name in module.ns:
            found = module.ns[name]
            return None if found is None or isinstance(found, Union) else found
        if module.state != "done" or module.is_open or not module.path or "__getattr__" in module.ns:
            return None
        if name.startswith("__"):
            return None
        if module.folders is not None:
            for folder in module.folders:
                if m.tree.is_folder(f"{folder}/{name}") or m.tree.is_file(f"{folder}/{name}.py"):
                    if not load:
                        return None
                    return m.import_module(f"{module.name}.{name}", (None, None, "what if"))
                entries = m.tree.listing(folder) or {}
                if any(entry.partition(".")[0] == name for entry in entries):
                    return None  # an extension module, say
        source = m.tree.read(module.path) or b""
        return None if any(word in source for word in _HIDES_NAMES) else MISSING

    def _missing(self, module: Module, name: str, rest: tuple[str, ...]) -> Symbol:
        known = [str(key) for key in module.ns if isinstance(key, str) and not key.startswith("__")]
        tasks = [key for key in known if _is_task(module.ns[key])]
        close = difflib.get_close_matches(name, tasks, n=1, cutoff=0.6)
        close = close or difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        place = Place(self._m.tree.relative(module.path))
        near = close[0] if close else ""
        return Symbol(SymbolKind.MISSING, module.name, None, place, name, near, rest)

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
            return _OTHER if rest else Symbol(SymbolKind.TEXT, value)
        if isinstance(value, Module):
            return Symbol(SymbolKind.MODULE, value.name)
        if isinstance(value, Function):
            return self._function(value, rest)
        if isinstance(value, Native) and value.name in ("shared_task", "get_current_app"):
            return Symbol(SymbolKind.EXTERNAL, f"celery.{value.name}", rest=rest)
        if isinstance(value, Instance):
            return self._instance(value, rest)
        return _OTHER

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
        return _OTHER

    def _class_task(self, value: Instance, rest: tuple[str, ...]) -> Symbol:
        records = self._app.payload.tasks.values() if self._app is not None else ()
        own = [record for known in records for record in known if record.task is value]
        return self._task(value, own[0].definition, rest) if len(own) == 1 else _OTHER

    def _function(self, value: Function, rest: tuple[str, ...]) -> Symbol:
        name = value.ns.get("__name__")
        if value.spec.is_lambda or not isinstance(name, str) or (rest and rest[0] in value.ns):
            return _OTHER
        place = Place(self._m.tree.relative(value.module.path), value.spec.line)
        if self._is_declared(value):
            return _OTHER  # a task below another decorator: that decorator's rule says so
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
            return _OTHER
        return Symbol(SymbolKind.TASK, signature.name, signature, signature.place)


def _is_task(value: Value) -> bool:
    return isinstance(value, Instance) and (value.cls is PROXY or isinstance(value.payload, Definition))

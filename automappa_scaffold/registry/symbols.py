"""What the names of the project's modules stand for, after an abstract start."""

import difflib
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import MISSING, Union, Value
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.star_imports import brings
from automappa_scaffold.registry.symbol_kinds import Symbol, SymbolKind
from automappa_scaffold.registry.task_signatures import TaskSignature
from automappa_scaffold.registry.value_symbols import OTHER, ValueSymbols
from automappa_scaffold.source.call_words import CALL_WORDS
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.wrapping_functions import WRAPPING_FUNCTIONS, WrappingFunction

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


class LeftOutError(Exception):
    """What is asked for was left out of the start."""


class Symbols(ValueSymbols):
    """Answers what a name stands for, from the modules that an abstract start has run.

    Attributes:
        asked: the modules that were looked into since this was emptied, and names of tasks behind ``=``.
    """

    def __init__(self, m: Interpreter, world: World, app: Instance | None) -> None:
        super().__init__(m, world, app)
        self._known: dict[tuple[str, tuple[str, ...], bool], Symbol] = {}
        self._paths = {module.path: module for module in m.modules.values() if module.path}
        self._task_names: dict[str, bool] = {}
        self._functions: set[str] = set()
        self.asked: set[str] = set()
        self._steps: list[str] = []
        self._ways: dict[tuple[str, tuple[str, ...], bool], tuple[str, ...]] = {}  # where not at once
        self._left_out: Collection[str] = ()

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
                self._known[key] = OTHER
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

    def wrapping_in(self, path: PurePosixPath) -> tuple[WrappingFunction, ...]:
        """Return the functions of a file that do one thing with what they are given."""
        tree = self._m.tree
        absolute = tree.absolute(path)
        self._refuse_left_out(absolute)
        words = tree.facts(absolute, CALL_WORDS)
        return (tree.facts(absolute, WRAPPING_FUNCTIONS) or ()) if words is not None and words.calls else ()

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
                return absent or OTHER
            value = m.import_module(module, (None, None, "what if"))
        for index, name in enumerate(names):
            if not isinstance(value, Module):
                return self._classify(value, names[index:], ".".join((module, *names[:index])))
            if self._left_out:
                self._refuse_left_out(f"{value.name}.{name}")
            found = self._member(value, name, load)
            if found is None:
                return OTHER
            if found is MISSING:
                return self._missing(value, name, names[index + 1 :])
            value = found
            if isinstance(value, Module):
                self._steps.append(value.name)
        return self._classify(value, (), ".".join((module, *names)))

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


def _is_task(value: Value) -> bool:
    return isinstance(value, Instance) and (is_proxy(value) or isinstance(value.payload, Definition))

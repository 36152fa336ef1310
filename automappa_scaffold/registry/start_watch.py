"""What importing each listed module did, where nothing that another one does can depend on it.

Modules that only bind names of their own and declare tasks may be left out of a later start whose outcome is
wanted but for them. Whatever else a start does makes it one that is followed as a whole, each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import ListValue

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.machine import Interpreter
    from automappa_scaffold.interpreter.objects import Instance
    from automappa_scaffold.registry.celery_world import World

__all__ = ["ListedImport", "SeparateStart", "StartWatch", "started_separately"]


@dataclass(frozen=True, slots=True)
class ListedImport:
    """One entry of the lists of task modules, and what its import was the first to do.

    Attributes:
        modules: the names of the modules that it ran, in order.
        assumptions: what it took for granted that nothing before it had.
    """

    name: str
    modules: tuple[str, ...]
    assumptions: tuple[str, ...]


class StartWatch:
    """Watches one worker start.

    Attributes:
        left_out: entries that are not imported this time.
        before: the modules that had run when the first entry came.
        imports: what was imported, entry by entry.
        is_separate: nothing was done or looked at but what an entry may.
        runs: how many modules had been run when the worker had started.
    """

    def __init__(self, left_out: frozenset[str] = frozenset()) -> None:
        self.left_out = left_out
        self.before: tuple[str, ...] = ()
        self.imports: list[ListedImport] = []
        self.is_separate = False
        self.runs = -1
        self._entries: set[str] = set()  # the names of those that were imported
        self._began: tuple[Any, ...] | None = None

    def begin(self, m: Interpreter, world: World, app: Instance) -> None:
        """Note how things are before the first entry."""
        self.before = tuple(m.modules)
        m.watch.links.clear()
        if not m.logs:  # nothing undecided still holds
            self._began = _state_of(m, world, app)
            m.open_era()

    @contextmanager
    def entry(self, m: Interpreter, name: Any) -> Iterator[bool]:
        """Return a context in which an entry is imported, if that is wanted."""
        if not isinstance(name, str) or m.scopes or name in self._entries:
            self._began = None  # a computed or doubled entry: followed as a whole
        if isinstance(name, str) and name in self.left_out:
            yield False
            return
        modules, assumptions = len(m.modules), len(m.assumptions)
        yield True
        shown = name if isinstance(name, str) else ""
        self._entries.add(shown)
        added = _added(m.modules, modules), _added(m.assumptions, assumptions)
        self.imports.append(ListedImport(shown, *added))
        if m.logs:
            self._began = None
        if self._began is not None:
            m.open_era()

    def end(self, m: Interpreter, world: World, app: Instance) -> None:
        """Note how things are behind the last entry."""
        now = _state_of(m, world, app)
        self.is_separate = (
            self._began == now
            and all(_binds_submodule(m, *write) for write in m.watch.writes)
            and not world.uses_fixup
            and not any(name.partition(".")[0] == "django" for name in m.external_modules)
            and not world.searches
            and not app.cls.line
            and all(not handlers for handlers in world.handlers.values())
            and all(isinstance(folder, str) for folder in m.sys_path.items)
            and all(map(_looks_in_its_folder, m.modules.values()))
        )
        self.runs = m.watch.runs
        if not m.logs:
            m.close_eras()


def _added(names: dict[str, Any], count: int) -> tuple[str, ...]:
    """Return what came to a dict since it had so many names, without going through those."""
    return tuple(islice(reversed(names), max(len(names) - count, 0)))[::-1]


class SeparateStart:
    """A start whose listed modules depend on each other by their imports alone.

    Attributes:
        before: the modules that had run when the first entry came.
        imports: what was imported, entry by entry.
        steps: how long it took, as the interpreter counts.
        module_path: the folders in which top-level modules are looked for.
    """

    def __init__(self, m: Interpreter, watch: StartWatch) -> None:
        self.before = watch.before
        self.imports = tuple(watch.imports)
        self.steps = m.steps
        self.module_path = tuple(str(folder) for folder in m.sys_path.items)
        self._m = m

    @cached_property
    def reached(self) -> Mapping[str, tuple[str, ...]]:
        """For each module that was run, those that it imported or got hold of, and its package."""
        return _reached(self._m)


def started_separately(m: Interpreter, world: World) -> SeparateStart | None:
    """Return what a start did that came to its end; None unless its entries are separate."""
    return SeparateStart(m, world.watch) if world.watch.is_separate else None


def _reached(m: Interpreter) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in m.modules}
    for importer, linked in m.watch.links:
        found.get(importer, []).append(linked)
    for name, module in m.modules.items():
        for site in module.sites:
            if site.importer is not None:
                found.get(site.importer.name, []).append(name)
    for name, module in m.modules.items():
        reached = found[name]
        reached.append(name.rpartition(".")[0])
        for key, value in module.ns.items():
            # A submodule is bound in its package by whoever imports it.
            if value.__class__ is Module and value.name != f"{name}.{key}":
                reached.append(value.name)
    return {
        name: tuple(sorted({other for other in reached if other in found and other != name}))
        for name, reached in found.items()
    }


def _state_of(m: Interpreter, world: World, app: Instance) -> tuple[Any, ...]:
    """Return what importing an entry must leave as it is."""
    state = app.payload
    return (
        m.watch.doubts,
        m.tree.asked,
        len(m.notes),
        len(m.patched),
        len(m.written_files),
        len(m.models),
        len(m.environ_changes),
        len(m.caught),
        m.disturbance,
        m.sys_path.items,
        dict(m.undecided_runs),
        id(world.current),
        id(world.default),
        id(world.fixup),
        [
            len(kept)
            for kept in (
                world.apps,
                world.undecided,
                world.bad_entries,
                world.causes,
                world.replaced,
                world.config_calls,
                world.searches,
                world.removals,
                world.late,
                world.followed,
                world.doubtful,
            )
        ],
        {key: len(handlers) for key, handlers in world.handlers.items()},
        state.finalized,
        state.configured,
        id(state.config_source),
        id(state.config_module),
        id(app.ns.get("main")),
        [id(layer) for layer in state.settings],
        len(state.pending_defaults),
        len(state.tasks),
        sorted(state.auto_keys),
    )


def _looks_in_its_folder(module: Module) -> bool:
    """Return whether a package has its submodules where its own file is."""
    path = module.ns.get("__path__")
    return module.folders is None or (isinstance(path, ListValue) and path.items == tuple(module.folders))


def _binds_submodule(m: Interpreter, names: Mapping[Any, Any], key: Any, was_bound: bool) -> bool:
    """Return whether a change was that a package got the name of a submodule."""
    value = names.get(key)
    return (
        not was_bound
        and isinstance(value, Module)
        and value.name.rpartition(".")[2] == key
        and getattr(m.modules.get(value.name.rpartition(".")[0]), "ns", None) is names
    )

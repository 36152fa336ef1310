"""From the end of an abstract start to the Registry value: who is certain, by which chain; what is not."""

from automappa_scaffold.interpreter.import_sites import Site
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_state import AppState, Definition, Record
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.values import Registry, Source, Task, Undecided
from automappa_scaffold.source.expressions import expression_at
from automappa_scaffold.source.places import Place

__all__ = ["Certainty", "build_registry", "definition_place", "describe_undecided"]


class Certainty:
    """Which modules the worker certainly imports, and by which chain."""

    def __init__(self) -> None:
        self._sites: dict[int, Site | None] = {}
        self._chains: dict[int, tuple[str, ...]] = {}

    def site_of(self, module: Module) -> Site | None:
        """Return the import that certainly runs the module, or None."""
        key = id(module)
        if key not in self._sites:
            self._sites[key] = None  # a cycle proves nothing
            for site in module.sites:
                if not site.scopes and (site.importer is None or self.site_of(site.importer)):
                    self._sites[key] = site
                    break
        return self._sites[key]

    def is_certain(self, module: Module | None) -> bool:
        """Return whether the worker certainly imports a module (None: the worker itself)."""
        return module is None or self.site_of(module) is not None

    def chain(self, module: Module | None) -> tuple[str, ...]:
        """Return the imports that lead to a module, first one first."""
        known = self._chains.get(id(module))
        if known is None:
            known = self._chains[id(module)] = self._find_chain(module)
        return known

    def _find_chain(self, module: Module | None) -> tuple[str, ...]:
        steps: list[str] = []
        seen: set[int] = set()
        while module is not None and id(module) not in seen:
            seen.add(id(module))
            site = self.site_of(module) or (module.sites[0] if module.sites else None)
            if site is None:
                break
            where = f"{site.place} " if site.importer is not None and site.place else ""
            steps.append(f"{where}{site.label}")
            module = site.importer
        return tuple(reversed(steps))


def definition_place(m: Interpreter, definition: Definition) -> Place:
    """Return where a task's function or class is defined, below what wraps it; else where it is declared."""
    fun = _unwrapped(definition.fun)
    if isinstance(fun, Function) and fun.module.path:
        return Place(m.tree.relative(fun.module.path), fun.spec.line)
    if isinstance(fun, Class) and fun.line:
        loaded = m.modules.get(fun.module)
        if loaded is not None:
            return Place(m.tree.relative(loaded.path), fun.line)
    return Place(definition.place.path, definition.place.line)


def _unwrapped(fun: Value) -> Value:
    """Return the function that ``functools.wraps`` says a function wraps, as ``inspect.unwrap`` does."""
    seen: list[Value] = []
    while isinstance(fun, Function) and not any(fun is known for known in seen):
        seen.append(fun)
        inner = fun.ns.get("__wrapped__")
        fun = inner if isinstance(inner, Function) else fun
    return fun


def build_registry(m: Interpreter, world: World, app: Instance, spec: str) -> Registry:
    """Return what the worker registers, after an abstract start."""
    state: AppState = app.payload
    certainty = Certainty()
    tasks: list[Task] = []
    undecided = dict(world.undecided)
    for name, records in state.tasks.items():
        if name.startswith("celery."):
            continue
        certain = [r for r in records if not r.scopes and certainty.is_certain(r.definition.module)]
        if m.unsettled is not None:
            undecided[
                m.unsettled.place, f"whether {name} is registered depends on it: {m.unsettled.reason}"
            ] = None
        elif certain:
            tasks.append(_task(m, certain[0], certainty))
        else:
            undecided.update(_why_uncertain(records[0], certainty))
    undecided.update({(note.place, note.reason): None for note in m.notes})
    return Registry(
        source=Source.STATIC,
        app=spec,
        tasks=tuple(sorted(tasks, key=lambda task: task.name)),
        unknown=tuple(describe_undecided(m, place, reason) for place, reason in sorted(undecided)),
        assumptions=tuple(sorted(m.assumptions)),
    )


def _task(m: Interpreter, record: Record, certainty: Certainty) -> Task:
    definition = record.definition
    place = definition_place(m, definition)
    bind = m.truth(definition.options.get("bind", False))
    fun = _unwrapped(definition.fun)
    parameters = None
    if isinstance(fun, Function):
        parameters = fun.spec.describe_parameters(1 if bind else 0)
    elif isinstance(fun, Class):
        run = fun.lookup("run")
        parameters = run.spec.describe_parameters(1) if isinstance(run, Function) else None
    return Task(
        name=record.name,
        path=place.path,
        line=place.line,
        bind=bind,
        parameters=parameters,
        via=certainty.chain(definition.module),
        module=definition.module.name if definition.module else None,
    )


def _why_uncertain(record: Record, certainty: Certainty) -> dict[tuple[Place, str], None]:
    if record.scopes:
        scope = record.scopes[-1]
        return {(scope.place, f"whether {record.name} is registered depends on it: {scope.reason}"): None}
    module = record.definition.module
    seen: set[int] = set()
    while module is not None and id(module) not in seen:
        seen.add(id(module))
        for site in module.sites:
            if site.scopes:
                scope = site.scopes[-1]
                reason = f"whether {record.name} is registered depends on it: {scope.reason}"
                return {(scope.place, reason): None}
        module = module.sites[0].importer if module.sites else None
    return {(record.definition.place, f"whether {record.name} is registered is not decided"): None}


def describe_undecided(m: Interpreter, place: Place, reason: str) -> Undecided:
    """Return an unknown with the text of the expression that blocks it."""
    source = m.tree.read(m.tree.absolute(place.path)) or b""
    return Undecided(place.path, place.line, expression_at(source, place), reason, _code_of(reason))


def _code_of(reason: str) -> str:
    """Return the rule of an unknown: what the worker imports, a task's name, or anything else."""
    if reason.startswith(("imports ", "include ", "a module name", "which modules", "which packages")):
        return "AMS010"
    return "AMS012" if "name" in reason.partition(":")[0] and "task" in reason else "AMS011"

"""The abstract start of a worker: from an app to the names that it registers."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.deep_stack import run_with_deep_stack
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, describe
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import MISSING, Assumed, Ext, Union, Unknown, Value
from automappa_scaffold.registry.app_finding import find_app, is_app
from automappa_scaffold.registry.assembly import build_registry, describe_undecided
from automappa_scaffold.registry.celery_models import celery_models
from automappa_scaffold.registry.celery_parts import tell_changed_methods
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.foreign_modules import follow_foreign
from automappa_scaffold.registry.loaded_modules import LOADED_BY_WORKER
from automappa_scaffold.registry.names_in_settings import names_in_settings
from automappa_scaffold.registry.observed import Observed, UnrunTask
from automappa_scaffold.registry.observing import observe, observe_failure
from automappa_scaffold.registry.outside_app import (
    is_used_as_app,
    maker_of,
    put_app_outside,
    tell_perhaps_reached,
)
from automappa_scaffold.registry.set_elsewhere import RAISED_PERHAPS, follow_promises
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.start_errors import explain_error
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.start_watch import started_separately
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.registry.task_classes import observe_classes
from automappa_scaffold.registry.task_order import ELEMENTS, SHARED_TASKS, in_any_order
from automappa_scaffold.registry.unreached import find_unreached
from automappa_scaffold.registry.unregistered import list_unregistered
from automappa_scaffold.registry.unrun import find_lazy_modules, find_unimportable, find_unrun
from automappa_scaffold.registry.unseen_apps import call_that_makes
from automappa_scaffold.registry.values import Registry, Source, StartError, Undecided, UnreachedModule
from automappa_scaffold.registry.worker_start import start_worker
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree

__all__ = ["predict"]

_ROOT = PurePosixPath()

# Of other code outside the project it is not known what it makes; of these it is.
_ANSWERS_FOR_OTHERS = ("__getattr__", "__getattribute__")
_NO_CELERY_APPS = ("dash.Dash()", "fastapi.FastAPI()", "flask.Flask()", "quart.Quart()")


def predict(
    tree: SourceTree,
    start: WorkerStart,
    candidates: Sequence[PurePosixPath | str] = (),
    import_root: PurePosixPath = _ROOT,
    left_out: frozenset[str] = frozenset(),
) -> Prediction:
    """Return what a worker that starts like this registers, with reasons for what cannot be decided.

    Args:
        tree: the project's files.
        start: how the worker starts.
        candidates: files in which tasks that the worker does not reach are looked for.
        import_root: the folder, relative to the root, that these files' module names count from.
        left_out: entries of the lists of task modules that are not imported.
    """

    def once(start: WorkerStart, order: str = "") -> tuple[Prediction, _Run]:
        def begin() -> _Run:
            run = _Run(tree, start, () if order else candidates, import_root)
            run.world.watch.left_out = left_out
            run.world.is_reversed, run.machine.turns = order == SHARED_TASKS, ELEMENTS.get(order, 0)
            return run

        run = begin()
        found = run_with_deep_stack(run.predict)
        if run.made_outside:
            again = begin()
            again.take_outside(run.made_outside, found.registry)
            told = run_with_deep_stack(again.predict)
            found = told if again.is_followed else found
        if run.app_made_at is not None:
            again = begin()
            again.take_for_app(run.app_made_at)
            found = run_with_deep_stack(again.predict)
        return found, run

    def follow(start: WorkerStart) -> tuple[Prediction, Interpreter]:
        found, run = once(start)
        return in_any_order(found, run.machine, run.world, lambda order: once(start, order)[0]), run.machine

    was_enabled = gc.isenabled()
    gc.disable()  # the values live until the answer is there: collecting them early only costs
    try:
        return follow_promises(start, follow)
    finally:
        if was_enabled:
            gc.enable()


class _Run:
    def __init__(
        self,
        tree: SourceTree,
        start: WorkerStart,
        candidates: Sequence[PurePosixPath | str],
        import_root: PurePosixPath,
    ) -> None:
        self.candidates = candidates
        self.import_root, self.world = import_root, World()
        self.made_outside = ""  # the app, or what makes it: a dotted path outside the project
        self.told_outside: tuple[Undecided, ...] = ()
        self.is_followed = False  # that app, to the end
        self.start = start
        self.app_made_at: Place | None = None  # by code that is not seen
        self.machine = Interpreter(
            tree,
            start.sys_path,
            start.environ,
            celery_models(self.world),
            preloaded=LOADED_BY_WORKER,
            installed=start.installed,
            declared=start.declared,
            outside=start.outside,
            python_version=start.python_version,
            assumed_path=start.assumed_path,
        )
        self.machine.assumptions.update(dict.fromkeys(start.notes))
        self.machine.promise = start.promise or self.machine.promise
        self.machine.keeps_folder = start.keeps_folder or self.machine.keeps_folder
        self.machine.set_elsewhere = start.set_elsewhere
        note = f"the worker is started as celery -A {start.app} worker"
        arguments = self.machine.new_list(["celery", "-A", start.app, "worker"])
        self.machine.models["sys.argv"] = Assumed(arguments, note)
        self.machine.follow = lambda name, place: follow_foreign(self.machine, self.world, name, place)

    def take_outside(self, path: str, told: Registry) -> None:
        """Take a path outside the project for the app, or for what makes it, which another run has told."""
        put_app_outside(self.machine, path)
        self.made_outside = path
        self.told_outside = told.unknown

    def take_for_app(self, place: Place) -> None:
        """Take what code outside the project makes at a place for an app, and tell it."""
        self.machine.app_calls = frozenset((place,))
        reason = "the app comes from code outside the project, and is taken to be one of Celery's own"
        self.world.undecide(place, reason)

    def predict(self) -> Prediction:
        """Return what the worker registers."""
        m, spec = self.machine, self.start.app
        app: Value = None
        try:
            app = find_app(m, spec)
            if not is_app(app):
                return self._prediction(self._no_app(app), None)
            start_worker(m, self.world, app, self.start.include)
            m.drop_waiting()
            tell_changed_methods(m, app)
            self.is_followed = is_used_as_app(self.world, app, self.made_outside)
            registry = build_registry(m, self.world, app, spec)
            registry = replace(registry, unknown=(*self.told_outside, *registry.unknown))
            return self._prediction(registry, app)
        except PyRaise as raised:
            m.drop_waiting()
            if raised.is_soft or m.disturbance is not None:
                return self._prediction(self._perhaps_failed(raised), app if is_app(app) else None)
            error = explain_error(raised, self.world, self.import_root)
            return self._prediction(self._failed(error), app if is_app(app) else None)
        except (RunawayError, RecursionError, MemoryError):
            return self._prediction(self._runaway(), None)
        finally:
            m.drop_waiting()

    def _prediction(self, registry: Registry, app: Instance | None) -> Prediction:
        m = self.machine
        m.left_folder = ""  # what is looked at from here on is no worker's import
        modules = {name: m.tree.relative(module.path) for name, module in m.modules.items() if module.path}
        config = app.payload.config_module if app is not None else None
        unreached: tuple[UnreachedModule, ...] = ()
        namespaces = {
            module.name: m.tree.relative(module.folders[0])
            for module in m.modules.values()
            if not module.path and module.folders
        }
        observed = observe_failure(m, self.world, app)
        if app is not None and registry.error is None:
            observed = observe(m, self.world, app, self.start.app)
        started = app is not None and registry.error is None
        names = names_in_settings(m, self.world, app) if app is not None and started else ()
        if app is not None and self.candidates:
            registry, unreached, observed = self._look_around(app, registry, observed)
        packages = [module for module in m.modules.values() if module.folders is not None]
        return Prediction(
            registry=registry,
            modules=modules,
            config=m.tree.relative(config.path) if config is not None and config.path else None,
            namespace=_text(m.decide(app.payload.namespace)) if app is not None else "",
            app_path=app.payload.place.path if app is not None else None,
            bad_entries=tuple(self.world.bad_entries),
            unreached=unreached,
            bound={module.name: frozenset(map(str, module.ns)) for module in packages},
            observed=observed,
            namespaces=namespaces,
            setting_names=names,
            symbols=Symbols(m, self.world, app),
            started=started_separately(m, self.world) if started else None,
        )

    def _look_around(
        self, app: Instance, registry: Registry, observed: Observed
    ) -> tuple[Registry, tuple[UnreachedModule, ...], Observed]:
        """Return the registry with the tasks that it lacks, their modules, and what was seen on the way."""
        m, world = self.machine, self.world
        reached = [*m.modules.values()]
        unrun: tuple[UnrunTask, ...] = ()
        if registry.error is None:
            run = {(definition.place.path, definition.place.line) for definition in world.definitions}
            found = find_unrun(m, run, registry.names, observed.swallowed, self.import_root)
            unrun = tuple(sorted(set(found), key=lambda task: (task.place, task.name)))
        app.payload.is_naming_otherwise = False  # from here on names are told, and no more claimed
        unreached, failed = find_unreached(m, world, app, self.candidates, self.import_root, registry.names)
        if registry.error is None:
            known = {(task.place.path, task.place.line) for task in unrun}
            name = self.start.app.rpartition(":")[2].rpartition(".")[2]
            found = find_unimportable(m, failed, name, self.import_root)
            unrun += tuple(
                task
                for task in found
                if (task.place.path, task.place.line) not in known and task.name not in registry.names
            )
        lazy = tuple(find_lazy_modules(m, reached, unreached))
        undecided = {unknown.path for unknown in registry.unknown}  # perhaps in a way that is not followed
        found_classes = observe_classes(m, world, world.apps)
        classes = tuple(cls for cls in found_classes if cls.place.path not in undecided)
        observed = replace(observed, classes=classes, unrun=unrun, lazy=lazy)
        if self.told_outside:
            registry = tell_perhaps_reached(registry, unreached)
        elif all(unknown.code != "AMS010" for unknown in registry.unknown):
            missing = list_unregistered(unreached, observed, registry.names)
            registry = replace(registry, unregistered=missing)
        return registry, unreached, observed

    def _no_app(self, app: object) -> Registry:
        own = app.cls if isinstance(app, Instance) and app.cls.line > 0 else None
        if own is not None and any(own.lookup(hook) is not MISSING for hook in _ANSWERS_FOR_OTHERS):
            reason = f"the app is what {describe(app)} answers for, by a method of its class"
            return replace(self._empty(), unknown=(self._undecided(None, reason),))
        if isinstance(app, Union):
            reason = f"which app the worker starts depends on it: {app.scope.reason}"
            return replace(self._empty(), unknown=(self._undecided(app.scope.place, reason),))
        is_open = own is not None and maker_of(app) != ""
        if is_open or (isinstance(app, (Unknown, Ext)) and not describe(app).startswith(_NO_CELERY_APPS)):
            place = app.place if isinstance(app, Unknown) else None
            if isinstance(app, Unknown) and not maker_of(app) and not self.machine.app_calls:
                self.app_made_at = call_that_makes(self.machine, app)
            reason = f"the app comes from code outside the project: {describe(app)}"
            unknown = self._undecided(place, reason)
            self.made_outside = maker_of(app)
            return replace(self._empty(), unknown=(unknown,))
        is_task = is_proxy(app)
        name = "a task" if is_task else describe(app).partition("()")[0]
        text = f"-A {self.start.app} leads to {name}, which is no Celery app"
        module = self.machine.modules.get(self.start.app.partition(":")[0])
        path = self.machine.tree.relative(module.path) if module is not None and module.path else None
        return self._failed(StartError(text, path, 1 if path else None, stage="app", code="AMS115"))

    def _undecided(self, place: Place | None, reason: str) -> Undecided:
        if place is None:
            return Undecided(self.machine.tree.relative(""), 1, f"-A {self.start.app}", reason)
        return describe_undecided(self.machine, place, reason)

    def _failed(self, error: StartError) -> Registry:
        return replace(self._empty(), error=error)

    def _perhaps_failed(self, raised: PyRaise) -> Registry:
        reason = f"which modules are imported: {raised.message} {RAISED_PERHAPS}"
        return replace(self._empty(), unknown=(self._undecided(raised.place, reason),))

    def _runaway(self) -> Registry:
        module = self.machine.importing[-1] if self.machine.importing else None
        place = Place(self.machine.tree.relative(module.path)) if module is not None else None
        return replace(
            self._empty(), unknown=(self._undecided(place, "the import runs for too long to follow"),)
        )

    def _empty(self) -> Registry:
        return Registry(Source.STATIC, self.start.app, assumptions=tuple(sorted(self.machine.assumptions)))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""

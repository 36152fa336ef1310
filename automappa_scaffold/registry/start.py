"""The abstract start of a worker: from an app to the names that it registers."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.stdlib_models import Interpreter
from automappa_scaffold.interpreter.values import Ext, Instance, Unknown, describe
from automappa_scaffold.registry.assembly import build_registry, describe_undecided, explain_error
from automappa_scaffold.registry.celery_models import celery_models
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.loaded_modules import LOADED_BY_WORKER
from automappa_scaffold.registry.values import Registry, Source, StartError, Undecided
from automappa_scaffold.registry.worker_start import find_app, is_app, start_worker
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree

__all__ = ["Prediction", "WorkerStart", "predict"]


@dataclass(frozen=True, slots=True)
class WorkerStart:
    """What decides how a worker starts.

    Attributes:
        app: as for ``celery -A``.
        sys_path: absolute folders, first the working directory.
        environ: the environment variables that the worker would see.
        include: modules given by ``-I``.
        installed: the top-level modules of the app's environment; None where it is not known.
        python_version: the version of the app's Python, ``3.12``; empty where it is not known.
    """

    app: str
    sys_path: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    installed: frozenset[str] | None = None
    python_version: str = ""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The predicted registry, and what the rules want to know besides.

    Attributes:
        modules: the project modules that the worker imports, name to file.
        entries: the module names that the settings list, with the setting's name and its source.
        config: the name and file of the settings module, empty where there is none.
    """

    registry: Registry
    modules: Mapping[str, str] = field(default_factory=dict)
    config: str = ""


def predict(tree: SourceTree, start: WorkerStart) -> Prediction:
    """Return what a worker that starts like this registers, with reasons for what cannot be decided."""
    was_enabled = gc.isenabled()
    gc.disable()  # the values live until the answer is there: collecting them early only costs
    try:
        return _Run(tree, start).predict()
    finally:
        if was_enabled:
            gc.enable()


class _Run:
    def __init__(self, tree: SourceTree, start: WorkerStart) -> None:
        self.world = World()
        self.start = start
        self.machine = Interpreter(
            tree,
            start.sys_path,
            start.environ,
            celery_models(self.world),
            preloaded=LOADED_BY_WORKER,
            installed=start.installed,
            python_version=start.python_version,
        )

    def predict(self) -> Prediction:
        m, spec = self.machine, self.start.app
        try:
            app = find_app(m, spec)
            if is_app(app):
                start_worker(m, self.world, app, self.start.include)
                return self._prediction(build_registry(m, self.world, app, spec), app)
            return self._prediction(self._no_app(app), None)
        except PyRaise as raised:
            return self._prediction(self._failed(explain_error(raised)), None)
        except (RunawayError, RecursionError):
            return self._prediction(self._runaway(), None)

    def _prediction(self, registry: Registry, app: Instance | None) -> Prediction:
        modules = {name: module.path for name, module in self.machine.modules.items()}
        config = app.payload.config_module if app is not None else None
        return Prediction(registry, modules, config.path if config is not None else "")

    def _no_app(self, app: object) -> Registry:
        if isinstance(app, (Unknown, Ext)):
            place = app.place if isinstance(app, Unknown) else None
            reason = f"the app comes from code outside the project: {describe(app)}"
            unknown = self._undecided(place, reason)
            return replace(self._empty(), unknown=(unknown,))
        text = f"-A {self.start.app} is {describe(app)}, not a Celery app"
        return self._failed(StartError(text))

    def _undecided(self, place: Place | None, reason: str) -> Undecided:
        if place is None:
            return Undecided(self.machine.tree.relative(""), 1, f"-A {self.start.app}", reason)
        return describe_undecided(self.machine, place, reason)

    def _failed(self, error: StartError) -> Registry:
        return replace(self._empty(), error=error)

    def _runaway(self) -> Registry:
        module = self.machine.importing[-1] if self.machine.importing else None
        place = Place(self.machine.tree.relative(module.path)) if module is not None else None
        return replace(
            self._empty(), unknown=(self._undecided(place, "the import runs for too long to follow"),)
        )

    def _empty(self) -> Registry:
        return Registry(Source.STATIC, self.start.app, assumptions=tuple(sorted(self.machine.assumptions)))

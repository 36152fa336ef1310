"""What the names of the celery and django packages stand for."""

import re
from functools import partial
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Native
from automappa_scaffold.interpreter.special_values import VersionInfo, VersionNumber
from automappa_scaffold.interpreter.values import Assumed, Namespace, Scope, Union, Unknown, Value
from automappa_scaffold.registry.celery_app import CeleryApp
from automappa_scaffold.registry.celery_app_parts import loader_class
from automappa_scaffold.registry.celery_canvas import CANVAS
from automappa_scaffold.registry.celery_commands import CLICK_ERRORS
from automappa_scaffold.registry.celery_connections import refuses_unknown_transports
from automappa_scaffold.registry.celery_entities import ENTITIES
from automappa_scaffold.registry.celery_exceptions import CELERY_ERRORS
from automappa_scaffold.registry.celery_finalizers import watched_finalizers
from automappa_scaffold.registry.celery_helpers import HELPERS
from automappa_scaffold.registry.celery_objects import (
    checked_function,
    file_names,
    function_checks,
    module_names,
)
from automappa_scaffold.registry.celery_schedules import SCHEDULES
from automappa_scaffold.registry.celery_security import registering_serializers
from automappa_scaffold.registry.celery_signals import SIGNALS, finalizer_connector, signal
from automappa_scaffold.registry.celery_task_class import TASK
from automappa_scaffold.registry.celery_user_options import current_context
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.django_world import Django
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["celery_models"]


# Those of Celery 5 that are supported, and those that may come.
_RELEASES = tuple(
    f"5.{minor}.{micro}"
    for minor, last in ((3, 6), (4, 1), (5, 4), (6, 4), (7, 5))
    for micro in range(last + 1)
)
# Removed in Celery 5; importing them is a common leftover of Celery 3.
_GONE = ("celery.task", "celery.decorators", "celery.contrib.batches", "celery.utils.celery_test")


def celery_models(world: World) -> dict[str, Value]:
    """Return what the dotted names of both packages stand for, by path."""
    app = CeleryApp(world)
    django = Django(world)
    world.fixup = django
    names: dict[str, Value] = {**django.models(), **_of_the_app(app)}
    for table in (module_names(), file_names(), function_checks()):
        names.update(table)
    _check_arguments_besides(names)
    for known in (CELERY_ERRORS, CLICK_ERRORS, SCHEDULES, ENTITIES, CANVAS, HELPERS):
        names.update(known)
    names.update(_of_the_state(app, world))
    names.update(_of_the_process(world))
    number = VersionNumber("which Celery 5 the worker runs", None, Namespace(0))
    version = VersionInfo((5, number, number, "", ""))
    for path in ("celery.VERSION", "celery.version_info", "kombu.VERSION", "kombu.version_info"):
        names[path] = Assumed(version, "the worker runs Celery 5")
    texts = Union(_RELEASES, Scope("which Celery 5 the worker runs", Place(PurePosixPath())))
    names["celery.__version__"] = names["kombu.__version__"] = Assumed(texts, "the worker runs Celery 5")
    for top in ("celery", "kombu"):
        names[f"{top}:import"] = Native("import", partial(_know_version, top))
    names["automappa_scaffold.celery.RegistryGuard"] = _registry_guard()
    for path in _GONE:
        names[f"{path}:missing"] = True
    return names


def _of_the_app(app: CeleryApp) -> dict[str, Value]:
    """Return the classes of apps, tasks and loaders, and an app that is not seen."""
    loaders = ("app.AppLoader", "app.BaseLoader", "base.BaseLoader")
    return {
        **dict.fromkeys(("celery.Celery", "celery.app.Celery", "celery.app.base.Celery"), app.cls),
        "<app>": app.unseen(),
        **dict.fromkeys(("celery.Task", "celery.app.Task", "celery.app.task.Task"), TASK),
        **dict.fromkeys([f"celery.loaders.{path}" for path in loaders], loader_class()),
    }


def _check_arguments_besides(names: dict[str, Value]) -> None:
    """Have more looked at than arguments where connections are made and functions are called again."""
    for path in ("kombu.Connection", "kombu.connection.Connection", "kombu.BrokerConnection"):
        known = names.get(f"{path}:check")
        before = known.run if isinstance(known, Native) else (lambda m, args, kwargs, place: None)
        names[f"{path}:check"] = refuses_unknown_transports(before)
    for path in ("kombu.utils.functional.retry_over_time", "kombu.utils.retry_over_time"):
        names[f"{path}:check"] = _calling_now(names.get(f"{path}:check"))


def _of_the_state(app: CeleryApp, world: World) -> dict[str, Value]:
    """Return what knows of the current app and of the default one."""
    names: dict[str, Value] = {}
    for path in ("celery.shared_task", "celery.app.shared_task"):
        names[path] = shared_task = Native("shared_task", app.declaring.shared_task)
        shared_task.path = "celery.app.shared_task"  # where it is defined
    for path in ("celery.current_app", "celery._state.current_app", "celery.app.current_app"):
        names[path] = app.current.proxy()
    names["celery.current_app._get_current_object"] = Native("get_current_app", app.current.get_current_app)
    functions = {
        "celery._state.get_current_app": app.current.get_current_app,
        "celery.app.app_or_default": app.current.app_or_default,
        "celery._state.app_or_default": app.current.app_or_default,
        "celery._state.set_default_app": app.current.set_default,
    }
    names.update({path: checked_function(path, run) for path, run in functions.items()})
    names["celery._state.connect_on_app_finalize"] = finalizer_connector(world)
    names.update(watched_finalizers())
    names["celery._state._tls"] = app.current.of_thread()
    for path in ("celery._state.default_app", "celery.app.default_app"):  # None before one is made or set
        names[path] = Unknown("the default app", None, Namespace(0))
    names["celery._state._set_current_app"] = Native("_set_current_app", app.current.set_current)
    return names


def _of_the_process(world: World) -> dict[str, Value]:
    """Return the signals, the command line, and what knows the formats of messages."""
    names: dict[str, Value] = {}
    for path in ("click.get_current_context", "click.globals.get_current_context"):
        names[path] = current_context(world)
    for name in SIGNALS:
        names[f"celery.signals.{name}"] = signal(world, name)
    for path in ("celery.utils.dispatch.Signal", "celery.utils.dispatch.signal.Signal"):
        names[path] = checked_function(path, lambda m, args, kwargs, place: signal(world, object()))
    for path in ("kombu.serialization.register", "kombu.serialization.registry.register"):
        names[path] = registering_serializers(world)
    return names


def _calling_now(before: Value) -> Native:
    """Return what tells that a function calls a function of the project, and checks its arguments."""

    def check(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if isinstance(before, Native):
            before.run(m, args, kwargs, place)
        if any(isinstance(given, (Bound, Function)) for given in (*args, *kwargs.values())):
            m.disturb("what a function calls that tries it again", place)
        return None

    return Native("check", check)


def _registry_guard() -> Class:
    """Return our own bootstep, which registers nothing; ``configured`` gives another of its kind."""
    guard = Class("RegistryGuard", (), Namespace(0), module="automappa_scaffold.celery")
    guard.ns["name"] = "automappa_scaffold.celery.RegistryGuard"  # as every bootstep is given one
    guard.ns["alias"] = "RegistryGuard"
    guard.ns["configured"] = Native("configured", lambda m, args, kwargs, place: guard)
    guard.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None, binds=True)
    return guard


def _know_version(top: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Take the version from the installed source, where that is seen."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)(.+)?$", m.outside.literal(top, "__version__"))
    if found is not None:
        numbers = tuple(int(number) for number in found.groups()[:3])
        for name in ("VERSION", "version_info"):
            m.models[f"{top}.{name}"] = VersionInfo((*numbers, found[4] or "", ""))
        m.models[f"{top}.__version__"] = found[0]
    return None

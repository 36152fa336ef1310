"""Prints which names objects of the Celery beside this interpreter have, and what their methods take.

Run by ``scripts/record_celery_names.py`` and by a test, in an interpreter that has Celery.
"""

import importlib
import inspect
import json
import os
import pkgutil
import sys
from collections.abc import Callable
from typing import Any


def samples() -> dict[str, Any]:
    """Return one object of each class."""
    from celery import Celery, signals
    from celery.canvas import _chain, _chord, group
    from celery.local import PromiseProxy
    from celery.result import AsyncResult, EagerResult, GroupResult, ResultSet
    from celery.schedules import crontab, schedule, solar
    from kombu.entity import Exchange, Queue

    def make(cls: Any) -> Any:
        return cls("sample")

    app = Celery("sample", set_as_current=False, broker="memory://")

    def function() -> None: ...

    task = app.task(function, shared=False, lazy=False)
    return {
        "celery.app.base.Celery": app,
        "celery.app.task.Task": task,
        "celery.app.control.Control": app.control,
        "celery.app.control.Inspect": app.control.inspect(),
        "celery.app.log.Logging": app.log,
        "celery.app.amqp.AMQP": app.amqp,
        "celery.app.events.Events": app.events,
        "celery.app.utils.Settings": app.conf,
        "celery.app.registry.TaskRegistry": app.tasks,
        "celery.canvas.Signature": task.s(),
        "celery.canvas._chain": _chain(task.s()),
        "celery.canvas.group": group([task.s()]),
        "celery.canvas._chord": _chord([task.s()], task.s()),
        "celery.canvas.chunks": task.chunks([(1,)], 1),
        "celery.canvas.xmap": task.map([1]),
        "celery.canvas.xstarmap": task.starmap([(1,)]),
        "celery.result.EagerResult": EagerResult("sample", None, "SUCCESS"),
        "celery.result.GroupResult": GroupResult("sample", []),
        "celery.result.ResultSet": ResultSet([]),
        "celery.result.AsyncResult": AsyncResult("sample", app=app),
        "celery.schedules.crontab": crontab(),
        "celery.schedules.schedule": schedule(1),
        "celery.schedules.solar": solar,
        "celery.utils.dispatch.signal.Signal": signals.worker_init,
        "celery.loaders.app.AppLoader": app.loader,
        "celery.local.PromiseProxy": PromiseProxy,
        "kombu.entity.Exchange": make(Exchange),
        "kombu.entity.Queue": make(Queue),
    }


def names_of(value: Any) -> list[str]:
    """Return the names that an object has, but for those that it has from ``object`` unchanged."""
    cls = value if isinstance(value, type) else type(value)
    names = set(dir(cls)) | set(object.__dir__(value) if cls is not value else ())
    return sorted(
        name
        for name in names
        if name.isidentifier()
        and not (hasattr(object, name) and getattr(cls, name, 0) is getattr(object, name))
    )


def parameters_of(function: Callable[..., Any]) -> str | None:
    """Return what a function takes, as one line."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    words = []
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            words.append("*")
        elif parameter.kind is parameter.VAR_KEYWORD:
            words.append("**")
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and "*" not in words:
                words.append("/*")
            words.append(parameter.name + ("" if parameter.default is parameter.empty else "="))
    return " ".join(words)


def describe() -> dict[str, Any]:
    """Return what is printed, by the path of the class."""
    told = {}
    for path, value in samples().items():
        cls = value if isinstance(value, type) else type(value)
        parameters = {"__init__": parameters_of(cls)}
        of_class = []
        for name in names_of(value):
            method = inspect.getattr_static(cls, name, None)
            is_method = inspect.isroutine(method) or isinstance(method, (classmethod, staticmethod))
            if not name.startswith("_") and is_method:
                parameters[name] = parameters_of(getattr(value, name))
                if isinstance(method, (classmethod, type(dict.__dict__["fromkeys"]))):
                    of_class.append(name)
        given = {name: text for name, text in parameters.items() if text is not None}
        told[path] = {"names": names_of(value), "parameters": given, "of_class": of_class}
    return told


MODULES = """
    celery celery.app celery.app.base celery.app.task celery.app.utils celery.bootsteps celery.canvas
    celery.exceptions celery.local celery.loaders celery.result celery.schedules celery.signals celery.states
    celery.utils celery.utils.log celery.utils.time celery.utils.functional celery.utils.imports kombu
    kombu.common kombu.entity kombu.exceptions kombu.serialization kombu.utils.functional kombu.utils.imports
    kombu.utils.objects kombu.utils.uuid
    celery.beat celery.app.control celery.app.log celery.app.registry celery.app.amqp celery.app.routes
    celery.app.defaults celery.concurrency celery.events celery.platforms celery.worker
    celery.worker.request celery.worker.worker celery.utils.collections celery.utils.dispatch
    celery.utils.dispatch.signal celery.utils.nodenames celery.utils.saferepr celery.utils.text
    celery.utils.threads celery.utils.term celery.utils.objects celery.loaders.app celery.loaders.base
    celery.backends.base celery.apps.worker celery._state kombu.connection kombu.messaging kombu.pools
    kombu.log kombu.mixins kombu.simple kombu.utils kombu.utils.json kombu.utils.url kombu.utils.encoding
    kombu.utils.collections kombu.utils.time kombu.asynchronous kombu.transport kombu.compression kombu.clocks
    billiard billiard.exceptions billiard.context billiard.process vine vine.promises vine.abstract vine.utils
    celery.worker.components celery.worker.consumer celery.worker.autoscale celery.worker.strategy
    celery.worker.state celery.worker.control celery.contrib.abortable
    celery.contrib.rdb celery.contrib.migrate celery.utils.deprecated celery.utils.timer2 celery.utils.debug
    amqp celery.app.annotations celery.worker.consumer.consumer
    celery.bin celery.bin.base celery.bin.beat celery.bin.celery celery.bin.worker celery.bin.multi
"""


def modules() -> dict[str, list[str]]:
    """Return the names that public modules have, those of their submodules among them."""
    told = {}
    for path in MODULES.split():
        module = importlib.import_module(path)
        names = {*dir(module), *vars(module), *getattr(module, "__all__", ())}
        names |= {found.name for found in pkgutil.iter_modules(getattr(module, "__path__", []))}
        told[path] = sorted(names)
    return told


def functions() -> dict[str, str]:
    """Return what the functions and classes of public modules take, as ``parameters_of`` tells it."""
    told = {}
    for path in MODULES.split():
        if path.startswith("celery.bin"):  # what its classes take comes with the version of click
            continue
        for name, value in vars(importlib.import_module(path)).items():
            home = str(getattr(value, "__module__", ""))
            own = home == path or (path in SHOWING and home.partition(".")[0] in PACKAGES)
            if own and not name.startswith("_") and (inspect.isfunction(value) or inspect.isclass(value)):
                taken = parameters_of(value)
                told[f"{path}.{name}"] = "*" if taken is None else taken
    return {path: text for path, text in told.items() if "*" not in text.split()}


PACKAGES = ("celery", "kombu", "billiard", "vine", "amqp")
# They show what stands in their submodules.
SHOWING = (
    *PACKAGES,
    *("celery.app", "celery.utils", "celery.utils.dispatch", "celery.utils.functional"),
    *("celery.utils.imports", "kombu.utils"),
)


def files() -> list[str]:
    """Return the modules of Celery and of what it is made of, none of which is imported for it."""
    found = list(PACKAGES)
    for path in found:
        top, *inside = path.split(".")
        folder = os.path.join(os.path.dirname(str(importlib.import_module(top).__file__)), *inside)
        found += [f"{path}.{module.name}" for module in pkgutil.iter_modules([folder])]
    return sorted(found)


def needs() -> dict[str, str]:
    """Return the modules whose import fails, each with the module that it lacks: of a library, or another's.

    It imports whatever there is, so it comes last.
    """
    told = {}
    for path in files():
        if path.endswith(("__main__", "eventlet", "gevent")):
            continue
        try:
            importlib.import_module(path)
        except ModuleNotFoundError as error:
            told[path] = str(error.name).partition(".")[0]
        except Exception:  # of the machine, or of no account here
            continue
    return told


def settings() -> dict[str, list[Any]]:
    """Return Celery's settings, each with its default in a list: empty for one that is no constant."""
    from celery.app.defaults import DEFAULTS

    plain = (str, int, float, type(None))
    return {key: [value] if isinstance(value, plain) else [] for key, value in DEFAULTS.items()}


if __name__ == "__main__":
    sys.path[:] = [folder for folder in sys.path if not folder.endswith("tests/unit")]
    told = {"objects": describe(), "settings": settings(), "modules": modules()}
    print(json.dumps({**told, "functions": functions(), "files": files(), "needs": needs()}))

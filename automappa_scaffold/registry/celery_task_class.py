"""The class ``Task``: what a task has, how it is bound to its app, and what the settings give it.

Source: ``celery.app.task`` of Celery 5.7.
"""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.generic_aliases import plain_alias
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    Native,
    Wrapper,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    Namespace,
    Unknown,
    Value,
)
from automappa_scaffold.registry.celery_annotations import annotate
from automappa_scaffold.registry.celery_calling import (
    apply_async,
    apply_task,
    delay,
    run_nothing,
    run_task,
)
from automappa_scaffold.registry.celery_canvas import given_by_place, make_signature
from automappa_scaffold.registry.celery_canvas_kinds import kind_of_canvas
from automappa_scaffold.registry.celery_objects import add_names
from automappa_scaffold.registry.celery_requests import REQUEST, retry
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.task_options import CONSTANTS, FROM_SETTINGS
from automappa_scaffold.source.places import Place

__all__ = ["PLAIN_TASKS", "TASK", "bind_task", "has_rate_limit_of_settings"]

# What ``task_cls`` names where nobody says it: of an app, and of one in a Django project.
PLAIN_TASKS = ("celery.app.task:Task", "celery.contrib.django.task:DjangoTask")


def _build_task_class() -> Class:
    """Return the model of ``celery.Task``."""
    task = native_class("Task", module="celery.app.task", is_whole=True)
    task.ns.update(CONSTANTS)
    task.ns.update({"__bound__": False, "__trace__": None})
    task.ns["<methods>"] = frozenset({"apply", "apply_async", "delay"})
    for name, setting in FROM_SETTINGS.items():
        task.ns[name] = Instance(_FROM_SETTING, Namespace(0), setting)
    task.ns["__call__"] = Native("__call__", run_task, binds=True)
    task.ns["run"] = Native("run", run_nothing, binds=True)
    task.ns["apply"] = Native("apply", apply_task, binds=True)
    task.ns["delay"] = Native("delay", delay, binds=True)
    task.ns["apply_async"] = Native("apply_async", apply_async, binds=True)
    task.ns["request"] = REQUEST
    task.ns["retry"] = Native("retry", retry, binds=True)
    task.ns["s"] = Native("s", _signature_of_call(immutable=False), binds=True)
    task.ns["si"] = Native("si", _signature_of_call(immutable=True), binds=True)
    for name in ("signature", "subtask"):
        task.ns[name] = Native(name, _signature, binds=True)
    for name, kind in (("map", "xmap"), ("starmap", "xstarmap"), ("chunks", "chunks")):
        task.ns[name] = Native(name, kind_of_canvas(kind), binds=True)
    task.ns["bind"] = Wrapper("classmethod", Native("bind", _bind))
    task.ns["annotate"] = Wrapper("classmethod", Native("annotate", _annotate))
    task.ns["on_bound"] = Wrapper("classmethod", Native("on_bound", lambda m, args, kwargs, place: None))
    task.ns["__class_getitem__"] = Wrapper("classmethod", Native("__class_getitem__", _alias))
    named, kept = Native("__name__", _name_of_class), Native("__name__", _keep_name)
    task.ns["__name__"] = Wrapper("property", named, kept)
    for name in ("delay_on_commit", "apply_async_on_commit"):  # of those that Celery makes for Django
        task.ns[name] = Unknown("whether this is a task for Django", None, Namespace(0), is_foreign=True)
    task.ns["__annotations__"] = Unknown("annotations of a task", None, Namespace(0), is_foreign=True)
    add_names(task, "celery.app.task.Task")
    return task


def _setting_of_task(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return an attribute that a bound task has from the settings; ``celery.Task`` itself has None."""
    descriptor, task, cls = args
    if task is None:
        return None if cls is TASK else m.unknown("whether this class of tasks is bound", place)
    app = m.find_attribute(task, "app", place)
    if not isinstance(app, Instance):
        return m.unknown("the app of a task", place, is_foreign=True)
    return m.get_attribute(m.get_attribute(app, "conf", place), descriptor.payload, place)


def _name_of_class(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return args[0].cls.name


def _keep_name(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    text = f"property '__name__' of '{args[0].cls.name}' object has no setter"
    text = text if m.python_numbers >= (3, 11) else "can't set attribute '__name__'"
    raise m.raise_("AttributeError", text, place)


def _alias(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.assumptions["the worker runs Celery 5.7 or newer, where Task[...] can be written"] = None
    return plain_alias(m, args, kwargs, place)


def _bind(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    """Stand for ``Task.bind``: it reads the app's settings, and calls ``on_bound``."""
    cls, app = args[0], (args[1] if len(args) > 1 else kwargs.get("app"))
    if not isinstance(app, Instance):
        m.get_attribute(app, "conf", place)
        return app
    if not isinstance(cls, Class) or cls.lookup("__bound__") is not True:
        own = cls.lookup("annotate") if isinstance(cls, Class) else _ANNOTATE
        if own is _ANNOTATE:
            _annotate_from(m, cls, app, place)
        else:
            m.call(m.get_attribute(cls, "annotate", place), (), {}, place)
    if isinstance(cls, Class):
        m.store(cls.ns, "__bound__", True)
    hook = cls.lookup("on_bound") if isinstance(cls, Class) else None
    if hook is not _ON_BOUND and isinstance(cls, Class):
        m.call(m.get_attribute(cls, "on_bound", place), (app,), {}, place)
    return app


def _annotate(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    """Stand for ``Task.annotate``, which a class of the project calls."""
    app = m.find_attribute(args[0], "app", place)
    if isinstance(app, Instance):
        _annotate_from(m, args[0], app, place)
    return None


def _annotate_from(m: Interpreter, cls: Value, app: Instance, place: Place) -> None:
    conf = m.get_attribute(app, "conf", place)
    annotate(m, cls, m.get_attribute(conf, "task_annotations", place), place)


def _signature_of_call(*, immutable: bool) -> Run:
    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        name = m.get_attribute(args[0], "name", place)
        own = tuple(args[1:])
        return make_signature(m, name, own, m.new_dict(kwargs), task=args[0], immutable=immutable)

    return run


def _signature(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    given = {**dict(zip(("args", "kwargs"), args[1:], strict=False)), **kwargs}
    name = m.get_attribute(args[0], "name", place)
    options = {
        key: value for key, value in given.items() if key not in ("args", "kwargs", "app", "immutable")
    }
    own = given_by_place(m, given.get("args"), place)
    made = make_signature(m, name, own, given.get("kwargs"), m.new_dict(options), task=args[0])
    made.ns["immutable"] = given.get("immutable", False)
    return made


_FROM_SETTING = native_class("part", module="celery", is_whole=True)
_FROM_SETTING.ns["__get__"] = Native("__get__", _setting_of_task, binds=True)
TASK = _build_task_class()
# A project may put others in their place.
_BIND, _ON_BOUND, _ANNOTATE = TASK.ns["bind"], TASK.ns["on_bound"], TASK.ns["annotate"]
_RATE_LIMIT = TASK.ns["rate_limit"]


def has_rate_limit_of_settings(task: Value, app: Instance) -> bool:
    """Return whether an app's settings say how often a task may run."""
    if not isinstance(task, Instance) or "rate_limit" in task.ns or task.cls.ns.get("app") is not app:
        return False
    return task.cls.lookup("rate_limit") is _RATE_LIMIT and _tells_plainly(task)


def _tells_plainly(task: Instance) -> bool:
    """Return whether no method of the project answers for the attributes of a task."""
    return task.cls.lookup("__getattribute__") is MISSING


def bind_task(m: Interpreter, app: Instance, task: Instance, place: Place) -> None:
    """Bind a task to its app, as Celery does when it has put it into the registry."""
    if task.cls.lookup("bind") is _BIND and "bind" not in task.ns and _tells_plainly(task):
        _bind(m, (task.cls, app), {}, place)  # what the call comes to, for nearly all
        return
    m.call(m.get_attribute(task, "bind", place), (app,), {}, place)

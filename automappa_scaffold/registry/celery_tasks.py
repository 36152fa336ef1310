"""Task objects, and the lazy proxies that stand for them until an app is finalized."""

from collections.abc import Mapping
from functools import partial

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native, Wrapper, describe
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Unknown, Value
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.source.places import Place

__all__ = ["PROXY", "TASK", "evaluate_proxy", "make_task", "task_class"]

_DEFAULT_TASK = "celery.app.task:Task"

_TASK_METHODS = [
    "delay",
    "apply_async",
    "apply",
    "s",
    "si",
    "signature",
    "subtask",
    "retry",
    "replace",
    "chunks",
    "map",
    "starmap",
    "update_state",
    "send_event",
    "AsyncResult",
    "on_bound",
    "bind",
]


def _build_task_class() -> Class:
    """Return the model of ``celery.Task``."""
    task = native_class("Task", module="celery.app.task")
    task.ns["name"] = None
    task.ns["abstract"] = True
    for name in _TASK_METHODS:
        task.ns[name] = Native(name, _task_method, binds=True)
    task.ns["__call__"] = Native("__call__", _run_task, binds=True)
    task.ns["apply"] = Native("apply", _apply_task, binds=True)
    task.is_open = True
    return task


def _task_method(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    return m.unknown("what calling a task returns", place, is_foreign=True)


def _run_task(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    run = m.find_attribute(args[0], "run", place)
    if run is MISSING or isinstance(run, Unknown):
        return m.unknown("what calling a task returns", place, is_foreign=True)
    return m.call(run, args[1:], kwargs, place)


def _apply_task(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    """Run a task here and now; its error becomes its result."""
    result = m.unknown("the result of a task", place, is_foreign=True)
    given = {**dict(zip(("args", "kwargs"), args[1:], strict=False)), **kwargs}
    items, unknown = m.iterate_in_order(given.get("args") or (), place)
    named = m.decide(given.get("kwargs"))
    if unknown is not None or not (named is None or isinstance(named, DictValue)):
        m.note("what applying this task does is not followed", place)
        return result
    try:
        _run_task(m, (args[0], *items), dict(named.items) if named is not None else {}, place)
    except PyRaise as raised:
        if raised.is_soft:
            m.note("whether an applied task ends here", raised.place or place)
    return result


TASK = _build_task_class()


def task_class(m: Interpreter, app: Instance, place: Place) -> Value:
    """Return ``app.Task``, the base of an app's tasks.

    Raises:
        PyRaise: ``task_cls`` names what is not there.
    """
    cls = m.decide(m.find_attribute(app, "task_cls", place))
    if isinstance(cls, str) and cls != _DEFAULT_TASK:
        cls = symbol_by_name(m, cls, f"task_cls={cls!r}", place)
    return TASK if isinstance(cls, str) else cls


def _base_of(m: Interpreter, app: Instance, definition: Definition) -> Value:
    place = definition.place
    base = m.decide(definition.options.get("base"))
    if base is None or m.truth(base) is False:
        base = m.decide(m.get_attribute(app, "Task", place))
    if isinstance(base, (str, Function, Instance)):
        text = (
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
            f"metaclasses of all its bases (base is {describe(base)}, not a class)"
        )
        raise m.raise_("TypeError", text, place)
    if isinstance(base, Class) and not base.is_open and TASK not in base.mro and "bind" not in base.ns:
        raise m.raise_("AttributeError", describe_missing(base, "bind"), place)
    return base


def make_task(m: Interpreter, app: Instance, name: str, definition: Definition) -> Instance:
    """Return the task object of a registered task.

    Raises:
        PyRaise: its base is no class of tasks.
    """
    base = _base_of(m, app, definition)
    cls = base if isinstance(base, Class) else TASK
    fun = definition.fun
    task = Instance(cls, m.namespace(name=name, app=app), definition)
    if isinstance(fun, Function):
        for attribute in ("__name__", "__module__", "__qualname__", "__doc__"):
            task.ns[attribute] = fun.ns.get(attribute)
        bind = m.truth(definition.options.get("bind", False))
        task.ns["run"] = Bound(fun, task) if bind else fun
        task.ns["__wrapped__"] = fun
    for hook in ("__init__", "on_bound"):
        own = cls.lookup(hook)
        if isinstance(own, Function) or (isinstance(own, Wrapper) and isinstance(own.function, Function)):
            given = () if hook == "__init__" else (app,)
            owner = task if hook == "__init__" else cls  # Celery calls on_bound as a method of the class
            m.call(m.get_attribute(owner, hook, definition.place), given, {}, definition.place)
    return task


def _build_proxy_class() -> Class:
    """Return the model of a task that is not evaluated yet (``celery.local.PromiseProxy``)."""
    proxy = native_class("PromiseProxy", module="celery.local")
    proxy.ns["__getattr__"] = Native("__getattr__", _proxy_attribute, binds=True)
    proxy.ns["__call__"] = Native("__call__", _proxy_call, binds=True)
    proxy.ns["__setattr__"] = Native("__setattr__", _proxy_set, binds=True)
    proxy.ns["__proxied__"] = Native("__proxied__", lambda m, args, kwargs, place: evaluate_proxy(m, args[0]))
    for name in ("__name__", "__doc__", "__qualname__"):
        proxy.ns[name] = Wrapper("property", Native(name, partial(_proxy_own, name)))
    for name in ("delay", "apply_async", "s", "si", "signature", "subtask"):
        proxy.ns[name] = Native(name, _task_method, binds=True)
    return proxy


def evaluate_proxy(m: Interpreter, proxy: Instance) -> Value:
    """Return the task that a lazy proxy stands for, registering it when it is asked for first."""
    if "task" not in proxy.payload:
        world, app, definition = proxy.payload["world"], proxy.payload["app"], proxy.payload["definition"]
        proxy.payload["task"] = world.task_from(m, app, definition)
    return proxy.payload["task"]


def _proxy_attribute(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.get_attribute(evaluate_proxy(m, args[0]), args[1], place)


def _proxy_own(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.get_attribute(evaluate_proxy(m, args[0]), name, place)


def _proxy_call(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    return m.call(evaluate_proxy(m, args[0]), args[1:], kwargs, place)


def _proxy_set(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    m.set_attribute(evaluate_proxy(m, args[0]), args[1], args[2], place)
    return None


PROXY = _build_proxy_class()

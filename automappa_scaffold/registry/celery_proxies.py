"""The lazy proxies that stand for tasks until an app is finalized."""

from collections.abc import Mapping
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["PROXY", "evaluate_proxy"]


def _build_proxy_class() -> Class:
    """Return the model of a task that is not evaluated yet (``celery.local.PromiseProxy``)."""
    base = native_class("Proxy", module="celery.local")
    proxy = native_class("PromiseProxy", module="celery.local", bases=(base,))
    proxy.ns["__getattr__"] = Native("__getattr__", _proxy_attribute, binds=True)
    proxy.ns["__call__"] = Native("__call__", _proxy_call, binds=True)
    proxy.ns["__setattr__"] = Native("__setattr__", _proxy_set, binds=True)
    proxy.ns["__proxied__"] = Native("__proxied__", lambda m, args, kwargs, place: evaluate_proxy(m, args[0]))
    for name in ("__name__", "__doc__", "__qualname__", "__dict__"):
        proxy.ns[name] = Wrapper("property", Native(name, partial(_proxy_own, name)))
    proxy.ns["__module__"] = Wrapper("property", Native("__module__", _proxy_module))
    proxy.ns["__eq__"] = Native("__eq__", _proxy_equals, binds=True)
    proxy.ns["__or__"] = Native("__or__", _proxy_or, binds=True)
    proxy.ns["_get_current_object"] = Native("_get_current_object", _proxy_object, binds=True)
    proxy.ns["__delattr__"] = Native("__delattr__", _proxy_delete, binds=True)
    return proxy


def evaluate_proxy(m: Interpreter, proxy: Instance) -> Value:
    """Return the task that a lazy proxy stands for, registering it when it is asked for first.

    What ``shared_task`` gives stands for the task of whichever app is current, which it finalizes.
    """
    if proxy.payload.get("is_shared"):
        app = proxy.payload["current"](m)
        proxy.payload["world"].finalize(m, app, auto=True)
        tasks = proxy.payload["tasks"]
        if id(app) not in tasks:
            tasks[id(app)] = proxy.payload["world"].task_from(m, app, proxy.payload["definition"])
        return tasks[id(app)]
    if "task" not in proxy.payload:
        world, app, definition = proxy.payload["world"], proxy.payload["app"], proxy.payload["definition"]
        proxy.payload["task"] = world.task_from(m, app, definition)
    return proxy.payload["task"]


def _proxy_module(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return the task's module of what ``shared_task`` gives; other proxies show that of their class."""
    if not args[0].payload.get("is_shared"):
        return "celery.local"
    return m.get_attribute(evaluate_proxy(m, args[0]), "__module__", place)


def _proxy_object(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return evaluate_proxy(m, args[0])


def _proxy_or(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    return m.binary("BitOr", evaluate_proxy(m, args[0]), args[1], place)


def _proxy_equals(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return whether two tasks are the same one, whatever proxies stand for them."""
    left, right = [
        evaluate_proxy(m, side) if isinstance(side, Instance) and side.cls is PROXY else side
        for side in map(m.decide, args)
    ]
    return m.compare("Eq", left, right, place)


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


def _proxy_delete(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    m.delete_attribute(evaluate_proxy(m, args[0]), args[1], place)
    return None


PROXY = _build_proxy_class()

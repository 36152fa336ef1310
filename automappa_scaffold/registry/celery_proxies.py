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
    for name in ("__name__", "__doc__", "__qualname__"):
        proxy.ns[name] = Wrapper("property", Native(name, partial(_proxy_own, name)))
    proxy.ns["__delattr__"] = Native("__delattr__", _proxy_delete, binds=True)
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


def _proxy_delete(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    m.delete_attribute(evaluate_proxy(m, args[0]), args[1], place)
    return None


PROXY = _build_proxy_class()

"""The lazy proxies that stand for tasks until an app is finalized."""

from collections.abc import Mapping
from functools import partial
from typing import TypeGuard

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["PROMISE", "PROXY", "evaluate_proxy", "is_proxy"]


# What a proxy hands on to its task: operators, comparisons and built-in functions, by special method.
_OPERATORS = {
    "__add__": "Add",
    "__sub__": "Sub",
    "__mul__": "Mult",
    "__floordiv__": "FloorDiv",
    "__truediv__": "Div",
    "__mod__": "Mod",
    "__pow__": "Pow",
    "__lshift__": "LShift",
    "__rshift__": "RShift",
    "__and__": "BitAnd",
    "__xor__": "BitXor",
    "__or__": "BitOr",
}
_COMPARISONS = {"__lt__": "Lt", "__le__": "LtE", "__gt__": "Gt", "__ge__": "GtE"}
_SIGNS = {"__neg__": "USub", "__pos__": "UAdd", "__invert__": "Invert"}
_FUNCTIONS = {
    "__bool__": "bool",
    "__len__": "len",
    "__iter__": "iter",
    "__int__": "int",
    "__float__": "float",
    "__complex__": "complex",
    "__abs__": "abs",
    "__hash__": "hash",
}
# Methods of the task that a proxy calls by name.
_CALLED = ("__index__", "__enter__", "__exit__", "__divmod__")


def _build_proxy_class() -> Class:
    """Return the model of what ``shared_task`` gives (``celery.local.Proxy``)."""
    proxy = native_class("Proxy", module="celery.local")
    proxy.ns["__new__"] = Native("__new__", _new_proxy)
    proxy.ns["__getattr__"] = Native("__getattr__", _proxy_attribute, binds=True)
    proxy.ns["__call__"] = Native("__call__", _proxy_call, binds=True)
    proxy.ns["__setattr__"] = Native("__setattr__", _proxy_set, binds=True)
    proxy.ns["__proxied__"] = Native("__proxied__", lambda m, args, kwargs, place: evaluate_proxy(m, args[0]))
    proxy.ns["__qualname__"] = "celery.local"  # of the class itself; its objects ask their task
    for name in ("__name__", "__doc__", "__dict__"):
        proxy.ns[name] = Wrapper("property", Native(name, partial(_proxy_own, name)))
    proxy.ns["__module__"] = Wrapper("property", Native("__module__", _proxy_module))
    proxy.ns["__eq__"] = Native("__eq__", _proxy_equals, binds=True)
    for name, operator in _OPERATORS.items():
        proxy.ns[name] = Native(name, partial(_proxy_operator, operator), binds=True)
    for name, operator in _COMPARISONS.items():
        proxy.ns[name] = Native(name, partial(_proxy_comparison, operator), binds=True)
    for name, sign in _SIGNS.items():
        proxy.ns[name] = Native(name, partial(_proxy_sign, sign), binds=True)
    for name, function in _FUNCTIONS.items():
        proxy.ns[name] = Native(name, partial(_proxy_function, function), binds=True)
    for name in _CALLED:
        proxy.ns[name] = Native(name, partial(_proxy_method, name), binds=True)
    proxy.ns["__setitem__"] = Native("__setitem__", _proxy_put, binds=True)
    proxy.ns["__delitem__"] = Native("__delitem__", _proxy_take_out, binds=True)
    proxy.ns[WHOLE] = True
    proxy.ns["__getitem__"] = Native("__getitem__", _proxy_item, binds=True)
    proxy.ns["__contains__"] = Native("__contains__", _proxy_contains, binds=True)
    proxy.ns["_get_current_object"] = Native("_get_current_object", _proxy_object, binds=True)
    proxy.ns["__delattr__"] = Native("__delattr__", _proxy_delete, binds=True)
    return proxy


def _build_promise_class() -> Class:
    """Return the model of what ``app.task`` gives until it is evaluated (``celery.local.PromiseProxy``)."""
    promise = native_class("PromiseProxy", module="celery.local", bases=(PROXY,))
    promise.ns["__doc__"] = Wrapper("property", Native("__doc__", _doc_of_promise))
    promise.ns["__maybe_evaluate__"] = Native("__maybe_evaluate__", _proxy_object, binds=True)
    for name in ("__evaluated__", "__evaluate__", "__then__"):
        promise.ns[name] = Native(name, _left_open, binds=True)
    promise.ns.update({"__qualname__": "PromiseProxy", "__proxied__": PROXY.ns["__proxied__"]})
    return promise


def is_proxy(value: Value) -> TypeGuard[Instance]:
    """Return whether a value stands for a task that is perhaps not evaluated yet."""
    return isinstance(value, Instance) and (value.cls is PROMISE or value.cls is PROXY)


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
        return _unless_twin(m, app, tasks[id(app)])
    app = proxy.payload["app"]
    if "task" not in proxy.payload:
        proxy.payload["task"] = proxy.payload["world"].task_from(m, app, proxy.payload["definition"])
    return _unless_twin(m, app, proxy.payload["task"])


def _unless_twin(m: Interpreter, app: Instance, task: Value) -> Value:
    """Return a task, unless another one of its name may have been made first: then both stand for that."""
    if id(task) in app.payload.twins:
        return m.unknown("which of the tasks of one name there is", None, is_foreign=True)
    return task


def _proxy_module(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return the task's module of what ``shared_task`` gives; other proxies show that of their class."""
    if not args[0].payload.get("is_shared"):
        return "celery.local"
    return m.get_attribute(evaluate_proxy(m, args[0]), "__module__", place)


def _left_open(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    return m.unknown("whether a task was asked for before", place, is_foreign=True)


def _doc_of_promise(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return what describes the function; where nothing does, Celery shows the text of the proxies' class."""
    fun = args[0].payload["definition"].fun
    found = m.decide(fun.ns.get("__doc__")) if isinstance(fun, Function) else None
    return m.unknown("what describes a task", place, is_foreign=True) if found is None else found


def _new_proxy(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    """Stand for a proxy that the project makes by the class of a task's proxy, which is not followed."""
    if len(args) < 2 and not kwargs:
        text = "Proxy.__init__() missing 1 required positional argument: 'local'"
        raise m.raise_("TypeError", text, place)
    return m.unknown("what a proxy stands for", place, is_foreign=True)


def _proxy_object(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return evaluate_proxy(m, args[0])


def _proxy_operator(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.binary(name, evaluate_proxy(m, args[0]), args[1], place)


def _proxy_sign(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.unary(name, evaluate_proxy(m, args[0]), place)


def _proxy_comparison(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.compare(name, evaluate_proxy(m, args[0]), args[1], place)


def _proxy_function(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.call(m.external(f"builtins.{name}"), (evaluate_proxy(m, args[0]),), {}, place)


def _proxy_method(
    name: str, m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.call(m.get_attribute(evaluate_proxy(m, args[0]), name, place), args[1:], {}, place)


def _proxy_put(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> None:
    m.set_item(evaluate_proxy(m, args[0]), args[1], args[2], place)


def _proxy_take_out(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    task = evaluate_proxy(m, args[0])
    if lacks(task, "__delitem__"):
        text = f"'{kind_name(task)}' object does not support item deletion"
        raise m.refusal("TypeError", text, place)
    return m.call(m.get_attribute(task, "__delitem__", place), args[1:], {}, place)


def _proxy_item(m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place) -> Value:
    return m.get_item(evaluate_proxy(m, args[0]), args[1], place)


def _proxy_contains(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    return m.compare("In", args[1], evaluate_proxy(m, args[0]), place)


def _proxy_equals(
    m: Interpreter, args: tuple[Value, ...], kwargs: Mapping[str, Value], place: Place
) -> Value:
    """Return whether two tasks are the same one, whatever proxies stand for them."""
    left, right = [evaluate_proxy(m, side) if is_proxy(side) else side for side in map(m.decide, args)]
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
PROMISE = _build_promise_class()

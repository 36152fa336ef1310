"""What several signatures make when they are joined: which methods it has, and what those take.

Source: ``celery.canvas`` and ``celery.result`` of Celery 5.3 to 5.7.
"""

from functools import partial

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import ALSO, CANVAS_IN_USE
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Module,
    Native,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.values import ListValue, Scope, SetValue, Value, is_constant
from automappa_scaffold.registry.celery_calling import PUBLISHING, tell_handlers
from automappa_scaffold.registry.celery_objects import closed_class, joined_class
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.eager_results import EAGER_RESULT
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["MADE", "joined", "kind_of_canvas", "looking_later", "require_signature", "tell_replaced"]

_KINDS = ("_chain", "group", "_chord", "chunks", "xmap", "xstarmap")


def _wait(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``~canvas``, which sends it and waits for workers to run it."""
    m.disturb("whether anybody runs a task that the app sends while it is imported, and waits for", place)
    return m.unknown("what a task returned", place, is_foreign=True)


def _same(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0]


def tell_replaced(m: Interpreter, place: Place) -> None:
    """Tell of methods that the project has replaced, where it makes something that has them."""
    paths = [path for path in m.patched if path.startswith("celery.canvas.") and path.count(".") > 2]
    if paths:
        m.unsettle(f"{paths[0]} is another one from here on", place)
    if CANVAS_IN_USE not in m.patched:
        m.store(m.patched, CANVAS_IN_USE, True)


def looking_later(before: Value) -> Native:
    """Return what leaves open whether a group goes through the generator that it is made of: on its use."""

    def check(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        tell_replaced(m, place)
        if isinstance(before, Native):
            before.run(m, args, kwargs, place)
        for given in map(m.decide, args):
            if isinstance(given, Generator) and given.pull is None:  # a function's, which may do anything
                scope = Scope("whether a group's parts are asked for", place)
                m.fork(scope, [partial(m.iterate, given, place), lambda: None])
        return None

    return Native("check", check)


def _kind(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for the class: a chain of a group and a task is a chord, and the like."""
    return m.unknown("what signatures make that are joined", place, is_foreign=True)


def require_signature(m: Interpreter, left: str, value: Value, place: Place) -> None:
    """Raise what Python raises for the right side of ``signature | value`` that is no signature."""
    is_plain = is_constant(value) or isinstance(value, (ListValue, SetValue, Function, Class, Native, Module))
    is_object = isinstance(value, Instance) and not value.cls.module.startswith("celery.")
    is_plain = is_plain or (is_object and lacks(value, "__ror__"))
    if is_proxy(value) or is_plain:
        kind = value.cls.name if is_proxy(value) else _shown(value)
        text = f"unsupported operand type(s) for |: '{left}' and '{kind}'"
        raise m.raise_("TypeError", text, place)


def _shown(value: Value) -> str:
    return kind_name(value) if is_constant(value) or isinstance(value, ListValue) else describe(value)


def joined(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what ``signature | signature`` makes.

    Raises:
        PyRaise: the other is no signature.
    """
    require_signature(m, args[0].cls.name, m.decide(args[1]), place)
    tell_replaced(m, place)
    return Instance(_ANY, m.namespace())


def _as_header(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what ``group | anything`` makes: a chord, whose body is looked at when it is sent."""
    tell_replaced(m, place)
    return Instance(_ANY, m.namespace())


def _run_all(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.note("which tasks run here, and what they register, is not followed", place)
    return m.unknown("the result of several tasks", place, is_foreign=True)


def _send_all(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    tell_handlers(m, PUBLISHING, place)
    app = m.external("celery.current_app")
    is_on = m.truth(m.get_attribute(m.get_attribute(app, "conf", place), "task_always_eager", place))
    if is_on is True:
        return _run_all(m, args, kwargs, place)
    return m.unknown("the result of several tasks", place, is_foreign=True)


_METHODS: dict[str, Run] = {
    "apply": _run_all,
    **dict.fromkeys(("apply_async", "delay", "__call__"), _send_all),
    "__or__": joined,
    "__ior__": joined,
    "__invert__": _wait,
    "set": _same,
    "on_error": _same,
}
_ANY = joined_class("_chain", [f"celery.canvas.{name}" for name in (*_KINDS[:3], "Signature")], _METHODS)
_ANY.ns["__class__"] = Wrapper("property", Native("__class__", _kind))
_OF_KIND: dict[str, dict[str, Run]] = {
    "_chord": {"run": _send_all},
    "group": {"__or__": _as_header, "__ior__": _as_header},
    **{key: {"__call__": _run_all} for key in ("xmap", "xstarmap")},  # a task of Celery's own, called here
}
_CLASSES = {
    name: closed_class(f"celery.canvas.{name}", {**_METHODS, **_OF_KIND.get(name, {})}) for name in _KINDS
}
for _cls in (_ANY, *_CLASSES.values()):
    _cls.ns[ALSO] = ("dict",)
_RESULTS = {name: closed_class(f"celery.result.{name}") for name in ("GroupResult", "ResultSet")}
_RESULTS["EagerResult"] = EAGER_RESULT
_OF_CALLS = {
    "chain": _ANY,
    "_chain": _ANY,
    "group": _CLASSES["group"],
    "chord": _CLASSES["_chord"],
    "_chord": _CLASSES["_chord"],
    **{name: _CLASSES[name] for name in _KINDS[3:]},
}
# The classes of what calls return, by the path of what is called.
MADE: dict[str, Class] = {
    **{f"{top}.{name}:made": cls for top in ("celery", "celery.canvas") for name, cls in _OF_CALLS.items()},
    **{f"celery.result.{name}:made": cls for name, cls in _RESULTS.items()},
}


def kind_of_canvas(name: str) -> Run:
    """Return what makes ``task.map()``, ``task.starmap()`` or ``task.chunks()``."""

    def make(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        tell_replaced(m, place)
        return Instance(_CLASSES[name], m.namespace())

    return make

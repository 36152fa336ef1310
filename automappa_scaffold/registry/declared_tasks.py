"""The tasks that a start declared, as the rules want to know them."""

import re
from collections.abc import Iterator
from typing import Any

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.frames import Decoration
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Partial, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.assembly import Certainty, definition_place
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.celery_task_class import PLAIN_TASKS, TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.observed import DeclaredTask
from automappa_scaffold.registry.task_options import TASK_OPTIONS
from automappa_scaffold.registry.task_signatures import annotation_of
from automappa_scaffold.registry.wrapped_functions import innermost
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import POSITIONAL, POSITIONAL_ONLY, VAR_POSITIONAL

__all__ = ["find_declared_tasks"]


def find_declared_tasks(
    m: Interpreter, world: World, app: Instance, names: dict[int, str], certainty: Certainty
) -> Iterator[DeclaredTask]:
    """Yield the declared tasks whose names are known, whether registered or not."""
    for definition in world.definitions:
        name = names.get(id(definition)) or _name_elsewhere(m, world, app, definition)
        if name is None:
            continue
        fun, bind = definition.fun, m.truth(definition.options.get("bind", False))
        wrapped = _wrapped_before(definition)
        yield DeclaredTask(
            name=name,
            function=wrapped.spec.name if wrapped is not None else _function_name(definition, name),
            place=definition_place(m, definition),
            declared_at=definition.place,
            module=definition.module.name if definition.module else "",
            is_registered=id(definition) in names,
            is_certain=not definition.scopes and certainty.is_certain(definition.module),
            is_shared_task=definition.app is None,
            has_name=definition.options.get("name") is not None,
            bind=bind,
            first_annotation=_first_annotation(m, fun) if bind and isinstance(fun, Function) else "",
            lacks_itself=bind is False and isinstance(fun, Function) and _lacks_itself(fun),
            has_own_base=_base_of(m, app, definition) is not TASK,
            unknown_options=_unknown_options(m, app, definition),
            other_app=_other_app(world, app, definition),
            is_hidden_twin=definition.is_twin,
            **(_signature_of(fun) if isinstance(fun, Function) else {}),
            **(_wrapping_in_call(m, definition) if wrapped is not None else {}),
            **(_decoration_of(m, definition, definition.decoration) if definition.decoration else {}),
        )


def _name_elsewhere(m: Interpreter, world: World, app: Instance, definition: Definition) -> str | None:
    if definition.app is app:
        return None  # taken out of the registry, or not decided
    try:
        return world.name_of(m, definition.app or app, definition)
    except PyRaise:
        return None


def _function_name(definition: Definition, name: str) -> str:
    if definition.decoration is not None:
        return definition.decoration.name
    fun = definition.fun
    if isinstance(fun, Function):
        return str(fun.ns.get("__name__"))
    return fun.name if isinstance(fun, Class) else name.rpartition(".")[2]


def _signature_of(function: Function) -> dict[str, Any]:
    spec = function.spec
    positional = [p for p in spec.parameters if p[1] in (POSITIONAL, POSITIONAL_ONLY)]
    return {
        "parameters": tuple(name if default is None else f"{name}=" for name, _, default in positional),
        "takes_any": any(kind == VAR_POSITIONAL for _, kind, _ in spec.parameters),
        "is_async": spec.is_async,
        "is_generator": spec.is_generator,
    }


def _first_annotation(m: Interpreter, function: Function) -> str:
    """Return the annotation of the first parameter where no task can be what it allows; else nothing."""
    names = [name for name, kind, _ in function.spec.parameters if kind in (POSITIONAL, POSITIONAL_ONLY)]
    if not names or names[0] == "self":
        return ""
    allowed, text = annotation_of(m, function, names[0])
    return f"{names[0]}: {text}" if allowed else ""


def _lacks_itself(fun: Function) -> bool:
    """Return whether a function has a ``self``, and gets what wrappers are given, and no more."""
    reached, given = innermost(fun, 0)
    first = next((name for name, _, _ in reached.spec.parameters), "")
    return reached is not fun and not given and first == "self" and not isinstance(reached.owner, Class)


def _decoration_of(m: Interpreter, definition: Definition, decoration: Decoration) -> dict[str, Any]:
    index = decoration.places.index(definition.place)
    return {
        **_wrapping_of(m, definition, decoration, index),
        "covered_by": _covered_by(decoration, index),
        "rebound_at": _rebound_at(m, decoration, index),
    }


def _wrapping_of(
    m: Interpreter, definition: Definition, decoration: Decoration, index: int
) -> dict[str, Place]:
    """Return the decorator below ``@task`` that renamed the function, and the function that it returned."""
    fun = definition.fun
    if definition.is_twin or not isinstance(fun, Function) or fun.spec.name == decoration.name:
        return {}
    if fun.ns.get("__name__") != fun.spec.name:
        return {}  # renamed, as by functools.wraps
    for place, value in zip(decoration.places[:index], decoration.values[:index], strict=True):
        if isinstance(value, Function) and value.ns.get("__name__") != decoration.name:
            return {"wrapped_by": place, "wrapper": _def_of(m, value)}
    return {}


def _wrapped_before(definition: Definition) -> Function | None:
    """Return the function that another one was made of, in ``task(decorator(function))``."""
    fun = definition.fun
    if not definition.is_returned or definition.decoration is not None or definition.is_twin:
        return None
    if not isinstance(fun, Function) or fun.spec.is_lambda or fun.ns.get("__name__") != fun.spec.name:
        return None
    names = [name for name, _, _ in fun.closure.function.spec.parameters] if fun.closure.function else []
    given = fun.closure.names.get(names[0]) if len(names) == 1 else None
    if not isinstance(given, Function) or given.spec.is_lambda or given.spec.name == fun.spec.name:
        return None
    return given


def _wrapping_in_call(m: Interpreter, definition: Definition) -> dict[str, Any]:
    assert isinstance(definition.fun, Function)
    return {"wrapped_by": definition.place, "wrapper": _def_of(m, definition.fun)}


def _def_of(m: Interpreter, function: Function) -> Place:
    return Place(m.tree.relative(function.module.path), function.spec.line)


def _covered_by(decoration: Decoration, index: int) -> Place | None:
    if not decoration.values or not _is_no_task(decoration.values[-1]):
        return None
    # The last decorator may have raised, when the task was made already.
    for place, value in zip(decoration.places[index + 1 :], decoration.values[index + 1 :], strict=False):
        if _is_no_task(value):
            return place
    return None


def _is_no_task(value: Value) -> bool:
    """Return whether something certainly has no ``delay``."""
    if isinstance(value, (Function, Partial)):
        return not {"delay", OPEN} & value.ns.keys()
    if isinstance(value, Wrapper):
        return False  # of a static method a class gives what is in it
    if not isinstance(value, (Instance, Class)):
        return value is not None and is_none_of(value, type) and not _has_delay(value)
    if (isinstance(value, Instance) and is_proxy(value)) or {"delay", OPEN} & value.ns.keys():
        return False
    cls = value if isinstance(value, Class) else value.cls
    is_whole = not cls.is_open and not cls.is_partial and all(isinstance(base, Class) for base in cls.mro)
    return is_whole and all(
        cls.lookup(name) is MISSING for name in ("delay", "__getattr__", "__getattribute__")
    )


def _has_delay(value: Value) -> bool:
    return any(hasattr(kind, "delay") for kind in certain_types(value))


def _rebound_at(m: Interpreter, decoration: Decoration, index: int) -> Place | None:
    frame = decoration.frame
    if frame.names is not frame.module.ns or len(decoration.values) > index + 1:
        return None
    bound = frame.names.get(decoration.name)
    if not _is_no_task(bound):
        return None
    if (
        isinstance(bound, Function)
        and bound.module is frame.module
        and bound.spec.name == decoration.name
        and bound.spec.line > decoration.place.line
    ):
        return _def_of(m, bound)
    is_class = isinstance(bound, Class) and bound.name == decoration.name
    if isinstance(bound, Class) and is_class and bound.line > decoration.place.line:
        return Place(m.tree.relative(frame.module.path), bound.line)
    line = _last_assignment(m, frame.module, decoration)
    return Place(m.tree.relative(frame.module.path), line) if line else None


def _last_assignment(m: Interpreter, module: Module, decoration: Decoration) -> int:
    """Return the line below a definition that gives its name another value; 0: none is seen."""
    lines = (m.tree.read(module.path) or b"").splitlines()
    assigns = re.compile(rb"%s\s*(?::[^=]*)?=(?!=)" % re.escape(decoration.name.encode()))
    later = range(len(lines), decoration.place.line, -1)
    return next((number for number in later if assigns.match(lines[number - 1])), 0)


def _base_of(m: Interpreter, app: Instance, definition: Definition) -> Value:
    base = m.decide(definition.options.get("base"))
    if base is not None:
        return base
    if isinstance(definition.fun, Class):
        return definition.fun
    try:
        cls = m.find_attribute(definition.app or app, "task_cls", None)
    except PyRaise:
        return MISSING
    return TASK if isinstance(cls, str) and cls in PLAIN_TASKS else cls


def _unknown_options(m: Interpreter, app: Instance, definition: Definition) -> tuple[str, ...]:
    unknown = [option for option in definition.options if option != "**" and option not in TASK_OPTIONS]
    if not unknown:
        return ()
    base = _base_of(m, app, definition)
    if not isinstance(base, Class):
        return ()
    foreign = [b for c in base.mro for b in c.bases if not isinstance(b, Class)]
    if foreign:
        return ()  # a base outside the project may know the option
    return tuple(option for option in unknown if base.lookup(option) is MISSING)


def _other_app(world: World, app: Instance, definition: Definition) -> str:
    other = definition.app
    if other is None or other is app or other is world.default:
        return ""  # of `current_app` nobody expects an app of its own
    if other.payload.made_at == app.payload.made_at:
        return ""  # one line of source, run twice: by a factory, or as a module of two names
    return f"the app made at {other.payload.made_at}"

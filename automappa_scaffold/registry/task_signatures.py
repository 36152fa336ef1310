"""How a declared task is called, as far as that is certain."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.annotation_names import AnnotationNames
from automappa_scaffold.registry.annotations import ANYTHING, Allowed, Option, read_annotation
from automappa_scaffold.registry.assembly import definition_place
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_task_class import PLAIN_TASKS, TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.signatures import Kind, Parameter, read_annotations
from automappa_scaffold.registry.wrapped_functions import innermost
from automappa_scaffold.source.passing_methods import PASSING_METHODS, passes_on
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.plain_returns import kinds_returned
from automappa_scaffold.source.signatures import unparse

__all__ = ["RESULT", "TaskSignature", "annotation_of", "read_task_signature"]

RESULT = "return"  # what a task gives back stands under it among the annotations
_NONE = ("const", None)
_IN_WORDS = {"none": "None", "int": "an int"}
_CALLING = {
    "delay", "apply_async", "apply", "s", "si", "signature", "subtask", "__call__", "__getattr__", "starmap",
    "chunks", "map", "__header__", "run", "__new__", "bind", "on_bound", "retry", "replace", "add_to_chord",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskSignature:
    """How a task is called.

    Attributes:
        parameters: those that a caller fills; ``describe`` returns them as in source.
        annotate: returns what a parameter's annotation allows, or that of the RESULT, and it as in source.
        is_checked: ``delay`` compares arguments with the parameters; else the worker alone notices (a task
            class, ``typing=False``, ``pydantic=True``).
        binds: the function gets the task itself before what a caller gives.
        method: returns where a method of the project stands that its class has under a name; None: of none.
        is_class: it is made of a class.
        is_called_plainly: its class has no ``__call__`` of its own, which may give the function anything.
    """

    name: str
    place: Place
    parameters: tuple[Parameter, ...]
    describe: Callable[[], str] = field(compare=False)
    annotate: Callable[[str], tuple[Allowed, str]] = field(compare=False)
    is_checked: bool = True
    binds: bool = False
    is_class: bool = False
    is_called_plainly: bool = True
    method: Callable[[str], Place | None] = field(default=lambda name: None, compare=False)


def read_task_signature(
    m: Interpreter, world: World, task: Instance, definition: Definition
) -> TaskSignature | None:
    """Return how a declared task is called, or None where that is not certain."""
    fun = m.decide(definition.fun)
    if isinstance(fun, Class):
        return read_class_signature(m, task, definition)
    options = definition.options
    app = task.payload.get("app") if is_proxy(task) else task.cls.lookup("app")
    if not isinstance(fun, Function) or fun.spec.is_lambda or "**" in options:
        return None
    pydantic = m.truth(options.get("pydantic", False))
    if definition.scopes or pydantic is None:
        return None
    base = m.decide(options.get("base"))
    if base is None and isinstance(app, Instance):
        base = app.ns.get("task_cls", app.cls.lookup("task_cls"))
    checks = _checks_of(m, base, besides="__call__")
    bind = m.truth(options.get("bind", False))
    typing = m.truth(options.get("typing", getattr(_state_of(app), "strict_typing", True)))
    if checks is None or bind is None or typing is None:
        return None
    reached, before = innermost(fun, int(bind))
    parameters = _parameters_of(reached)
    first = parameters[0] if parameters else None
    if before == 0 and first is not None and first.name == "self":
        return None  # `self` without `bind` has a rule of its own
    if before and (first is None or first.kind > Kind.VAR_POSITIONAL):
        return None  # `bind` without `self`, likewise
    skip = next((n for n, p in enumerate(parameters[:before]) if p.kind is Kind.VAR_POSITIONAL), before)
    name = _name_of(m, world, app, definition) or str(fun.ns.get("__name__"))
    return TaskSignature(
        name=name,
        place=definition_place(m, definition),
        parameters=parameters[skip:],
        describe=lambda: reached.spec.describe_parameters(skip),
        annotate=lambda parameter: annotation_of(m, reached, parameter),
        # What a wrapper is given may be anything.
        is_checked=typing and checks and not pydantic and reached is fun,
        binds=bind,
        is_called_plainly=not (isinstance(base, Class) and isinstance(base.lookup("__call__"), Function)),
        method=lambda name: _method_at(m, base, name),
    )


def read_class_signature(m: Interpreter, task: Instance, definition: Definition) -> TaskSignature | None:
    """Return how a task of a registered class is called: by the parameters of its ``run``."""
    name, run = m.decide(task.ns.get("name")), task.cls.lookup("run")
    own_call = task.cls.lookup("__call__")
    if definition.scopes or _checks_of(m, task.cls, besides="run") is None or isinstance(own_call, Function):
        return None
    if not isinstance(name, str) or not isinstance(run, Function) or run.spec.is_lambda:
        return None
    parameters = _parameters_of(run)
    if not parameters or parameters[0].kind > Kind.POSITIONAL:
        return None
    return TaskSignature(
        name=name,
        place=definition_place(m, definition),
        parameters=parameters[1:],
        describe=lambda: run.spec.describe_parameters(1),
        annotate=lambda parameter: annotation_of(m, run, parameter),
        is_checked=False,
        is_class=True,
        method=lambda name: _method_at(m, task.cls, name),
    )


def _method_at(m: Interpreter, cls: Value, name: str) -> Place | None:
    found = cls.lookup(name) if isinstance(cls, Class) else None
    if not isinstance(found, Function) or not found.module.path:
        return None
    return Place(m.tree.relative(found.module.path), found.spec.line)


_KINDS = tuple(Kind)  # by number, as calling an enumeration is slow


def _parameters_of(fun: Function) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name, _KINDS[kind], default is not None, default is not None and tuple(default[::2]) == _NONE
        )
        for name, kind, default in fun.spec.parameters
    )


def _name_of(m: Interpreter, world: World, app: Value, definition: Definition) -> str | None:
    if not isinstance(app, Instance) or _state_of(app) is None:
        return None
    try:
        return world.name_of(m, app, definition)
    except PyRaise:
        return None


def _checks_of(m: Interpreter, base: Value, besides: str = "") -> bool | None:
    """Return whether tasks of a class check their arguments; None: the class may change what calls mean.

    Args:
        besides: the name of a method that the class may well have.
    """
    if base is None or base is MISSING or base is TASK or (isinstance(base, str) and base in PLAIN_TASKS):
        return True
    if not isinstance(base, Class):
        return None
    for cls in base.mro:
        if cls is TASK:
            break
        if any(not isinstance(parent, Class) for parent in cls.bases):
            return None
        changed = (_CALLING - {besides}) & {str(name) for name in cls.ns}
        if not all(_is_passed_on(cls, name) for name in changed):
            return None
    typing = base.lookup("typing")
    return True if typing is MISSING or typing is TASK.ns["typing"] else m.truth(typing)


def _is_passed_on(cls: Class, name: str) -> bool:
    """Return whether a class's own method comes to the one above it with the same arguments."""
    method = cls.ns.get(name)
    return name in PASSING_METHODS and isinstance(method, Function) and passes_on(method.spec, name)


def _state_of(app: Value) -> AppState | None:
    return app.payload if isinstance(app, Instance) and isinstance(app.payload, AppState) else None


def annotation_of(m: Interpreter, fun: Function, parameter: str) -> tuple[Allowed, str]:
    """Return what the annotation of a function's parameter allows, and the annotation as in source."""
    if fun.closure is not None:
        return ANYTHING, ""  # names of the enclosing function may stand in the annotation
    if parameter == RESULT:
        return _result_of(m, fun)
    node = read_annotations(fun.spec.describe_parameters(0)).get(parameter)
    if node is None:
        return ANYTHING, ""
    return read_annotation(node, AnnotationNames(m, fun.module)), unparse(node)


def _result_of(m: Interpreter, fun: Function) -> tuple[Allowed, str]:
    """Return what calling a function gives by its annotation, else by what it returns."""
    if fun.spec.is_async or fun.spec.is_generator:
        return ANYTHING, ""
    text = next((text for name, _, text in fun.spec.named_annotations if name == RESULT), "")
    if text:
        return read_annotation(ast.parse(text, mode="eval").body, AnnotationNames(m, fun.module)), text
    kinds = kinds_returned(fun.spec.body)
    shown = " or ".join(_IN_WORDS.get(kind, f"a {kind}") for kind in kinds)
    return (Allowed(tuple(map(Option, kinds))), shown) if kinds else (ANYTHING, "")

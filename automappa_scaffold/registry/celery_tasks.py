"""The objects that stand in an app's registry, and the classes that Celery makes for them."""

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Namespace,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.celery_task_class import PLAIN_TASKS, TASK
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["make_task", "subclass_with_self", "task_class"]

_SUBCLASS = ("Class", "name", "attribute", "reverse", "keep_reduce")

# What can be no base of a class.
_NO_CLASSES = (Bound, DictValue, Function, Instance, ListValue, Module, Partial, SetValue, tuple)

# What ``_task_from_fun`` takes of a task's options; the others become attributes of the task's class.
_TAKEN = frozenset(
    {
        "name",
        "base",
        "bind",
        "pydantic",
        "pydantic_strict",
        "pydantic_context",
        "pydantic_dump_kwargs",
        "**",
    }
)


# Of a base that is not the project's: it may have any name.
_FOREIGN = Class("Task", (TASK,), Namespace(0), module="celery.app.task")
_FOREIGN.is_open = True


def task_class(m: Interpreter, app: Instance, place: Place) -> Value:
    """Return ``app.Task``, the base of an app's tasks.

    Raises:
        PyRaise: ``task_cls`` names what is not there.
    """
    cls = m.decide(m.find_attribute(app, "task_cls", place))
    if isinstance(cls, str) and cls not in PLAIN_TASKS:
        cls = symbol_by_name(m, cls, f"task_cls={cls!r}", place)
    if isinstance(cls, str):
        return TASK
    if not isinstance(cls, Class) or not any(base.line for base in cls.mro):
        return cls
    given = {"name": "Task", "attribute": "_app", "abstract": True}
    return subclass_with_self(m, (app, cls), given, place)


def subclass_with_self(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Celery.subclass_with_self``: return a class below another that holds the app."""
    given = {**dict(zip(_SUBCLASS, args[1:], strict=False)), **kwargs}
    cls = m.decide(given.pop("Class", None))
    if isinstance(cls, str):
        cls = m.decide(symbol_by_name(m, cls, f"subclass_with_self({cls!r})", place))
    if not isinstance(cls, Class) or "**" in given:
        return m.unknown("a class below another", place, is_foreign=True)
    name, attribute = m.decide(given.pop("name", None)) or cls.name, m.decide(given.pop("attribute", "app"))
    if not isinstance(name, str) or not isinstance(attribute, str):
        return m.unknown("a class below another", place, is_foreign=True)
    others = {key: value for key, value in given.items() if key not in ("reverse", "keep_reduce")}
    names = m.namespace(**{attribute: args[0], "__module__": cls.module, "__doc__": cls.ns.get("__doc__")})
    names.update(others)
    return m.build_class(name, (cls,), names, {}, place)


def _base_of(m: Interpreter, app: Instance, definition: Definition) -> Value:
    place = definition.place
    base = m.decide(definition.options.get("base"))
    if base is None or m.truth(base) is False:
        base = m.decide(m.get_attribute(app, "Task", place))
    if isinstance(base, Instance) and base.cls.lookup("__mro_entries__") is not MISSING:
        text = "type() doesn't support MRO entry resolution; use types.new_class()"
        raise m.raise_("TypeError", text, place)
    is_known = is_constant(base) or isinstance(base, _NO_CLASSES)
    if is_known or (not isinstance(base, Class) and is_none_of(base, type)):
        text = (
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
            f"metaclasses of all its bases (base is {describe(base)}, not a class)"
        )
        raise m.raise_("TypeError", text, place)
    if isinstance(base, Class) and not base.is_open and TASK not in base.mro and "bind" not in base.ns:
        raise m.raise_("AttributeError", describe_missing(base, "bind"), place)
    return base


def make_task(m: Interpreter, app: Instance, name: str, definition: Definition) -> Instance:
    """Return the task object of a declared task: of a class of its own, below the base.

    Raises:
        PyRaise: its base is no class of tasks.
    """
    base = _base_of(m, app, definition)
    base = base if isinstance(base, Class) else _FOREIGN
    fun, place = definition.fun, definition.place
    options = {key: value for key, value in definition.options.items() if key not in _TAKEN}
    names = m.namespace(app=app, name=name, _decorated=True)
    if isinstance(fun, Function):
        for attribute in ("__module__", "__doc__"):
            names[attribute] = fun.ns.get(attribute)
        bind = m.truth(definition.options.get("bind", False))
        names["run"] = fun if bind else Wrapper("staticmethod", fun)
        names["__wrapped__"] = names["run"]
    elif isinstance(fun, (Bound, Class, Instance, Native, Partial)):
        names["run"] = Wrapper("staticmethod", fun)
    names.update(options)
    own_name = fun.ns.get("__name__") if isinstance(fun, Function) else None
    own_name = own_name if isinstance(own_name, str) else "task"
    is_usual = not any(key.startswith("__") for key in options)
    if is_usual and not any(cls.line for cls in base.mro):
        made = Class(own_name, (base,), names, module=str(names.get("__module__", "")))
        task = Instance(made, m.namespace())
    else:
        cls = m.build_class(own_name, (base,), names, {}, place)
        found = m.call(cls, (), {}, place)
        task = found if isinstance(found, Instance) else Instance(base, m.namespace())
    if "**" in definition.options:
        task.cls.is_open = True
    task.payload = definition
    if isinstance(fun, Function):
        if "__name__" not in options:
            m.store(task.ns, "__name__", own_name)
        m.store(task.ns, "__qualname__", fun.ns.get("__qualname__"))
    return task

"""Tasks: their class as Celery makes it, and the objects that stand in an app's registry."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.generic_aliases import plain_alias
from automappa_scaffold.interpreter.models.native import native_class
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
    Unknown,
    Value,
    is_constant,
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
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.task_options import CONSTANTS, FROM_SETTINGS
from automappa_scaffold.source.places import Place

__all__ = ["TASK", "bind_task", "make_task", "subclass_with_self", "task_class"]

_DEFAULT_TASK = "celery.app.task:Task"

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

# Of a base that is not the project's: it may have any name.
_FOREIGN = Class("Task", (TASK,), Namespace(0), module="celery.app.task")
_FOREIGN.is_open = True


def task_class(m: Interpreter, app: Instance, place: Place) -> Value:
    """Return ``app.Task``, the base of an app's tasks.

    Raises:
        PyRaise: ``task_cls`` names what is not there.
    """
    cls = m.decide(m.find_attribute(app, "task_cls", place))
    if isinstance(cls, str) and cls != _DEFAULT_TASK:
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
    if is_constant(base) or isinstance(base, _NO_CLASSES):
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

"""From the end of an abstract start to what the rules want to know of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.interpreter.frames import Decoration
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.assembly import Certainty, definition_place
from automappa_scaffold.registry.celery_settings import setting_keys
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_tasks import TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.observed import (
    ConfigCall,
    DeclaredTask,
    Duplicate,
    LateTask,
    Observed,
    Swallowed,
    UnregisteredClass,
)
from automappa_scaffold.registry.task_options import TASK_OPTIONS
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import POSITIONAL, POSITIONAL_ONLY, VAR_POSITIONAL

__all__ = ["observe", "observe_classes", "observe_failure"]

# Of these, the worker sends the first two when its table of tasks is made; the others before it has read
# the modules of `imports`, so that a handler connected there is never called.
_EARLY_SIGNALS = ("on_after_configure", "on_configure", "import_modules")


def observe_failure(m: Interpreter, world: World, app: Instance | None) -> Observed:
    """Return what a start showed that did not come to its end: how it was configured."""
    return Observed(config_calls=tuple(_config_calls(m, world, app)), searches=tuple(world.searches))


def observe(m: Interpreter, world: World, app: Instance, spec: str) -> Observed:
    """Return what a finished start showed. Runs handlers that the start did not: call it last."""
    state: AppState = app.payload
    names = {id(record.definition): name for name, known in state.tasks.items() for record in known}
    certainty = Certainty()
    tasks = tuple(_declared(m, world, app, names, certainty))
    main = m.decide(state.main)
    return Observed(
        tasks=tasks,
        duplicates=tuple(_duplicates(m, world, state, certainty)),
        config_calls=tuple(_config_calls(m, world, app)),
        searches=tuple(world.searches),
        removals=tuple(removal for removal in world.removals if not removal.name.startswith("celery.")),
        swallowed=tuple(_swallowed(m)),
        late=tuple(_late(m, world, app)),
        chosen_among=_chosen_among(m, app, spec),
        main_name=main if isinstance(main, str) else None,
        setting_names=(*setting_keys(m, state, "imports"), *setting_keys(m, state, "include")),
    )


def _chosen_among(m: Interpreter, app: Instance, spec: str) -> tuple[Place, ...]:
    """Return where the apps are made of which ``-A module`` takes the first, that one first."""
    module = m.modules.get(spec)
    if module is None or any(module.ns.get(name) is app for name in ("app", "celery")):
        return ()
    apps = [value for value in module.ns.values() if isinstance(value, Instance)]
    places = [value.payload.place for value in apps if isinstance(value.payload, AppState)]
    return tuple(dict.fromkeys(places)) if len(set(places)) > 1 and app in apps else ()


# Declared tasks.


def _declared(
    m: Interpreter, world: World, app: Instance, names: dict[int, str], certainty: Certainty
) -> Iterator[DeclaredTask]:
    for definition in world.definitions:
        name = names.get(id(definition)) or _name_elsewhere(m, world, app, definition)
        if name is None:
            continue
        yield DeclaredTask(
            name=name,
            function=_function_name(definition, name),
            place=definition_place(m, definition),
            declared_at=definition.place,
            module=definition.module.name if definition.module else "",
            is_registered=id(definition) in names,
            is_certain=not definition.scopes and certainty.is_certain(definition.module),
            is_shared_task=definition.app is None,
            has_name=definition.options.get("name") is not None,
            bind=m.truth(definition.options.get("bind", False)),
            has_own_base=_base_of(m, app, definition) is not TASK,
            unknown_options=_unknown_options(m, app, definition),
            other_app=_other_app(world, app, definition),
            is_hidden_twin=definition.is_twin,
            **(_signature_of(definition.fun) if isinstance(definition.fun, Function) else {}),
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


def _decoration_of(m: Interpreter, definition: Definition, decoration: Decoration) -> dict[str, Any]:
    index = decoration.places.index(definition.place)
    return {
        "wrapped_by": _wrapped_by(definition, decoration, index),
        "covered_by": _covered_by(decoration, index),
        "rebound_at": _rebound_at(m, decoration, index),
    }


def _wrapped_by(definition: Definition, decoration: Decoration, index: int) -> Place | None:
    fun = definition.fun
    if definition.is_twin or not isinstance(fun, Function) or fun.spec.name == decoration.name:
        return None
    if fun.ns.get("__name__") != fun.spec.name:
        return None  # renamed, as by functools.wraps
    for place, value in zip(decoration.places[:index], decoration.values[:index], strict=True):
        if isinstance(value, Function) and value.ns.get("__name__") != decoration.name:
            return place
    return None


def _covered_by(decoration: Decoration, index: int) -> Place | None:
    if not isinstance(decoration.values[-1], Function):
        return None
    for place, value in zip(decoration.places[index + 1 :], decoration.values[index + 1 :], strict=True):
        if isinstance(value, Function):
            return place
    return None


def _rebound_at(m: Interpreter, decoration: Decoration, index: int) -> Place | None:
    frame = decoration.frame
    if frame.names is not frame.module.ns or len(decoration.values) > index + 1:
        return None
    bound = frame.names.get(decoration.name)
    if not isinstance(bound, Function) or bound.module is not frame.module or bound.spec.is_lambda:
        return None
    if bound.spec.name != decoration.name or bound.spec.line <= decoration.place.line:
        return None
    return Place(m.tree.relative(frame.module.path), bound.spec.line)


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
    return TASK if cls == "celery.app.task:Task" else cls


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
    if other.payload.place == app.payload.place:
        return ""  # one line of source, run twice: by a factory, or as a module of two names
    return f"the app made at {other.payload.place}"


# Duplicates.

_OWN_TASKS = ("accumulate", "backend_cleanup", "chain", "chord", "chord_unlock", "chunks", "group", "map")
_BUILT_IN = frozenset(f"celery.{name}" for name in (*_OWN_TASKS, "starmap"))


def _duplicates(m: Interpreter, world: World, state: AppState, certainty: Certainty) -> Iterator[Duplicate]:
    def is_certain(definition: Definition) -> bool:
        return not definition.scopes and certainty.is_certain(definition.module)

    for name, records in state.tasks.items():
        definitions = [record.definition for record in records if is_certain(record.definition)]
        if name in _BUILT_IN and definitions:
            yield Duplicate(name, None, definitions[0].place)
        for later in definitions[1:]:
            yield Duplicate(name, definitions[0].place, later.place)
    for name, before, after in world.replaced:
        if is_certain(before) and is_certain(after) and before.fun is not after.fun:
            yield Duplicate(name, before.place, after.place)


# Settings and import errors.


def _config_calls(m: Interpreter, world: World, app: Instance | None) -> Iterator[ConfigCall]:
    for call in world.config_calls:
        if call.app_id != id(app):
            continue
        module = m.modules.get(call.target)
        path = module.path if module is not None else _file_of(m, call.target)
        yield replace(call, path=m.tree.relative(path) if path else None, app_id=0)


def _file_of(m: Interpreter, module: str) -> str:
    """Return the file that a dotted name would be imported from, without importing it."""
    for folder in m.sys_path.items:
        for tail in (".py", "/__init__.py"):
            path = f"{folder}/{module.replace('.', '/')}{tail}"
            if module and isinstance(folder, str) and m.tree.is_file(path):
                return path
    return ""


def _swallowed(m: Interpreter) -> Iterator[Swallowed]:
    for raised in m.caught:
        if raised.chain and raised.place is not None:
            failed: list[PurePosixPath] = [step.place.path for step in raised.chain[1:]]
            failed.append(raised.place.path)
            yield Swallowed(raised.chain[0].place, raised.message, tuple(dict.fromkeys(failed)))
        elif raised.place is not None and raised.missing:
            yield Swallowed(raised.place, raised.message, ())


# Handlers that the start did not call.


def _late(m: Interpreter, world: World, app: Instance) -> Iterator[LateTask]:
    for late, signal in world.late.items():
        yield LateTask(late, app.payload.tasks[late][0].definition.place, signal, False)
    for key, handlers in list(world.handlers.items()):
        signal = key[0] if isinstance(key, tuple) else key
        if signal not in _EARLY_SIGNALS:
            continue
        for handler in handlers:
            if handler.was_called or handler.scopes or not isinstance(handler.function, Function):
                continue
            before = len(world.definitions)
            _call_handler(m, handler.function, app, is_sender=signal in _EARLY_SIGNALS)
            for definition in world.definitions[before:]:
                name = _late_name(m, world, app, definition)
                if name is not None and not definition.scopes:
                    yield LateTask(name, definition.place, signal, True)


def _call_handler(m: Interpreter, function: Function, app: Instance, *, is_sender: bool) -> None:
    place = Place(m.tree.relative(function.module.path), function.spec.line)
    worker = m.unknown("the worker", None, is_foreign=True)
    worker.ns["app"] = app
    sender = app if is_sender else worker
    m.importing.append(function.module)
    try:
        m.call(function, (), {"signal": m.unknown("a signal", place), "sender": sender}, place)
    except (PyRaise, RunawayError, RecursionError):
        return  # what it declared until then counts
    finally:
        m.importing.pop()


def _late_name(m: Interpreter, world: World, app: Instance, definition: Definition) -> str | None:
    try:
        return world.name_of(m, app, definition)
    except PyRaise:
        return None


# Classes.


def observe_classes(m: Interpreter, world: World, apps: Sequence[Instance]) -> tuple[UnregisteredClass, ...]:
    """Return the task classes with a ``run`` of their own that nothing registers and nothing builds on."""
    used: set[int] = set()
    classes: list[Class] = []
    for module in [*m.modules.values()]:
        for value in [*module.ns.values()]:
            if isinstance(value, Class) and TASK in value.mro[1:]:
                used.update(id(base) for base in value.mro[1:])
                if value.module == module.name and value not in classes:
                    classes.append(value)
    if not classes:
        return ()
    for definition in world.definitions:
        used.add(id(definition.fun))
        used.add(id(m.decide(definition.options.get("base"))))
    for app in apps:
        used.add(id(app.ns.get("task_cls")))
        used.add(id(app.cls.lookup("task_cls")))
    return tuple(
        UnregisteredClass(cls.name, cls.module, Place(m.tree.relative(m.modules[cls.module].path), cls.line))
        for cls in classes
        if id(cls) not in used and _runs(cls) and cls.module in m.modules
    )


def _runs(cls: Class) -> bool:
    run: Any = cls.lookup("run")
    return isinstance(run, Function) and cls.ns.get("abstract") is not True

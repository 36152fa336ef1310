"""What the names of the project's modules stand for, after an abstract start."""

import difflib
from ast import unparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import MISSING, Ext, Union, Value
from automappa_scaffold.registry.annotations import Allowed, read_annotation
from automappa_scaffold.registry.assembly import definition_place
from automappa_scaffold.registry.celery_state import AppState, Definition
from automappa_scaffold.registry.celery_tasks import PROXY, TASK
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.signatures import Kind, Parameter, read_annotations
from automappa_scaffold.source.places import Place

__all__ = ["Symbol", "SymbolKind", "Symbols", "TaskSignature"]

# In a file that holds one of these, names may come in that reading it does not show.
_HIDES_NAMES = (
    b"globals(",
    b"setattr(",
    b"exec(",
    b"eval(",
    b"sys.modules",
    b"__dict__",
    b"vars(",
    b"__class__",
)


class SymbolKind(str, Enum):
    """What a name stands for."""

    TASK = "task"
    FUNCTION = "function"
    MODULE = "module"
    APP = "app"
    EXTERNAL = "external"
    TEXT = "text"
    MISSING = "missing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TaskSignature:
    """How a task is called.

    Attributes:
        parameters: those that a caller fills; ``describe`` returns them as in source.
        annotate: returns what their annotations allow, and the annotations as in source.
        is_checked: ``delay`` compares arguments with the parameters (``typing``).
    """

    name: str
    place: Place
    parameters: tuple[Parameter, ...]
    describe: Callable[[], str] = field(compare=False)
    annotate: Callable[[], Mapping[str, tuple[Allowed, str]]] = field(compare=False)
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for.

    Attributes:
        name: a module's or function's dotted name, a path outside the project, a text; of a missing name, the
            module that lacks it.
        missing: the name that is missing, and ``near``: one that is there and reads alike.
        rest: the names behind it that were not followed.
    """

    kind: SymbolKind
    name: str = ""
    task: TaskSignature | None = None
    place: Place | None = None
    missing: str = ""
    near: str = ""
    rest: tuple[str, ...] = ()
    is_main_app: bool = field(default=False)


_OTHER = Symbol(SymbolKind.OTHER)


class Symbols:
    """Answers what a name stands for, from the modules that an abstract start has run."""

    def __init__(self, m: Interpreter, world: World, app: Instance | None) -> None:
        self._m = m
        self._world = world
        self._app = app
        self._known: dict[tuple[str, tuple[str, ...], bool], Symbol] = {}
        self._paths = {module.path: module for module in m.modules.values() if module.path}
        self._task_names: dict[str, bool] = {}
        self._tasks: dict[Definition, Symbol] = {}
        self._declared: set[object] = set()
        for definition in world.definitions:
            if isinstance(definition.fun, Function):
                names = definition.fun.ns
                self._declared |= {definition.fun, (names.get("__module__"), names.get("__name__"))}

    def module_at(self, path: PurePosixPath) -> str | None:
        """Return the name of the module that a file was run as, where its end is known."""
        module = self._paths.get(self._m.tree.absolute(path))
        return module.name if module is not None and module.state == "done" else None

    def find(self, module: str, names: Sequence[str] = (), *, load: bool = False) -> Symbol:
        """Return what is reached from a module by taking one name after the other.

        Args:
            load: run modules of the project that were not run yet, if need be.
        """
        key = (module, tuple(names), load)
        if key not in self._known:
            try:
                self._known[key] = self._find(*key)
            except (PyRaise, RunawayError, RecursionError):
                self._known[key] = _OTHER
        return self._known[key]

    def is_outside(self, module: str) -> bool:
        """Return whether a module may come from an installed distribution, whose tasks are not seen."""
        m, top = self._m, module.partition(".")[0]
        if top in m.modules:
            return False
        tops = {name.partition(".")[0] for name in m.external_modules}
        return top in tops or top in (m.installed or ()) or top.lower() in m.declared

    def task_named(self, name: str) -> TaskSignature | None:
        """Return the one task that is registered under a name."""
        if self._app is None:
            return None
        state: AppState = self._app.payload
        records = state.tasks.get(name, [])
        if len(records) != 1 or records[0].scopes:
            return None
        return self._task(records[0].task, records[0].definition).task

    def holds_tasks(self, module: str) -> bool:
        """Return whether a module that was run binds a task to a name."""
        if module not in self._task_names:
            found = self._m.modules.get(module)
            self._task_names[module] = found is not None and any(map(_is_task, found.ns.values()))
        return self._task_names[module]

    def _find(self, module: str, names: tuple[str, ...], load: bool) -> Symbol:
        m = self._m
        if module.partition(".")[0] not in m.modules:
            return self._outside(".".join((module, *names)))
        value: Value = m.modules.get(module)
        if value is None:
            if not load:
                return _OTHER
            value = m.import_module(module, (None, None, "what if"))
        for index, name in enumerate(names):
            if not isinstance(value, Module):
                return self._classify(value, names[index:])
            found = self._member(value, name, load)
            if found is None:
                return _OTHER
            if found is MISSING:
                return self._missing(value, name, names[index + 1 :])
            value = found
        return self._classify(value, ())

    def _member(self, module: Module, name: str, load: bool) -> Value:
        """Return a module's name: MISSING where it is certainly not there, None where that is not known."""
        m = self._m
        if name in module.ns:
            found = module.ns[name]
            return None if found is None or isinstance(found, Union) else found
        if module.state != "done" or module.is_open or not module.path or "__getattr__" in module.ns:
            return None
        if name.startswith("__"):
            return None
        if module.folders is not None:
            for folder in module.folders:
                if m.tree.is_folder(f"{folder}/{name}") or m.tree.is_file(f"{folder}/{name}.py"):
                    if not load:
                        return None
                    return m.import_module(f"{module.name}.{name}", (None, None, "what if"))
                entries = m.tree.listing(folder) or {}
                if any(entry.partition(".")[0] == name for entry in entries):
                    return None  # an extension module, say
        source = m.tree.read(module.path) or b""
        return None if any(word in source for word in _HIDES_NAMES) else MISSING

    def _missing(self, module: Module, name: str, rest: tuple[str, ...]) -> Symbol:
        known = [str(key) for key in module.ns if isinstance(key, str) and not key.startswith("__")]
        tasks = [key for key in known if _is_task(module.ns[key])]
        close = difflib.get_close_matches(name, tasks, n=1, cutoff=0.6)
        close = close or difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        place = Place(self._m.tree.relative(module.path))
        near = close[0] if close else ""
        return Symbol(SymbolKind.MISSING, module.name, None, place, name, near, rest)

    def _outside(self, path: str) -> Symbol:
        model = self._m.models.get(path)
        if model is None:
            head, _, last = path.rpartition(".")
            model = self._m.models.get(head) if head else None
            if isinstance(model, Instance):
                return self._classify(model, (last,))
            return Symbol(SymbolKind.EXTERNAL, path)
        if isinstance(model, Instance):
            return self._classify(model, ())
        return Symbol(SymbolKind.EXTERNAL, path)

    def _classify(self, value: Value, rest: tuple[str, ...]) -> Symbol:
        value = self._m.decide(value)
        if isinstance(value, Ext):
            return Symbol(SymbolKind.EXTERNAL, ".".join((value.path, *rest)))
        if isinstance(value, str):
            return _OTHER if rest else Symbol(SymbolKind.TEXT, value)
        if isinstance(value, Module):
            return Symbol(SymbolKind.MODULE, value.name)
        if isinstance(value, Function):
            return self._function(value, rest)
        if isinstance(value, Native) and value.name in ("shared_task", "get_current_app"):
            return Symbol(SymbolKind.EXTERNAL, f"celery.{value.name}", rest=rest)
        if isinstance(value, Instance):
            return self._instance(value, rest)
        return _OTHER

    def _instance(self, value: Instance, rest: tuple[str, ...]) -> Symbol:
        if value is self._m.models.get("celery.current_app"):
            is_main = self._world.current is self._app
            return Symbol(SymbolKind.APP, "current_app", rest=rest, is_main_app=is_main)
        if isinstance(value.payload, AppState):
            return Symbol(SymbolKind.APP, rest=rest, is_main_app=value is self._app)
        if value.cls is PROXY and isinstance(value.payload, dict):
            return self._task(value, value.payload["definition"], rest)
        if isinstance(value.payload, Definition):
            return self._task(value, value.payload, rest)
        return _OTHER

    def _function(self, value: Function, rest: tuple[str, ...]) -> Symbol:
        name = value.ns.get("__name__")
        if value.spec.is_lambda or not isinstance(name, str) or (rest and rest[0] in value.ns):
            return _OTHER
        place = Place(self._m.tree.relative(value.module.path), value.spec.line)
        if self._is_declared(value):
            return _OTHER  # a task below another decorator: that decorator's rule says so
        return Symbol(SymbolKind.FUNCTION, f"{value.ns.get('__module__')}.{name}", None, place, rest=rest)

    def _is_declared(self, value: Function) -> bool:
        """Return whether a task is declared of the function, of one of its name, or of what it wraps."""
        name = (value.ns.get("__module__"), value.ns.get("__name__"))
        return value in self._declared or name in self._declared or "__wrapped__" in value.ns

    def _task(self, task: Instance, definition: Definition, rest: tuple[str, ...] = ()) -> Symbol:
        known = self._tasks.get(definition)
        if known is None:
            known = self._tasks[definition] = self._read_task(task, definition)
        return replace(known, rest=rest) if rest and known.task is not None else known

    def _read_task(self, task: Instance, definition: Definition) -> Symbol:
        m = self._m
        fun = m.decide(definition.fun)
        options = definition.options
        app = task.payload.get("app") if task.cls is PROXY else task.ns.get("app")
        if not isinstance(fun, Function) or fun.spec.is_lambda or "**" in options:
            return _OTHER
        if definition.scopes or m.truth(options.get("pydantic", False)) is not False:
            return _OTHER
        base = m.decide(options.get("base"))
        if base is None and isinstance(app, Instance):
            base = app.ns.get("task_cls", app.cls.lookup("task_cls"))
        checks = _checks_of(m, base)
        bind = m.truth(options.get("bind", False))
        typing = m.truth(options.get("typing", getattr(_state_of(app), "strict_typing", True)))
        if checks is None or bind is None or typing is None:
            return _OTHER
        parameters = tuple(
            Parameter(
                name, Kind(kind), default is not None, default is not None and tuple(default[::2]) == _NONE
            )
            for name, kind, default in fun.spec.parameters
        )
        first = parameters[0] if parameters else None
        if not bind and first is not None and first.name == "self":
            return _OTHER  # `self` without `bind` has a rule of its own
        if bind and (first is None or first.kind > Kind.VAR_POSITIONAL):
            return _OTHER  # `bind` without `self`, likewise
        skip = 1 if bind and first is not None and first.kind is not Kind.VAR_POSITIONAL else 0
        name = self._name_of(app, definition) or str(fun.ns.get("__name__"))
        signature = TaskSignature(
            name=name,
            place=definition_place(m, definition),
            parameters=parameters[skip:],
            describe=lambda: fun.spec.describe_parameters(skip),
            annotate=lambda: self._annotations(fun),
            is_checked=typing and checks,
        )
        return Symbol(SymbolKind.TASK, name, signature, signature.place)

    def _name_of(self, app: Value, definition: Definition) -> str | None:
        if not isinstance(app, Instance) or _state_of(app) is None:
            return None
        try:
            return self._world.name_of(self._m, app, definition)
        except PyRaise:
            return None

    def _annotations(self, fun: Function) -> dict[str, tuple[Allowed, str]]:
        def path_of(name: str) -> str | None:
            if name not in fun.module.ns:
                return None if fun.module.is_open else f"builtins.{name}"
            value = fun.module.ns[name]
            return value.path if isinstance(value, Ext) else None

        if fun.closure is not None:
            return {}  # names of the enclosing function may stand in the annotations
        found = read_annotations(fun.spec.describe_parameters(0))
        return {name: (read_annotation(node, path_of), unparse(node)) for name, node in found.items()}


_NONE = ("const", None)


def _state_of(app: Value) -> AppState | None:
    return app.payload if isinstance(app, Instance) and isinstance(app.payload, AppState) else None


def _is_task(value: Value) -> bool:
    return isinstance(value, Instance) and (value.cls is PROXY or isinstance(value.payload, Definition))


def _checks_of(m: Interpreter, base: Value) -> bool | None:
    """Return whether tasks of a class check their arguments; None: the class may change what calls mean."""
    if base is None or base is MISSING or base == "celery.app.task:Task" or base is TASK:
        return True
    if not isinstance(base, Class):
        return None
    for cls in base.mro:
        if cls is TASK:
            break
        if any(not isinstance(parent, Class) for parent in cls.bases):
            return None
        if _CALLING & {str(name) for name in cls.ns}:
            return None
    typing = base.lookup("typing")
    return True if typing is MISSING else m.truth(typing)


_CALLING = {
    "delay", "apply_async", "apply", "s", "si", "signature", "subtask", "__call__", "__getattr__", "starmap",
    "chunks", "map", "__header__", "run", "__new__", "bind", "on_bound",
}  # fmt: skip

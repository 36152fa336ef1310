"""Celery's names as abstract values: the ``Celery`` class, ``shared_task``, ``current_app``, signals.

Source: ``celery.app.base`` and ``celery.app`` of Celery 5.7; the differences to 5.3 are in error texts only.
"""

from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.builtin_models import native_class
from automappa_scaffold.interpreter.stdlib_models import Interpreter
from automappa_scaffold.interpreter.values import (
    MISSING,
    Class,
    DictValue,
    Ext,
    Function,
    Instance,
    Namespace,
    Native,
    Partial,
    Unknown,
    Value,
    Wrapper,
)
from automappa_scaffold.registry.celery_settings import read_setting, settings_methods
from automappa_scaffold.registry.celery_world import PROXY, TASK, AppState, Record, World, text_of_name
from automappa_scaffold.registry.discovery import find_related_modules
from automappa_scaffold.source.places import Place

__all__ = ["celery_models"]

Args = tuple[Value, ...]
Kwargs = dict[str, Value]
_Run = Callable[[Interpreter, Args, Kwargs, Place], Value]

_PARAMETERS = [
    "main",
    "loader",
    "backend",
    "amqp",
    "events",
    "log",
    "control",
    "set_as_current",
    "tasks",
    "broker",
    "include",
    "changes",
    "config_source",
    "fixups",
    "task_cls",
    "autofinalize",
    "namespace",
    "strict_typing",
]

# Removed in Celery 5; importing them is a common leftover of Celery 3.
_GONE = ("celery.task", "celery.decorators", "celery.contrib.batches", "celery.utils.celery_test")

_SIGNALS = [
    "before_task_publish",
    "after_task_publish",
    "task_prerun",
    "task_postrun",
    "task_success",
    "task_received",
    "task_rejected",
    "task_unknown",
    "task_retry",
    "task_failure",
    "task_revoked",
    "task_internal_error",
    "celeryd_init",
    "celeryd_after_setup",
    "import_modules",
    "worker_before_create_process",
    "worker_init",
    "worker_process_init",
    "worker_process_shutdown",
    "worker_ready",
    "worker_shutdown",
    "worker_shutting_down",
    "heartbeat_sent",
    "setup_logging",
    "after_setup_logger",
    "after_setup_task_logger",
    "beat_init",
    "beat_embedded_init",
    "eventlet_pool_started",
    "user_preload_options",
]


def celery_models(world: World) -> dict[str, Value]:
    """Return what the dotted names of the celery package stand for, by path."""
    celery = native_class("Celery", module="celery.app.base")
    models = _Models(world, celery)
    for name, run in models.methods().items():
        celery.ns[name] = Native(name, run, binds=True)
    for name, run in models.properties().items():
        celery.ns[name] = Wrapper("property", Native(name, run))
    celery.ns["task_cls"] = "celery.app.task:Task"
    names: dict[str, Value] = {}
    for path in ("celery.Celery", "celery.app.Celery", "celery.app.base.Celery"):
        names[path] = celery
    for path in ("celery.Task", "celery.app.Task", "celery.app.task.Task"):
        names[path] = TASK
    for path in ("celery.shared_task", "celery.app.shared_task"):
        names[path] = Native("shared_task", models.shared_task)
    for path in ("celery.current_app", "celery._state.current_app", "celery.app.current_app"):
        names[path] = models.current_app()
    for path in (
        "celery._state.get_current_app",
        "celery.app.app_or_default",
        "celery.current_app._get_current_object",
    ):
        names[path] = Native("get_current_app", models.get_current_app)
    for name in _SIGNALS:
        names[f"celery.signals.{name}"] = signal(world, name)
    for path in _GONE:
        names[f"{path}:missing"] = True
    return names


def signal(world: World, key: Any) -> Instance:
    """Return a signal, whose handlers the world keeps under a key."""
    made = Instance(SIGNAL, Namespace(0), (world, key))
    return made


def _connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    sender = kwargs.get("sender")

    def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
        world.connect(m2, key, inner[0], sender)
        return inner[0]

    if len(args) > 1 and not isinstance(args[1], (str, type(None))):
        return decorate(m, (args[1],), {}, place)
    return Native("connect", decorate)


def _send(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    world.send(m, key, kwargs)
    return m.new_list(())


SIGNAL = native_class("Signal", module="celery.utils.dispatch.signal")
SIGNAL.ns["connect"] = Native("connect", _connect, binds=True)
SIGNAL.ns["send"] = Native("send", _send, binds=True)
SIGNAL.ns["disconnect"] = Native("disconnect", lambda m, args, kwargs, place: None, binds=True)


class _Models:
    """The native methods of the ``Celery`` class, for one world."""

    def __init__(self, world: World, celery: Class) -> None:
        self.world = world
        self.celery = celery
        self.settings = native_class("Settings", module="celery.app.utils")
        self.settings.ns.update(settings_methods(world))
        self.registry = native_class("TaskRegistry", module="celery.app.registry")
        for name, run in self._registry_methods().items():
            self.registry.ns[name] = Native(name, run, binds=True)

    def methods(self) -> dict[str, _Run]:
        """Return the methods of an app."""
        return {
            "__init__": self.init,
            "task": self.task,
            "register_task": self.register_task,
            "gen_task_name": self.gen_task_name,
            "config_from_object": self.config_from_object,
            "config_from_envvar": self.config_from_envvar,
            "autodiscover_tasks": self.autodiscover_tasks,
            "finalize": self.finalize,
            "set_current": self.set_current,
            "set_default": self.set_default,
            "add_defaults": self.add_defaults,
            "on_init": _nothing,
            "close": _nothing,
            "setup_security": _nothing,
            "start": _nothing,
            "worker_main": _nothing,
            "add_periodic_task": _opaque,
            "send_task": _opaque,
            "signature": _opaque,
            "_get_current_object": lambda m, args, kwargs, place: args[0],
        }

    def properties(self) -> dict[str, _Run]:
        """Return the computed attributes of an app."""
        return {
            "conf": lambda m, args, kwargs, place: Instance(self.settings, m.namespace(), args[0]),
            "tasks": self.tasks,
            "Task": lambda m, args, kwargs, place: self.task_class(m, args[0], place),
            "loader": lambda m, args, kwargs, place: Instance(LOADER, m.namespace(app=args[0])),
            "log": _opaque,
            "control": _opaque,
            "events": _opaque,
            "amqp": _opaque,
            "backend": _opaque,
            "pool": _opaque,
            "AsyncResult": _opaque,
            "current_task": _opaque,
            "current_worker_task": _opaque,
            "steps": self.steps,
            "user_options": _opaque,
        }

    # Making an app.

    def init(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``Celery.__init__``."""
        app = args[0]
        given = dict(zip(_PARAMETERS, args[1:], strict=False)) | kwargs
        state = AppState(preconf=m.new_dict(), place=place)
        app.payload = state
        state.main = given.pop("main", None)
        source = given.pop("config_source", None)
        state.config_source = m.find_attribute(app, "config_source", place) if source is None else source
        if state.config_source is MISSING:
            state.config_source = None
        state.autofinalize = m.truth(given.pop("autofinalize", True)) is not False
        state.namespace = given.pop("namespace", None)
        current = m.truth(given.pop("set_as_current", True))
        unknown = given.pop("**", None)
        for name in ("loader", "amqp", "events", "log", "control", "tasks", "fixups", "strict_typing"):
            given.pop(name, None)
        self._changes(m, state, given.pop("changes", None), place)
        for key, value in given.items():
            self._autoset(m, state, _SETTING_OF.get(key, key), value)
        task_cls = given.get("task_cls")
        if task_cls is not None:
            m.store(app.ns, "task_cls", task_cls)
        if unknown is not None:
            m.store(state.preconf.meta, "unknown", unknown)
        app.ns["main"] = state.main
        for name in ("on_configure", "on_after_configure", "on_after_finalize", "on_after_fork"):
            app.ns[name] = signal(self.world, (name, id(app)))
        self.world.apps.append(app)
        if current is not False:
            self.world.current = app
        hook = app.cls.lookup("on_init")
        if isinstance(hook, Function):
            m.call(hook, (app,), {}, place)
        return None

    def _changes(self, m: Interpreter, state: AppState, changes: Value, place: Place) -> None:
        if changes is not None:
            m.merge(state.preconf, changes, place)

    def _autoset(self, m: Interpreter, state: AppState, key: str, value: Value) -> None:
        if value is not None:
            m.store(state.preconf.items, key, value)
            state.auto_keys.add(key)

    # Tasks.

    def task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``app.task``, with and without call."""
        app, rest = args[0], args[1:]
        options = dict(kwargs)
        if len(rest) == 1:
            first = m.decide(rest[0])
            if isinstance(first, (str, int, float, tuple, DictValue)) or first is None:
                raise m.raise_("TypeError", "argument 1 to @task() must be a callable", place)
            return self._declare(m, app, first, options, place)
        if rest:
            text = f"@task() takes exactly 1 argument ({len(rest) + len(kwargs)} given)"
            raise m.raise_("TypeError", text, place)
        return Native("task", lambda m2, inner, _, at: self._declare(m2, app, inner[0], options, at))

    def _declare(self, m: Interpreter, app: Instance, fun: Value, options: Kwargs, place: Place) -> Value:
        options = dict(options)
        shared = m.truth(options.pop("shared", True))
        lazy = m.truth(options.pop("lazy", True))
        filter_ = options.pop("filter", None)
        state: AppState = app.payload
        if isinstance(fun, Instance) and fun.cls is PROXY:
            fun = _double_decorated(m, fun)
        elif isinstance(fun, Wrapper) and fun.kind == "staticmethod":
            raise m.raise_("AttributeError", "'method-wrapper' object has no attribute '__module__'", place)
        definition = self.world.define(m, fun, options, place)
        if shared is not False:
            if isinstance(fun, Partial) and "__name__" not in fun.ns:
                text = "'functools.partial' object has no attribute '__name__'"
                raise m.raise_("AttributeError", text, place)
            self.world.shared.append(definition)
        if lazy is False or state.finalized:
            made = self.world.task_from(m, app, definition)
        else:
            payload = {"world": self.world, "app": app, "definition": definition}
            made = Instance(PROXY, m.namespace(), payload)
            state.pending.append(made)
        return m.call(filter_, (made,), {}, place) if filter_ is not None else made

    def shared_task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``shared_task``, with and without call."""
        options = dict(kwargs)

        def declare(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
            fun = inner[0]
            if isinstance(fun, Instance) and fun.cls is PROXY and fun.payload.get("is_shared"):
                text = "@shared_task was applied more than once to the same function."
                raise m2.raise_("TypeError", text, at)
            definition = self.world.define(m2, fun, options, at)
            self.world.shared.append(definition)
            for app in self.world.apps:
                if app.payload.finalized:
                    self.world.task_from(m2, app, definition)
            payload = {
                "world": self.world,
                "app": self._current(m2),
                "definition": definition,
                "is_shared": True,
            }
            return Instance(PROXY, m2.namespace(), payload)

        if len(args) == 1 and not isinstance(args[0], str):
            return declare(m, args, {}, place)
        return Native("shared_task", declare)

    def register_task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``app.register_task``: the last one of a name wins."""
        app, task = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("task"))
        if isinstance(task, Class):
            task = m.call(task, (), {}, place)
        if not isinstance(task, Instance):
            self.world.undecide(
                getattr(task, "place", None) or place, "what is registered as a task is not known"
            )
            return task
        given = m.decide(m.find_attribute(task, "name", place))
        name = text_of_name(given)
        if not name and not isinstance(given, (Unknown, Ext)):
            made = m.call(
                m.get_attribute(app, "gen_task_name", place), (task.cls.name, task.cls.module), {}, place
            )
            name = text_of_name(m.decide(made))
        if not name:
            self.world.undecide(place, "the task's name is computed from it")
            return task
        m.store(task.ns, "name", name)
        self.world.finalize(m, app, auto=True)
        definition = self.world.define(m, task.cls, {}, place)
        app.payload.tasks[name] = [Record(name, definition, task, definition.scopes)]
        return task

    def gen_task_name(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return ``module.name``, or ``main.name`` for the ``__main__`` module."""
        app = args[0]
        given = dict(zip(("name", "module"), args[1:], strict=False)) | kwargs
        name, module = m.decide(given.get("name")), m.decide(given.get("module"))
        if not isinstance(name, str) or not (isinstance(module, str) or module is None):
            return m._undecided(module if isinstance(name, str) else name, place)
        module = module or "__main__"
        loaded = m.modules.get(module)
        if loaded is not None and isinstance(loaded.ns.get("__name__"), str):
            module = loaded.ns["__name__"]
        main = m.decide(app.payload.main)
        if module == "__main__" and isinstance(main, str) and main:
            module = main
        return ".".join(part for part in (module, name) if part)

    def task_class(self, m: Interpreter, app: Instance, place: Place) -> Value:
        """Return ``app.Task``."""
        cls = m.find_attribute(app, "task_cls", place)
        return cls if isinstance(cls, Class) else TASK

    # Settings, discovery, state.

    def config_from_object(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Remember where the settings come from; they are read later, the last call wins."""
        app = args[0]
        given = dict(zip(("obj", "silent", "force", "namespace"), args[1:], strict=False)) | kwargs
        state: AppState = app.payload
        if m.scopes:
            self.world.undecide(m.scopes[-1].place, f"whether these settings are read: {m.scopes[-1].reason}")
        state.config_source = given.get("obj")
        state.config_silent = m.truth(given.get("silent", False)) is True
        state.namespace = given.get("namespace") or state.namespace
        state.place = place
        was_configured = state.configured
        if was_configured or m.truth(given.get("force", False)):
            state.configured = False
            read_setting(m, self.world, app, "imports")
        return None

    def config_from_envvar(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Read the settings module's name from an environment variable."""
        name = m.decide(args[1] if len(args) > 1 else kwargs.get("variable_name"))
        value = m.environ_changes.get(name, m.environ.get(name)) if isinstance(name, str) else None
        if isinstance(name, str):
            state = "set as it is here" if value else "not set"
            m.assumptions[f"the environment variable {name} is {state}"] = None
        if isinstance(value, str) and value:
            return self.config_from_object(m, (args[0], value), {}, place)
        if m.truth(kwargs.get("silent", False)):
            return False
        text = f"ImproperlyConfigured: the environment variable {name!r} is not set"
        raise m.raise_("Exception", text, place)

    def autodiscover_tasks(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Discover now (``force``), or when the worker sends ``import_modules``."""
        app = args[0]
        given = dict(zip(("packages", "related_name", "force"), args[1:], strict=False)) | kwargs

        def discover(m2: Interpreter, _: Args, __: Kwargs, at: Place) -> Value:
            find_related_modules(
                m2, self.world, given.get("packages"), given.get("related_name", "tasks"), place
            )
            return None

        if m.truth(given.get("force", False)):
            return discover(m, (), {}, place)
        self.world.connect(m, "import_modules", Native("autodiscover_tasks", discover), app)
        return None

    def finalize(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Evaluate the app's tasks."""
        auto = args[1] if len(args) > 1 else kwargs.get("auto", False)
        self.world.finalize(m, args[0], auto=m.truth(auto) is True)
        return None

    def set_current(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Make this the current app."""
        self.world.current = args[0]
        return None

    def set_default(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Make this the default app."""
        self.world.default = args[0]
        return None

    def add_defaults(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Add settings that are read when nothing else sets them."""
        self.world.undecide(place, "settings given by add_defaults are not followed")
        return None

    def steps(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the bootsteps that the app adds to its worker."""
        app = args[0]
        if "steps" not in app.ns:
            app.ns["steps"] = m.new_dict({"worker": m.new_set(()), "consumer": m.new_set(())})
        return app.ns["steps"]

    # The current app.

    def _current(self, m: Interpreter) -> Instance:
        if self.world.current is not None:
            return self.world.current
        if self.world.default is None:
            made = Instance(self.celery, m.namespace())
            self.init(m, (made, "default"), {"set_as_current": False}, Place(m.tree.relative("")))
            self.world.default = made
        return self.world.default

    def get_current_app(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the current app."""
        return self._current(m)

    def current_app(self) -> Instance:
        """Return ``celery.current_app``: a proxy of the app that is current at each use."""
        proxy = native_class("Proxy", module="celery.local")
        proxy.ns["__getattr__"] = Native(
            "__getattr__",
            lambda m, args, kwargs, place: m.get_attribute(self._current(m), args[1], place),
            binds=True,
        )
        return Instance(proxy, Namespace(0))

    # The registry as the project sees it.

    def tasks(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return ``app.tasks``, which finalizes the app."""
        self.world.finalize(m, args[0], auto=True)
        return Instance(self.registry, m.namespace(), args[0])

    def _registry_methods(self) -> dict[str, _Run]:
        def register(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            return self.register_task(m, (args[0].payload, *args[1:]), kwargs, place)

        def unregister(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            key = m.decide(args[1])
            name = key if isinstance(key, str) else m.decide(m.find_attribute(key, "name", place))
            tasks = args[0].payload.payload.tasks
            if isinstance(name, str) and (name in tasks or name.startswith("celery.")):
                if m.scopes:
                    self.world.undecide(
                        m.scopes[-1].place, f"whether {name} is taken out of the registry again"
                    )
                else:
                    tasks.pop(name, None)
            elif isinstance(name, str):
                raise m.raise_("KeyError", f"NotRegistered: {name!r}", place)
            else:
                self.world.undecide(place, "which task is taken out of the registry is computed")
            return None

        def get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            key = m.decide(args[1])
            records = args[0].payload.payload.tasks.get(key) if isinstance(key, str) else None
            return records[0].task if records else m.unknown("a task of the registry", place)

        def names(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            tasks: Mapping[str, list[Record]] = args[0].payload.payload.tasks
            return m.new_list(list(tasks), m.unknown("Celery's own tasks", place, is_foreign=True))

        def contains(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            key = m.decide(args[1])
            return key in args[0].payload.payload.tasks if isinstance(key, str) else m._undecided(key, place)

        def put(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            self.world.undecide(place, "a task is put into the registry by hand")
            return None

        return {
            "register": register,
            "unregister": unregister,
            "pop": unregister,
            "__delitem__": unregister,
            "get": get,
            "__getitem__": get,
            "__setitem__": put,
            "__contains__": contains,
            "keys": names,
            "__iter__": names,
        }


_SETTING_OF = {"broker": "broker_url", "backend": "result_backend"}


def _nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _opaque(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a part of Celery that registers nothing", place, is_foreign=True)


LOADER = native_class("AppLoader", module="celery.loaders.app")
LOADER.is_open = True


def _double_decorated(m: Interpreter, proxy: Instance) -> Value:
    """Return what a second ``@app.task`` sees: a proxy whose own name and module are those of ``celery.local``.

    ``PromiseProxy`` takes ``__name__`` of the first function and ``__module__`` of its class (seen in a real
    worker: the second task is registered as ``celery.local.<function>``).
    """
    from automappa_scaffold.registry.celery_world import evaluate_proxy

    inner = proxy.payload["definition"].fun
    if not isinstance(inner, Function):
        return evaluate_proxy(m, proxy)
    twin = Function(inner.spec, inner.module, inner.closure, m.namespace(**inner.ns))
    twin.ns["__module__"] = "celery.local"
    return twin

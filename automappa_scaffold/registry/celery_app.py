"""The ``Celery`` class.

Source: ``celery.app.base`` of Celery 5.7; the differences to 5.3 are in error texts only.
"""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value, is_constant
from automappa_scaffold.registry.celery_app_parts import (
    APP_PARTS,
    NAMESPACE,
    call_private_part,
    part_of,
)
from automappa_scaffold.registry.celery_canvas import CANVAS
from automappa_scaffold.registry.celery_changes import OF_APPS, watch_changes
from automappa_scaffold.registry.celery_commands import run_worker, start_command
from automappa_scaffold.registry.celery_conf import Conf, own_parts
from automappa_scaffold.registry.celery_configuring import Configuring
from automappa_scaffold.registry.celery_current import CurrentApp
from automappa_scaffold.registry.celery_declaring import Declaring
from automappa_scaffold.registry.celery_objects import add_names, names_of
from automappa_scaffold.registry.celery_parts import (
    METHODS,
    OWN_PARTS,
    apply_fixups,
    keep_parts,
    tell_own_methods,
)
from automappa_scaffold.registry.celery_periodic import add_periodic_task
from automappa_scaffold.registry.celery_registry import TaskRegistry
from automappa_scaffold.registry.celery_security import setup_security
from automappa_scaffold.registry.celery_signals import signal
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_tasks import subclass_with_self, task_class
from automappa_scaffold.registry.celery_user_options import user_options
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.own_loaders import own_loader
from automappa_scaffold.source.places import Place

__all__ = ["CeleryApp"]

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

_SETTING_OF = {"broker": "broker_url", "backend": "result_backend"}


class CeleryApp:
    """The native methods of the ``Celery`` class, for one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.current = CurrentApp(world, self.make_default)
        self.declaring = Declaring(world, self.current.find)
        self.configuring = Configuring(world)
        self.registry = TaskRegistry(world, self.declaring.register_task)
        self.conf = Conf(world)
        self.cls = native_class("Celery", module="celery.app.base", is_whole=True)
        for name, run in self._methods().items():
            self.cls.ns[name] = Native(name, run, binds=True)
        self.cls.ns["<methods>"] = METHODS
        for name, run in self._properties().items():
            kind = "cached_property" if name in ("Task", *APP_PARTS) else "property"
            self.cls.ns[name] = Wrapper(kind, Native(name, run))
        self.cls.ns["conf"] = Wrapper("property", self.cls.ns["conf"].function, Native("conf", self.set_conf))
        self.cls.ns.update({"namespace": NAMESPACE, "task_cls": "celery.app.task:Task", **OWN_PARTS})
        for names in names_of("celery.app.base.Celery"):
            for name in names:
                if name.startswith("_") and not name.startswith("__") and name not in self.cls.ns:
                    self.cls.ns[name] = Native(name, call_private_part)
        add_names(self.cls, "celery.app.base.Celery")
        watch_changes(self.cls, "celery.app.base.Celery", OF_APPS)

    def _methods(self) -> dict[str, Run]:
        return {
            **self.declaring.methods(),
            **self.configuring.methods(),
            "__init__": self.init,
            "finalize": self.finalize,
            "set_current": self.current.set_current,
            "set_default": self.current.set_default,
            "on_init": _nothing,
            "close": _nothing,
            "setup_security": setup_security,
            "__enter__": lambda m, args, kwargs, place: args[0],
            "__exit__": _nothing,
            "start": start_command,
            "worker_main": run_worker,
            "add_periodic_task": add_periodic_task,
            "send_task": _opaque,
            "signature": lambda m, args, kwargs, place: m.call(
                CANVAS["celery.signature"], args[1:], kwargs, place
            ),
            "create_task_cls": lambda m, args, kwargs, place: task_class(m, args[0], place),
            "subclass_with_self": subclass_with_self,
            "_get_current_object": lambda m, args, kwargs, place: args[0],
        }

    def _properties(self) -> dict[str, Run]:
        return {
            "conf": self.get_conf,
            "tasks": self.tasks,
            "Task": _task_of_app,
            "loader": _loader,
            "steps": self.steps,
            **{name: part_of(cls) for name, cls in APP_PARTS.items()},
            "user_options": user_options,
            **dict.fromkeys(("_preconf", "_pending_defaults"), own_parts),
            "finalized": lambda m, args, kwargs, place: args[0].payload.finalized,
            "configured": lambda m, args, kwargs, place: args[0].payload.configured,
        }

    def unseen(self) -> Class:
        """Return what stands below a class of that name in code which is not seen."""
        cls = native_class("Celery", module="celery.app.base", bases=(self.cls,), is_open=True)
        cls.ns["__init__"] = Native("__init__", self._init_unseen, binds=True)
        return cls

    def _init_unseen(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``Celery.__init__`` of a subclass; one that takes more arguments may do more, as with names."""
        own = [key for key in kwargs if key not in _PARAMETERS]
        if own:
            reason = f"what {args[0].cls.module}.Celery makes of {own[0]}"
            unknown = m.unknown(reason, place, is_foreign=True)
            m.store(args[0].ns, "gen_task_name", Native("gen_task_name", lambda *_: unknown))
        known = {key: value for key, value in kwargs.items() if key in _PARAMETERS}
        return self.init(m, args, known, place)

    def init(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``Celery.__init__``."""
        app = args[0]
        given = dict(zip(_PARAMETERS, args[1:], strict=False)) | kwargs
        state = AppState(preconf=m.new_dict(), place=place, made_at=place)
        app.payload = state
        app.ns["main"] = given.pop("main", None)
        state.config_source = given.pop("config_source", None)  # the class is not asked for one
        autofinalize = given.pop("autofinalize", True)
        state.autofinalize = m.truth(autofinalize) is not False
        state.namespace = given.pop("namespace", None)
        state.strict_typing = given.pop("strict_typing", True)
        set_as_current = given.pop("set_as_current", True)
        current = m.truth(set_as_current)
        unknown = given.pop("**", None)
        state.loader = given.pop("loader", None) or m.environ.get("CELERY_LOADER")
        is_own = app.cls.lookup("registry_cls") == OWN_PARTS["registry_cls"]
        tasks = m.decide(given.pop("tasks", None))
        if tasks is not None:
            m.refuse_as_python(dict, (tasks,), place)
        if tasks is not None or not is_own:
            m.disturb("a registry of tasks that is given to an app", place)
        tell_own_methods(m, app, place)
        keep_parts(m, app, given)
        fixups = given.pop("fixups", None)
        changes = m.decide(given.pop("changes", None))
        if isinstance(changes, (str, tuple, ListValue)) and m.truth(changes) is True:
            raise m.raise_("TypeError", "list indices must be integers or slices, not str", place)
        if changes is not None:
            m.merge(state.preconf, changes, place)
        for key, value in given.items():
            _set_automatically(m, state, _SETTING_OF.get(key, key), value)
        task_cls = given.get("task_cls")
        if task_cls is not None:
            m.store(app.ns, "task_cls", task_cls)
        if unknown is not None:
            m.store(state.preconf.meta, "unknown", unknown)
        app.ns["autofinalize"], app.ns["strict_typing"] = autofinalize, state.strict_typing
        app.ns["set_as_current"] = set_as_current
        for name in ("on_configure", "on_after_configure", "on_after_finalize", "on_after_fork"):
            app.ns[name] = signal(self.world, (name, id(app)))
        self.world.apps.append(app)
        apply_fixups(m, self.world, app, fixups, place)
        if current is not False:
            self.world.current = app
        hook = app.cls.lookup("on_init")
        if isinstance(hook, Function):
            m.call(hook, (app,), {}, place)
        return None

    def get_conf(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the app's settings, or what the project put in their place."""
        state: AppState = args[0].payload
        if state.replaced_conf is not None:
            return state.replaced_conf
        if state.conf is None:
            state.conf = Instance(self.conf.cls, m.namespace(), args[0])
        return state.conf

    def set_conf(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Put something in the place of the app's settings: of a plain dict no worker can start."""
        app, given = args[0], m.decide(args[1])
        if isinstance(given, Instance) and given.cls is self.conf.cls and given.payload is app:
            return None
        if (isinstance(given, DictValue) or is_constant(given)) and not m.scopes:
            text = f"'{kind_name(given)}' object has no attribute 'worker_pool'"
            raise m.raise_("AttributeError", text, place)
        self.world.undecide(place, "what an app's settings are: others are put in their place")
        app.payload.replaced_conf = m.unknown("what the app's settings are", place)
        return None

    def finalize(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Evaluate the app's tasks."""
        auto = args[1] if len(args) > 1 else kwargs.get("auto", False)
        self.world.finalize(m, args[0], auto=m.truth(auto) is True)
        return None

    def steps(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the bootsteps that the app adds to its worker."""
        app = args[0]
        if "steps" not in app.ns:
            others = m.unknown("bootsteps of other blueprints", place, is_foreign=True)
            made = {"worker": m.new_set(()), "consumer": m.new_set(())}
            for held in made.values():  # they stay, also where a branch is the first to ask for them
                held.slots.depth = app.ns.depth
            app.ns["steps"] = m.new_dict(made, others)
        return app.ns["steps"]

    def tasks(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return ``app.tasks``, which finalizes the app."""
        self.world.finalize(m, args[0], auto=True)
        state: AppState = args[0].payload
        state.registry = state.registry or Instance(self.registry.cls, m.namespace(), args[0])
        return state.registry

    def make_default(self, m: Interpreter) -> Instance:
        """Return the app that Celery makes where a program has none."""
        made = Instance(self.cls, m.namespace())
        loader = m.environ.get("CELERY_LOADER", "default")
        options = {"set_as_current": False, "loader": loader, "fixups": m.new_list(())}
        self.init(m, (made, "default"), options, Place(m.tree.relative("")))
        return made


def _set_automatically(m: Interpreter, state: AppState, key: str, value: Value) -> None:
    if value is not None:
        m.store(state.preconf.items, key, value)
        state.auto_keys.add(key)


def _task_of_app(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.get_attribute(args[0], "create_task_cls", place), (), {}, place)


def _loader(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    loader = own_loader(m, args[0])
    return m.unknown("a loader that is not Celery's own", place) if loader is None else loader


def _nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _opaque(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a part of Celery that registers nothing", place, is_foreign=True)

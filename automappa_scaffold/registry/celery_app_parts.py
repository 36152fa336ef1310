"""The parts of an app that commands use: its loader, its log, what controls workers."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_changes import OF_LOADERS, watch_changes
from automappa_scaffold.registry.celery_objects import closed_class
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["APP_PARTS", "NAMESPACE", "call_private_part", "loader_class", "part_of"]


def part_of(cls: Class) -> Run:
    """Return what hands out an object of a class as a part of an app."""
    return lambda m, args, kwargs, place: Instance(cls, m.namespace(app=args[0]))


def _import_by_loader(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("module"))
    if not isinstance(name, str) or name.startswith(".") or len(args) > 2 or len(kwargs) > 1:
        m.disturb("which module a loader of Celery imports", place)
        return m.unknown("a module that is imported by name", place)
    return m.import_module(name, (m.importing[-1] if m.importing else None, place, f"import {name}"))


def _keep_app(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, "app", args[1])
    return None


def _import_default_modules(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Import what the settings list: all that a worker imports, where the worker itself asks for it."""
    app = m.decide(args[0].ns.get("app"))
    if not isinstance(app, Instance):
        return _work_of_loader(m, args, kwargs, place)
    if app.payload.import_defaults is None:
        return _import_listed(m, args[0], app, place)
    app.payload.import_defaults()
    return m.unknown("the modules that a loader imported", place, is_foreign=True)


def _import_listed(m: Interpreter, loader: Instance, app: Instance, place: Place) -> Value:
    """Import what searches find, and what the settings list at the moment."""
    signal = m.models.get("celery.signals.import_modules")
    if isinstance(signal, Instance):
        world, key = signal.payload
        world.send(m, key, {"sender": app}, raises=True)
    modules = m.get_attribute(loader, "default_modules", place)
    if not isinstance(modules, tuple):
        return _work_of_loader(m, (loader,), {}, place)
    return m.new_list([_import_by_loader(m, (loader, name), {}, place) for name in modules])


def _default_modules(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what the settings listed when a loader was asked for it first; the worker imports no other."""
    loader, app = args[0], m.decide(args[0].ns.get("app"))
    if not isinstance(app, Instance) or m.scopes:
        return _work_of_loader(m, args, kwargs, place)
    if app.payload.default_modules is not None:
        return app.payload.default_modules
    conf = m.get_attribute(app, "conf", place)
    lists = [m.get_attribute(loader, "builtin_modules", place)]
    lists += [m.get_attribute(conf, name, place) for name in ("imports", "include")]
    made: list[Value] = []
    for listed in map(m.decide, lists):
        items, unknown = ((listed,) if isinstance(listed, str) else ()), None
        if listed is not None and not isinstance(listed, str):
            items, unknown = m.iterate_in_order(listed, place)
        if unknown is not None:
            return _work_of_loader(m, (loader,), {}, place)
        made += items
    app.payload.default_modules = tuple(made)
    return app.payload.default_modules


def _read_configuration(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return None where no variable names a module of settings."""
    name = m.environ_changes.get("CELERY_CONFIG_MODULE", m.environ.get("CELERY_CONFIG_MODULE"))
    if len(args) == 1 and not kwargs and not name:
        return None
    return m.unknown("the settings that a loader of Celery reads", place)


def _nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _work_of_loader(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("what a loader of Celery imports", place)
    return m.unknown("what a loader of Celery returns", place)


def call_private_part(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for a method of an app that is Celery's own affair."""
    m.disturb("a private method of Celery's app, which may register tasks", place)
    return m.unknown("what a private method of Celery's app returns", place)


def _namespace(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].payload.namespace


def _set_namespace(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if m.scopes:
        m.note("which prefix the names of settings have", place)
        args[0].payload.doubt = m.scopes[-1]
    args[0].payload.namespace = args[1]
    return None


# The prefix of the settings' names, which are read later.
NAMESPACE = Wrapper("property", Native("namespace", _namespace), Native("namespace", _set_namespace))
_INSPECT = closed_class("celery.app.control.Inspect")
APP_PARTS = {
    "control": closed_class(
        "celery.app.control.Control",
        {"inspect": lambda m, args, kwargs, place: Instance(_INSPECT, m.namespace(app=args[0].ns["app"]))},
    ),
    "log": closed_class("celery.app.log.Logging"),
    "amqp": closed_class("celery.app.amqp.AMQP"),
    "events": closed_class("celery.app.events.Events"),
}


def loader_class() -> Class:
    """Return the class of Celery's loaders, which a project may change."""
    own: dict[str, Run] = {
        "__init__": _keep_app,
        "import_default_modules": _import_default_modules,
        "read_configuration": _read_configuration,
    }
    own |= dict.fromkeys(("import_module", "import_task_module", "import_from_cwd"), _import_by_loader)
    own |= dict.fromkeys(("init_worker", "autodiscover_tasks", "config_from_object"), _work_of_loader)
    hooks = ("on_worker_init", "on_task_init", "on_process_cleanup", "on_worker_process_init")
    made = closed_class("celery.loaders.app.AppLoader", own | dict.fromkeys(hooks, _nothing))
    made.ns["builtin_modules"] = ()
    made.ns["default_modules"] = Wrapper("property", Native("default_modules", _default_modules))
    watch_changes(made, "celery.loaders.app.AppLoader", OF_LOADERS)
    return made

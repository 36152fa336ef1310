"""An app that code outside the project makes: what the project declares on it is followed all the same.

Its settings, and with them the modules that it imports, are not known; nor is how it names its tasks, unless
its library is known.
"""

from dataclasses import replace

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import CALLED_OUTSIDE
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Ext, Unknown, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.values import Registry, Undecided, UnreachedModule
from automappa_scaffold.source.places import Place

__all__ = ["is_used_as_app", "maker_of", "put_app_outside", "tell_perhaps_reached"]

_CALL = "()"
# By these names an extension of a framework gives the app that it holds.
_PARTS = ("celery", "celery_app")
# Their apps name tasks as Celery does.
_NAMING_AS_CELERY = ("flask_celery", "tenant_schemas_celery")


def maker_of(app: Value) -> str:
    """Return the dotted path outside the project of an app, or with ``()`` of what made it; else nothing."""
    if isinstance(app, Unknown):
        path, called, rest = app.reason.partition(CALLED_OUTSIDE)
        return f"{path}{_CALL}" if called and not rest else ""
    if isinstance(app, Instance):
        bases = (base for cls in app.cls.mro for base in cls.bases)
        return next((f"{base.path}{_CALL}" for base in bases if isinstance(base, Ext)), "")
    return app.path if isinstance(app, Ext) else ""


def put_app_outside(m: Interpreter, path: str) -> None:
    """Let a dotted path outside the project be a Celery app, or make one: see ``maker_of``."""
    base = m.models["celery.Celery"]
    assert isinstance(base, Class)
    cls = native_class("Celery", module="celery.app.base", bases=(base,), is_open=True)
    bare = path.removesuffix(_CALL)

    def init(m2: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m2.call(base.ns["__init__"], args[:1], {}, place)
        state = args[0].payload
        state.is_outside = True
        state.is_naming_otherwise = bare.partition(".")[0] not in _NAMING_AS_CELERY
        unknown = m2.unknown(f"{path} is not part of the project", place)
        m2.store(state.preconf.meta, "unknown", unknown)
        return None

    def new(m2: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Give back a function that is decorated: called, it may be what makes the app."""
        is_decorator = len(args) == 2 and not kwargs and isinstance(args[1], Function)
        return args[1] if is_decorator else Instance(args[0], m2.namespace())

    cls.ns["__new__"] = Native("__new__", new)
    cls.ns["__init__"] = Native("__init__", init, binds=True)
    for name in _PARTS:  # the model is the app, and the extension that holds it
        cls.ns[name] = Wrapper("property", Native(name, lambda m2, args, kwargs, place: args[0]))
    m.models[bare] = cls if bare != path else m.call(cls, (), {}, Place(m.tree.relative("")))


def is_used_as_app(world: World, app: Instance, path: str) -> bool:
    """Return whether what comes from outside is an app, by its name or by what the project does with it."""
    if not app.payload.is_outside:
        return True  # the project's own, which a decorator from outside gave back
    declared_on = [definition.app for definition in world.definitions if definition.app is not None]
    has_other = any(not app.payload.is_outside for app in world.apps)
    is_called = path.endswith(_CALL)
    is_declared_on = any(app.payload.is_outside for app in declared_on)
    return "celery" in path.lower() or is_declared_on or not (has_other or is_called)


def tell_perhaps_reached(registry: Registry, unreached: tuple[UnreachedModule, ...]) -> Registry:
    """Return the registry with the tasks of modules that an app from outside may import, as not decided."""
    told = {entry.reason.partition(" depends ")[0] for entry in registry.unknown}
    found = [
        Undecided(
            task.place.path,
            task.place.line,
            task.function,
            f"whether {task.name} is registered depends on the app, which may import {module.name}",
            "AMS010",
        )
        for module in unreached
        for task in module.tasks
        if task.name not in registry.names and f"whether {task.name} is registered" not in told
    ]
    found.sort(key=lambda entry: (entry.path, entry.line, entry.reason))
    return replace(registry, unknown=(*registry.unknown, *found))

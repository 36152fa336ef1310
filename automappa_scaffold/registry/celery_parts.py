"""The parts of an app that a project may replace: the loader, AMQP, events, logging, remote control, fix-ups.

Source: ``celery.app.base.Celery`` and ``celery.loaders`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import is_uncallable
from automappa_scaffold.interpreter.objects import Class, Function, Instance
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_task_class import PLAIN_TASKS
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.registry.native import Kwargs
from automappa_scaffold.registry.own_loaders import loader_of_app, own_loader
from automappa_scaffold.source.places import Place

__all__ = [
    "METHODS",
    "OWN_PARTS",
    "apply_fixups",
    "keep_parts",
    "require_loader",
    "require_parts",
    "tell_changed_methods",
    "tell_own_methods",
]

# Methods with no attributes of their own; what is found at others may be a class or an object.
METHODS = frozenset(
    (
        *("add_defaults", "add_periodic_task", "autodiscover_tasks", "close", "config_from_envvar"),
        *("config_from_object", "finalize", "register_task", "send_task", "set_current", "set_default"),
        *("setup_security", "start", "task", "worker_main"),
    )
)
OWN_PARTS: dict[str, Value] = {
    "amqp_cls": "celery.app.amqp:AMQP",
    "events_cls": "celery.app.events:Events",
    "log_cls": "celery.app.log:Logging",
    "control_cls": "celery.app.control:Control",
    "loader_cls": None,
    "backend_cls": None,
    "registry_cls": "celery.app.registry:TaskRegistry",
}
# What Celery calls of an app, or asks it for, while it makes tasks and reads settings, and what is modelled
# without a call.
_CALLED_BY_CELERY = frozenset(
    (
        *("_task_from_fun", "finalize", "prepare_config", "set_current", "type_checker", "annotations"),
        *("_load_config", "_finalize_pending_conf", "_autodiscover_tasks", "_add_periodic_task"),
        *("_autodiscover_tasks_from_names", "_autodiscover_tasks_from_fixups", "_get_default_loader"),
        *("__autoset", "_sig_to_periodic_task_entry", "_warn_if_duplicate_task_name", "_get_config"),
    )
)
_MADE_AT_START = ("amqp", "events", "log", "control")
_DJANGO = "celery.fixups.django:fixup"


def tell_own_methods(m: Interpreter, app: Instance, place: Place) -> None:
    """Tell that an app's class changes what Celery itself calls, and what is not called here."""
    for cls in app.cls.mro:
        for name in cls.ns if cls.line else ():
            if name in _CALLED_BY_CELERY:
                m.disturb(f"what {cls.name}.{name} does where Celery calls it", place)


def tell_changed_methods(m: Interpreter, app: Instance) -> None:
    """Tell that a class got another function under a name that Celery calls, after the app was made."""
    for cls in app.cls.mro:
        for name in sorted(_CALLED_BY_CELERY & cls.ns.keys()):
            if isinstance(cls.ns[name], Function) and m.disturbance is None:
                m.unsettle(f"what {cls.name}.{name} does where Celery calls it", app.payload.place)


def keep_parts(m: Interpreter, app: Instance, given: Kwargs) -> None:
    """Take the classes of an app's parts out of what its class is called with, and keep them."""
    for name in _MADE_AT_START:
        value = given.pop(name, None)
        if value is not None and m.truth(value) is not False:
            m.store(app.ns, f"{name}_cls", value)


def require_parts(m: Interpreter, app: Instance, place: Place) -> None:
    """Make the parts that a worker makes.

    Raises:
        PyRaise: a part's class is not there, or does not let itself be made.
    """
    for name in _MADE_AT_START:
        key = f"{name}_cls"
        cls = m.decide(m.find_attribute(app, key, place))
        if cls == OWN_PARTS[key]:
            continue
        if isinstance(cls, str):
            cls = m.decide(symbol_by_name(m, cls, f"{key}={cls!r}", place))
        if isinstance(cls, Class):
            m.call(cls, (), {"app": app}, place)


def require_loader(m: Interpreter, app: Instance) -> None:
    """Look at the class of an app's loader, where it is not Celery's own.

    Raises:
        PyRaise: there is no such class.
    """
    state: AppState = app.payload
    state.loader = loader_of_app(m, app)
    if not isinstance(state.loader, str) and is_uncallable(state.loader) and state.loader is not None:
        raise m.refusal("TypeError", f"'{kind_name(state.loader)}' object is not callable", state.place)
    if own_loader(m, app) is None:
        m.disturb("what a loader does that is not Celery's own", state.place)


def apply_fixups(m: Interpreter, world: World, app: Instance, given: Value, place: Place) -> None:
    """Call an app's fix-ups: Celery's own for Django where none are given.

    Raises:
        PyRaise: what a fix-up raises, or that there is none of this name.
    """
    names, unknown = ((_DJANGO,), None) if given is None else m.iterate(given, place)
    if unknown is not None:
        world.undecide(place, "which fix-ups an app has")
    for name in map(m.decide, names):
        if name == _DJANGO:
            _apply_django(m, world, app, place)
        elif isinstance(name, str):
            m.call(symbol_by_name(m, name, f"fixups={name!r}", place), (app,), {}, place)
        else:
            world.undecide(place, "which fix-ups an app has")


def _apply_django(m: Interpreter, world: World, app: Instance, place: Place) -> None:
    if world.fixup is None:
        return
    app.payload.has_fixup = world.fixup.install(m, app, place)
    own = app.ns.get("task_cls", app.cls.lookup("task_cls"))
    if app.payload.has_fixup and isinstance(own, str) and own == PLAIN_TASKS[0]:
        m.store(app.ns, "task_cls", PLAIN_TASKS[1])
    world.uses_fixup = world.uses_fixup or app.payload.has_fixup

"""Loaders: Celery's own, and classes below it of which a project writes some methods.

Source: ``celery.loaders.base.BaseLoader`` of Celery 5.7.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.celery_dispatch import run_in
from automappa_scaffold.registry.celery_objects import names_of
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.dotted_names import symbol_by_name

__all__ = ["call_of_loader", "loader_of_app", "own_loader"]

# As Celery's own are called, and what they are.
_OWN_NAMES = (None, "app", "default", "celery.loaders.app:AppLoader", "celery.loaders.default:Loader")

_OF_CELERY = "celery.loaders.app.AppLoader"
_FOLLOWED = {"__init__", "builtin_modules", "import_default_modules", "on_worker_init", "read_configuration"}
# When the list of tasks stands.
_LATER = {"init_worker_process", "now", "on_process_cleanup", "on_task_init", "on_worker_process_init"}
_LATER |= {"on_worker_shutdown", "shutdown_worker"}
_OF_ALL_CLASSES = {"__dict__", "__doc__", "__module__", "__weakref__"}


def loader_of_app(m: Interpreter, app: Instance) -> Value:
    """Return what an app is told to take as its loader: a name, a class, or None."""
    state: AppState = app.payload
    loader = m.decide(state.loader)
    if loader is None:
        found = m.decide(app.cls.lookup("loader_cls"))
        loader = None if found is MISSING else found
    return loader


def own_loader(m: Interpreter, app: Instance) -> Instance | None:
    """Return the app's loader where all that the project changes of it is followed; it is made on first use.

    Raises:
        PyRaise: there is no such class.
    """
    state: AppState = app.payload
    if state.own_loader is None:
        cls = loader_of_app(m, app)
        if cls in _OWN_NAMES:
            cls = m.models[_OF_CELERY]
        if isinstance(cls, str):
            cls = m.decide(symbol_by_name(m, cls, f"loader={cls!r}", state.place))
            if isinstance(cls, Module):
                raise m.refusal("TypeError", "'module' object is not callable", state.place)
        if isinstance(cls, Class) and _is_followed(m, cls):
            made = m.call(cls, (app,), {}, state.place)
            is_whole = isinstance(made, Instance) and made.ns.get("app") is app
            if isinstance(made, Instance):
                made.ns.depth = app.ns.depth  # it stays, also where a branch is the first to ask for it
            state.own_loader = made if is_whole else None
    return state.own_loader


def _is_followed(m: Interpreter, cls: Class) -> bool:
    if m.models[_OF_CELERY] not in cls.mro or cls.is_open:
        return False
    names = [(name, value, base.line) for base in cls.mro for name, value in base.ns.items()]
    own = {name for name, value, line in names if line or isinstance(value, Function)}
    celerys = {name for names in names_of(_OF_CELERY) for name in names}
    return own & celerys <= _FOLLOWED | _LATER | _OF_ALL_CLASSES


def call_of_loader(m: Interpreter, app: Instance, name: str) -> Value:
    """Return what a method returns that the project gives its loader, or MISSING where it is Celery's own."""
    loader = own_loader(m, app)
    method = loader.cls.lookup(name) if loader is not None else MISSING
    if loader is None or not isinstance(method, Function):
        return MISSING
    place = app.payload.place
    bound = m.get_attribute(loader, name, place)
    return run_in(m, method.module, partial(m.call, bound, (), {}, place))

"""Celery's settings: where they come from, in which order, and what stops the worker.

Source: ``celery.app.base``, ``celery.app.utils`` and ``celery.loaders.base`` of Celery 5.7.
"""

from collections.abc import Sequence

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Bound,
    Function,
    Instance,
    Native,
    Partial,
)
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_periodic import add_pending_periodic_tasks
from automappa_scaffold.registry.celery_setting_keys import (
    as_named,
    assume_old_names,
    other_names,
    refuse_mixed_names,
    setting_keys,
)
from automappa_scaffold.registry.celery_setting_sources import mapping_of, read_again
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.dotted_names import is_import_error, smart_import
from automappa_scaffold.registry.foreign_modules import run_foreign_module
from automappa_scaffold.registry.own_loaders import call_of_loader
from automappa_scaffold.registry.start_folder import in_folder

__all__ = [
    "add_pending_defaults",
    "import_settings",
    "load_settings",
    "read_setting",
]


def load_settings(m: Interpreter, world: World, app: Instance) -> list[DictValue]:
    """Return the app's settings, the first mapping before the second, reading them on first use."""
    state: AppState = app.payload
    if state.configured:
        for held, names in state.config_objects:
            read_again(m, held, names)
        return state.settings
    hook = app.cls.lookup("on_configure")
    if isinstance(hook, Function):
        m.call(hook, (app,), {}, state.place)
    world.send(m, ("on_configure", id(app)), {"sender": app})
    state.configured, state.read_under = True, m.scopes[-1] if m.scopes else None
    source = m.decide(state.config_source)
    conf = m.new_dict()
    if not is_constant(source) or source:
        given = import_settings(m, world, state)
        conf = m.new_dict() if given is MISSING else mapping_of(m, state, given)
    else:
        read = call_of_loader(m, app, "read_configuration")
        if read is MISSING:
            conf = _settings_from_environment(m, state)
        else:
            conf = mapping_of(m, state, m.decide(read))
    conf = as_named(m, state, conf)
    refuse_mixed_names(m, world, state, conf)
    state.settings = [state.copy_changes(), conf]
    defaults, state.pending_defaults = state.pending_defaults, []
    add_pending_defaults(m, state, defaults)
    add_pending_periodic_tasks(m, app)
    source = m.get_attribute(app, "conf", state.place)
    world.send(m, ("on_after_configure", id(app)), {"sender": app, "source": source})
    return state.settings


def add_pending_defaults(m: Interpreter, state: AppState, given: Sequence[Value]) -> None:
    """Put what ``add_defaults`` was given behind the app's own settings."""
    for value in given:
        if isinstance(value, (Function, Bound, Native, Partial)):
            value = m.decide(m.call(value, (), {}, state.place))
        label, module = state.config_label, state.config_module
        state.settings.insert(1, mapping_of(m, state, value))
        state.config_label, state.config_module = label, module


def import_settings(m: Interpreter, world: World, state: AppState) -> Value:
    """Return what holds the settings, by its name if there is one; MISSING: it is passed over."""
    source = m.decide(state.config_source)
    if not isinstance(source, str):
        return source
    label = f"config_from_object({source!r})"
    m.swallowing += state.config_silent
    try:
        with in_folder(m):
            source = smart_import(m, source, label, state.place)
    except PyRaise as raised:
        silent = state.config_silent and (is_import_error(raised) or raised.type_name == "AttributeError")
        if silent:
            m.assumptions["the worker runs Celery 5.7 or newer, where silent=True hides a bad config"] = None
            world.hide_config_error(state.place, raised)
            return MISSING
        if raised.type_name == "AttributeError" and not state.is_read_at_once:
            error = m.raise_("ModuleNotFoundError", raised.message.partition(": ")[2], raised.place)
            error.cause, error.chain = raised.cause or raised, raised.chain
            raise error from None
        raise
    finally:
        m.swallowing -= state.config_silent
    if isinstance(source, Ext):
        source = run_foreign_module(m, world, source.path, label, state.place) or source
    return source


def _settings_from_environment(m: Interpreter, state: AppState) -> DictValue:
    name = m.environ_changes.get("CELERY_CONFIG_MODULE", m.environ.get("CELERY_CONFIG_MODULE"))
    name = m.decide(name)
    if isinstance(name, (Unknown, Union)):
        return m.new_dict(unknown=m.undecided(name, state.place))
    if not isinstance(name, str) or not name:
        return _settings_of_default_loader(m, state)
    m.assumptions["the environment variable CELERY_CONFIG_MODULE is set as it is here"] = None
    with in_folder(m):
        found = m.import_module(name, (None, state.place, "CELERY_CONFIG_MODULE"))
    return mapping_of(m, state, found)


def _settings_of_default_loader(m: Interpreter, state: AppState) -> DictValue:
    """Return what ``celeryconfig`` holds, which an app with the default loader alone looks for."""
    loader = m.decide(state.loader)
    is_default = loader in ("default", "celery.loaders.default:Loader")
    if loader is None or loader == "app" or (state.own_loader is not None and not is_default):
        return m.new_dict()
    if not is_default:
        return m.new_dict(unknown=m.unknown("settings of a loader that is not Celery's own", state.place))
    if m.installed is None and not m.is_project_name("celeryconfig"):  # nobody publishes such a module
        m.assumptions["no module celeryconfig is on the worker's module path"] = None
        return m.new_dict()
    try:
        with in_folder(m):
            label = "the default loader's celeryconfig"
            source = m.import_module("celeryconfig", (None, state.place, label))
    except PyRaise as raised:
        if raised.missing != "celeryconfig":
            raise
        return m.new_dict()
    if isinstance(source, Ext):  # not of the project, in an environment that is not known
        return m.new_dict()
    return mapping_of(m, state, source)


def read_setting(
    m: Interpreter, world: World, app: Instance, key: str
) -> tuple[Value, DictValue | None, str]:
    """Return a setting's value, the mapping and the name it was found under; MISSING where it is not set."""
    state: AppState = app.payload
    for mapping in load_settings(m, world, app):
        for name in setting_keys(m, state, key):
            if name in mapping.items:
                if name.startswith("CELERY_I") and key != name:
                    assume_old_names(m, state, name)
                return mapping.items[name], mapping, name
        for name in other_names(mapping, key):
            if name in mapping.items:
                return mapping.items[name], mapping, name
        if mapping.unknown is not None:
            return mapping.unknown, mapping, key
    return MISSING, None, key

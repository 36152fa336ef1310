"""Celery's settings: where they come from, in which order, and what stops the worker.

Source: ``celery.app.base``, ``celery.app.utils`` and ``celery.loaders.base`` of Celery 5.7.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
    content_of,
)
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
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
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.dotted_names import is_import_error, smart_import
from automappa_scaffold.registry.foreign_modules import run_foreign_module
from automappa_scaffold.registry.own_loaders import call_of_loader
from automappa_scaffold.registry.start_folder import in_folder
from automappa_scaffold.source.places import Place

__all__ = [
    "SettingsObject",
    "add_pending_defaults",
    "import_settings",
    "load_settings",
    "mapping_of",
    "read_setting",
]


class SettingsObject(ABC):
    """The payload of an object whose settings a model knows."""

    @abstractmethod
    def mapping(self, m: Interpreter, place: Place) -> tuple[Module | None, DictValue]:
        """Return the module that the settings stand in, if there is one, and the settings."""


def load_settings(m: Interpreter, world: World, app: Instance) -> list[DictValue]:
    """Return the app's settings, the first mapping before the second, reading them on first use."""
    state: AppState = app.payload
    if state.configured:
        for held, names in state.config_objects:
            _read_again(m, held, names)
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


def mapping_of(m: Interpreter, state: AppState, source: Value) -> DictValue:
    """Return the settings that a module, mapping or object holds, and remember it as their source."""
    if isinstance(source, Instance) and isinstance(content_of(source), tuple):
        return _mapping_of_object(m, state, source)  # a named tuple: its attributes are the settings
    source = content_of(source)
    if isinstance(source, Module):
        state.config_module, state.config_label = source, source.name
        unknown = m.unknown(f"{source.name} takes all names of a package", None) if source.is_open else None
        hook = source.ns.get("__getattr__")
        if hook is not None:
            return _with_computed(m, state, source, source.ns)
        return DictValue(source.ns, m.namespace(unknown=unknown))
    if isinstance(source, DictValue):
        state.config_label = state.config_label or "settings"
        return source
    if isinstance(source, Instance) and isinstance(source.payload, SettingsObject):
        state.config_module, names = source.payload.mapping(m, state.place)
        state.config_label = state.config_module.name if state.config_module is not None else "settings"
        return names
    if isinstance(source, Instance) and source.cls.has_content:
        held = content_of(source)
        is_plain = isinstance(held, DictValue) and not isinstance(source.cls.lookup("__getitem__"), Function)
        state.config_label = state.config_label or "settings"
        return held if is_plain else m.new_dict(unknown=m.unknown("what these settings hold", state.place))
    if is_constant(source) or isinstance(source, (tuple, ListValue)):
        return m.new_dict()  # whose attributes are no settings
    if isinstance(source, (Class, Instance)):
        return _mapping_of_object(m, state, source)
    if isinstance(source, Function):
        return m.new_dict(source.ns)  # that is not called: its attributes are the settings
    unknown = (
        source if isinstance(source, Unknown) else m.unknown("where the settings come from", state.place)
    )
    if isinstance(source, Ext):
        unknown = m.unknown(f"{source.path} is not part of the project", state.place)
    return m.new_dict(unknown=unknown)


def _mapping_of_object(m: Interpreter, state: AppState, source: Class | Instance) -> DictValue:
    cls = source if isinstance(source, Class) else source.cls
    state.config_label = cls.name
    names = m.new_dict()
    for name, value in _attributes(source).items():
        if _is_computed(source, value):
            value = m.get_attribute(source, name, state.place)
        names.items[name] = value
    kind = cls if isinstance(source, Instance) else cls.lookup("__class__")
    if isinstance(kind, Class) and kind.lookup("__getattr__") is not MISSING:
        return _with_computed(m, state, source, names.items)
    for key in [key for name in ("imports", "include") for key in setting_keys(m, state, name)]:
        if isinstance(source, Class) and isinstance(kind, Class) and kind.lookup(key) is not MISSING:
            names.items[key] = m.get_attribute(source, key, state.place)
    if cls.is_open and not (isinstance(source, Instance) and _lacks_other_lists(m, state, source, names)):
        blame = m.unknown(f"{cls.name} has a base outside the project", state.place)
        names = m.new_dict(names.items, blame)
    state.config_objects.append((source, names))
    return names


def _attributes(source: Class | Instance | Module) -> Mapping[str, Value]:
    """Return what a module holds, or an object and its classes."""
    if isinstance(source, Module):
        return source.ns
    cls = source if isinstance(source, Class) else source.cls
    found = {name: value for base in reversed(cls.mro) for name, value in base.ns.items()}
    return {**found, **source.ns} if isinstance(source, Instance) else found


def _is_computed(source: Class | Instance | Module, value: Value) -> bool:
    """Return whether what an object or a class holds gives another value when it is asked for."""
    is_descriptor = isinstance(value, Instance) and value.cls.lookup("__get__") is not MISSING
    is_bound = isinstance(source, Instance) and isinstance(value, (Wrapper, Function))
    return is_bound or (is_descriptor and not isinstance(source, Module))


def _read_again(m: Interpreter, source: Class | Instance | Module, names: DictValue) -> None:
    """Take over what was changed in an object: Celery asks it each time that a setting is read."""
    for name, value in _attributes(source).items():
        if not _is_computed(source, value) and names.items.get(name, MISSING) is not value:
            m.store(names.items, name, value)


def _lacks_other_lists(m: Interpreter, state: AppState, source: Instance, names: DictValue) -> bool:
    """Return whether an object of an open class has no lists of modules but those that are seen.

    The model of its base tells.
    """
    keys = [name for key in ("imports", "include") for name in setting_keys(m, state, key)]
    others = [name for name in keys if name not in names.items]
    return all(m.find_attribute(source, name, None) is MISSING for name in others)


def _with_computed(
    m: Interpreter, state: AppState, source: Class | Instance | Module, names: Mapping[str, Value]
) -> DictValue:
    """Return settings of which some come from ``__getattr__``: the lists of modules, and others unknown."""
    made = m.new_dict(names, m.unknown("what __getattr__ of the settings gives", state.place))
    for key in ("imports", "include"):
        for name in [*setting_keys(m, state, key)][::-1]:
            if name in names:
                continue
            try:
                made.items[name] = m.get_attribute(source, name, state.place)
            except PyRaise as raised:
                if raised.type_name != "AttributeError":
                    raise
        if not any(name in made.items for name in setting_keys(m, state, key)):
            made.items[key] = ()
    state.config_objects.append((source, made))
    return made


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

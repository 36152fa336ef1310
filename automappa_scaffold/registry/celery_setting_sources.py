"""What Celery takes its settings from: modules, dicts and objects, as mappings of names.

Source: ``celery.loaders.base`` and ``celery.utils.collections`` of Celery 5.7.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Module,
    Wrapper,
    content_of,
)
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_setting_keys import (
    setting_keys,
)
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.source.places import Place

__all__ = ["SettingsObject", "mapping_of", "read_again"]


class SettingsObject(ABC):
    """The payload of an object whose settings a model knows."""

    @abstractmethod
    def mapping(self, m: Interpreter, place: Place) -> tuple[Module | None, DictValue]:
        """Return the module that the settings stand in, if there is one, and the settings."""


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


def read_again(m: Interpreter, source: Class | Instance | Module, names: DictValue) -> None:
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

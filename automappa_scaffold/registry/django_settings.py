"""``django.conf.settings``: the settings module, read on first use, above Django's defaults.

Source: ``django.conf`` of Django 4.2 to 5.2.
"""

from collections.abc import Callable

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.models.time_zones import is_no_zone
from automappa_scaffold.interpreter.objects import Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    Namespace,
    SetValue,
    Union,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_setting_sources import SettingsObject
from automappa_scaffold.registry.django_defaults import default_setting
from automappa_scaffold.registry.django_state import DjangoState, django_error, importer_here, is_djangos
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["DjangoSettings", "has_django_settings"]

_VARIABLE = "DJANGO_SETTINGS_MODULE"
# What the object of the settings has besides these.
_OF_THE_OBJECT = ("SETTINGS_MODULE", "_explicit_settings", "_setup", "_wrapped")
_MUST_BE_LISTS = ("ALLOWED_HOSTS", "INSTALLED_APPS", "LOCALE_PATHS", "SECRET_KEY_FALLBACKS")


def has_django_settings(m: Interpreter) -> bool:
    """Return whether the environment names a settings module, as Celery looks at it."""
    value = m.environ_changes.get(_VARIABLE, m.environ.get(_VARIABLE))
    return value is not None and m.truth(value) is not False


def _values_read(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("which settings were asked for so far", place, is_foreign=True)


class DjangoSettings(SettingsObject):
    """The settings of one process."""

    def __init__(self, state: DjangoState) -> None:
        self.state = state
        cls = native_class("LazySettings", module="django.conf")
        cls.ns["__getattr__"] = Native("__getattr__", self._get, binds=True)
        cls.ns["__setattr__"] = Native("__setattr__", self._put, binds=True)
        cls.ns["__delattr__"] = Native("__delattr__", self._delete, binds=True)
        cls.ns["configure"] = Native("configure", self._configure, binds=True)
        cls.ns["is_overridden"] = Native("is_overridden", self._is_overridden, binds=True)
        cls.ns["configured"] = Wrapper("property", Native("configured", self._is_configured))
        cls.ns["__dict__"] = Wrapper("property", Native("__dict__", _values_read))
        self.object = Instance(cls, Namespace(0), self)
        self._changes = Namespace(0)
        self._deleted = Namespace(0)
        self._values: dict[str, Value] = {}  # of the settings module, as they were when it had run
        self._is_closed = False
        self._is_unseen = False  # the module of the settings is not part of the project
        self.after_load: Callable[[Interpreter, Module, Place], None] | None = None

    @property
    def is_configured(self) -> bool:
        """Whether the settings are read."""
        return self.state.settings_module is not None or self._is_closed

    def value(self, m: Interpreter, name: str, place: Place | None) -> Value:
        """Return a setting's value, MISSING where there is none."""
        module = self._load(m, place)
        if name in self._changes:
            return self._changes[name]
        if name in self._deleted:
            return MISSING
        if not name.isupper():
            return MISSING
        found = self._values.get(name, MISSING)
        if isinstance(found, Union) and MISSING in found.options:
            default = default_setting(m, name)
            options = [default if option is MISSING else option for option in found.options]
            return m.join(options, found.scope)
        if found is not MISSING:
            return found
        if self._is_unseen or (module is not None and module.is_open):
            return m.unknown(f"{name} may come from settings outside the project", place)
        return default_setting(m, name)

    def mapping(self, m: Interpreter, place: Place) -> tuple[Module | None, DictValue]:
        """Return the settings as Celery reads them: the module they stand in, and the upper-case names."""
        module = self._load(m, place)
        names = {key: value for key, value in self._values.items() if key not in self._deleted}
        names.update(self._changes)
        is_open = self._is_unseen or (module is not None and module.is_open)
        unknown = m.unknown("settings from outside the project", place) if is_open else None
        return module, m.new_dict(names, unknown)

    def require_apps(self, m: Interpreter, place: Place | None) -> None:
        """Raise what Django raises while the app packages are not imported."""
        if self.state.stage in ("", "apps"):
            self.value(m, "INSTALLED_APPS", place)  # settings that cannot be read are the error then
            raise django_error("AppRegistryNotReady", "Apps aren't loaded yet.", place)

    def _load(self, m: Interpreter, place: Place | None) -> Module | None:
        if self.state.settings_module is not None or self._is_closed:
            return self.state.settings_module
        name = m.decide(m.environ_changes.get(_VARIABLE, m.environ.get(_VARIABLE)))
        if name is None or name == "":
            text = (
                "Requested settings, but settings are not configured: "
                f"neither is {_VARIABLE} set, nor was settings.configure() called"
            )
            raise django_error("ImproperlyConfigured", text, place)
        if _VARIABLE not in m.environ_changes:
            m.assumptions[f"the environment variable {_VARIABLE} is set as it is here"] = None
        if not isinstance(name, str):
            self.state.world.undecide(
                place or Place(m.tree.relative("")), "which modules are imported: the settings are computed"
            )
            self._is_closed = True
            return None
        before = set(m.modules)
        module = m.import_module(name, importer_here(m, place, f"{_VARIABLE}={name}"))
        if not isinstance(module, Module):
            text = f"which modules are imported: the settings {name} are not part of the project"
            self.state.world.undecide(place or Place(m.tree.relative("")), text)
            self._is_closed = self._is_unseen = True
            self.state.is_decided = False
            return None
        self.state.settings_module = module
        loaded = [m.modules[key] for key in m.modules if key not in before or key == name]
        paths = [module.path, *(other.path for other in loaded if other is not module)]
        self.state.sources = tuple(m.tree.relative(path) for path in paths if path)
        if self.after_load is not None:
            self.after_load(m, module, place or Place(m.tree.relative(module.path)))
        self._values = {key: value for key, value in module.ns.items() if key.isupper()}
        self._refuse_wrong_types(m, module)
        self._refuse_time_zone(m, module)
        self._refuse_two_storages(m, module)
        return module

    def _refuse_wrong_types(self, m: Interpreter, module: Module) -> None:
        for name in _MUST_BE_LISTS:
            value = m.decide(module.ns.get(name, ()))
            if isinstance(value, (DictValue, SetValue, Generator)) or is_constant(value):
                place = Place(m.tree.relative(module.path))
                raise django_error(
                    "ImproperlyConfigured", f"The {name} setting must be a list or a tuple.", place
                )

    def _refuse_time_zone(self, m: Interpreter, module: Module) -> None:
        """Refuse a zone that neither the system's database of zones has nor the one beside Celery."""
        name = m.decide(self._values.get("TIME_ZONE"))
        if isinstance(name, str) and name and is_no_zone(m, name):
            text = f"Incorrect timezone setting: {name}"
            raise m.raise_("ValueError", text, Place(m.tree.relative(module.path)))

    def _refuse_two_storages(self, m: Interpreter, module: Module) -> None:
        """Refuse the old settings of storages beside the new one, as some versions did."""
        source = m.outside.source("django.conf") or b""
        for name in ("DEFAULT_FILE_STORAGE", "STATICFILES_STORAGE"):
            if b"mutually exclusive" in source and name in self._values and "STORAGES" in self._values:
                text = f"{name}/STORAGES are mutually exclusive."
                raise django_error("ImproperlyConfigured", text, Place(m.tree.relative(module.path)))

    def _get(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        name = args[1]
        found = self.value(m, name, place)
        if found is MISSING and name in _OF_THE_OBJECT:
            module = self.state.settings_module
            if name == "SETTINGS_MODULE" and module is not None:
                return module.name
            return m.unknown(f"{name} of settings", place, is_foreign=True)
        bare = found.value if isinstance(found, Assumed) else found
        if name == "SECRET_KEY" and (bare is None or bare == ""):
            m.decide(found)
            text = "The SECRET_KEY setting must not be empty."
            raise django_error("ImproperlyConfigured", text, place)
        if found is not MISSING:
            return found
        if self._is_closed and self.state.settings_module is None:
            return m.unknown("settings that are not known", place)
        error = m.raise_("AttributeError", f"'Settings' object has no attribute '{name}'", place)
        # Foreign apps may add settings of their own.
        error.is_soft = any(
            isinstance(app.module, Ext) and not is_djangos(app.name) for app in self.state.apps
        )
        error.is_soft = error.is_soft or "appconf" in m.external_modules
        raise error

    def _put(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.store(self._changes, args[1], args[2])
        return None

    def _delete(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        self.value(m, args[1], place)
        if args[1] in self._changes:
            m.store(self._changes, args[1], MISSING)
        m.store(self._deleted, args[1], True)
        return None

    def _configure(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if self.state.settings_module is not None or self._is_closed:
            raise m.raise_("RuntimeError", "Settings already configured.", place)
        self._is_closed = True
        for name, value in kwargs.items():
            if name == "**":
                self.state.world.undecide(place, "which modules are imported: the settings are computed")
            elif not name.isupper():
                raise m.raise_("TypeError", f"Setting '{name}' must be uppercase.", place)
            else:
                m.store(self._changes, name, value)
        return None

    def _is_overridden(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return m.unknown("whether a setting is changed", place, is_foreign=True)

    def _is_configured(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return self.is_configured

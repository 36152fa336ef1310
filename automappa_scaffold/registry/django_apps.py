"""``django.apps``: installed apps, found as Django finds them.

Source: ``django.apps.config`` and ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp, django_error, is_djangos
from automappa_scaffold.registry.foreign_declarations import follow_declaring_app
from automappa_scaffold.registry.foreign_modules import is_seen, run_foreign_module
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["APP_CONFIG", "create_app", "import_submodule"]


def _nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    config, name, module = args[0], args[1], args[2]
    m.store(config.ns, "name", name)
    m.store(config.ns, "module", module)
    if config.cls.lookup("label") is MISSING and isinstance(name, str):
        m.store(config.ns, "label", name.rpartition(".")[2])
    return None


def _app_config() -> Class:
    cls = native_class("AppConfig", module="django.apps.config", is_whole=True)
    for name in _OTHER_NAMES:
        cls.ns[name] = Wrapper("property", Native(name, _other_part))
    cls.ns["get_models"] = Native("get_models", _get_models, binds=True)
    cls.ns["models_module"] = Wrapper("property", Native("models_module", _models_module))
    cls.ns["__init__"] = Native("__init__", _init, binds=True)
    cls.ns["ready"] = Native("ready", _nothing, binds=True)
    return cls


# What a configuration has besides; none of it registers a task.
_OTHER_NAMES = (
    "_is_default_auto_field_overridden",
    "_path_from_module",
    "apps",
    "create",
    "default_auto_field",
    "get_model",
    "import_models",
    "models",
    "path",
    "verbose_name",
)


def _other_part(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a part of an app's configuration", place, is_foreign=True)


def _get_models(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    label = m.get_attribute(args[0], "label", place)
    every = m.call(m.get_attribute(m.models["django.apps.apps"], "get_models", place), (), {}, place)
    if kwargs or not isinstance(label, str) or not isinstance(args[0].ns.get("module"), Module):
        return m.unknown("the models of an app", place, is_foreign=True)
    inside = [cls for cls in every.items if isinstance(cls, Class) and _label_of(cls) == label]
    return m.new_list(inside)


def _label_of(model: Class) -> Value:
    options = model.ns.get("_meta")
    return options.ns.get("app_label") if isinstance(options, Instance) else None


def _models_module(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0].ns.get("name"))
    if not isinstance(name, str) or not isinstance(args[0].ns.get("module"), Module):
        return m.unknown("the models of an app", place, is_foreign=True)
    return m.modules.get(f"{name}.models")


APP_CONFIG = _app_config()
# Of an app that is not seen, which may have a class of its own.
_UNSEEN_CONFIG = native_class("AppConfig", module="django.apps.config", bases=(APP_CONFIG,), is_open=True)


def create_app(m: Interpreter, state: DjangoState, entry: str, place: Place) -> InstalledApp | None:
    """Return the app that an entry of ``INSTALLED_APPS`` stands for; None where it is not decided."""
    label = f"INSTALLED_APPS {entry!r}"
    follow_declaring_app(m, state, entry)
    cls: Value = MISSING
    name: Value = None
    module: Value = None
    try:
        module = _import_entry(m, state, entry, label, place)
    except PyRaise as raised:
        cls = _config_named(m, state, entry, raised, place)
        if isinstance(cls, (Function, Instance)):
            raise m.raise_("TypeError", "issubclass() arg 1 must be a class", place) from None
        if not isinstance(cls, Class):
            return _foreign_app(m, state, entry, place)
        name = cls.lookup("name")
        if name is MISSING and not _has_foreign_config(cls):
            text = f"'{entry}' must supply a name attribute."
            raise django_error("ImproperlyConfigured", text, place) from None
    if cls is MISSING:
        cls = _default_config(m, state, module, entry, label, place)
        name = entry if cls in (APP_CONFIG, _UNSEEN_CONFIG) else cls.lookup("name")
    name = m.decide(name)
    if name is MISSING:
        name = _name_of_base(m, cls, entry)
    if not isinstance(name, str):
        state.world.undecide(place, f"which modules are imported: the app's name in {cls.name} is computed")
        return None
    module = _import_package(m, state, name, cls, label, place)
    config = m.call(cls, (name, module), {}, place)
    if not isinstance(config, Instance):
        state.world.undecide(place, f"which modules are imported: what {cls.name} makes is not known")
        return None
    return InstalledApp(name, module, config, m.scopes, place)


def _import_entry(m: Interpreter, state: DjangoState, entry: str, label: str, place: Place) -> Value:
    """Import an entry as a module; a foreign one that is seen not to exist is not found."""
    found = m.import_module(entry, (None, place, label))
    if isinstance(found, Module) or not _is_missing(m, entry):
        return found
    raise m.raise_("ModuleNotFoundError", f"No module named '{entry}'", place, missing=entry)


def _is_missing(m: Interpreter, name: str) -> bool:
    if not is_seen(m, name):
        return name.rpartition(".")[2][:1].isupper()
    return not m.outside.has_module(name)


def _config_named(m: Interpreter, state: DjangoState, entry: str, raised: PyRaise, place: Place) -> Value:
    """Return the AppConfig class that an entry names; Ext where foreign code holds it."""
    path, _, name = entry.rpartition(".")
    known = m.models.get(entry)
    if isinstance(known, Class):
        return known
    if not path:
        raise raised
    try:
        module = m.import_module(path, (None, place, f"INSTALLED_APPS {entry!r}"))
        if not isinstance(module, Module):
            module = run_foreign_module(m, state.world, path, f"INSTALLED_APPS {entry!r}", place) or module
        found = m.find_attribute(module, name, place)
        if isinstance(found, Ext) and is_seen(m, path) and not _shows_name(m, path, name):
            raise raised
    except PyRaise as second:
        if name[:1].isupper():
            raise second from None
        raise raised from None
    if found is MISSING:
        if name[:1].isupper():
            text = f"Module '{path}' does not contain a '{name}' class."
            raise m.raise_("ImportError", text, place) from None
        raise raised
    return found


def _shows_name(m: Interpreter, module: str, name: str) -> bool:
    located = m.outside.locate(module)
    is_empty = located is not None and located[0] != "" and not m.outside.source(module)
    return not is_empty and m.outside.has_name(module, name)


def _default_config(
    m: Interpreter, state: DjangoState, module: Value, entry: str, label: str, place: Place
) -> Class:
    """Return the AppConfig class that an app's ``apps`` module offers, else Django's own."""
    known = m.models.get(f"{entry}:config")
    if isinstance(known, Class):
        return known
    if isinstance(module, Module):
        apps: Value = import_submodule(m, module, f"{entry}.apps", label, place)
    else:
        apps = run_foreign_module(m, state.world, f"{entry}.apps", label, place)
    if not isinstance(apps, Module):
        is_known = isinstance(module, Module) or is_djangos(entry) or is_seen(m, entry)
        return APP_CONFIG if is_known else _UNSEEN_CONFIG
    found = {id(cls): cls for cls in apps.ns.values() if _is_config(cls)}
    candidates = [cls for cls in found.values() if m.truth(_default_of(cls, True)) is not False]
    if len(candidates) > 1:
        candidates = [cls for cls in candidates if m.truth(_default_of(cls, False))]
        if len(candidates) > 1:
            text = f"'{entry}.apps' declares more than one default AppConfig"
            raise m.raise_("RuntimeError", text, place)
    return candidates[0] if candidates else APP_CONFIG


def _default_of(cls: Class, otherwise: bool) -> Value:
    found = cls.lookup("default")
    return otherwise if found is MISSING else found


def _is_config(value: Value) -> bool:
    if not isinstance(value, Class) or value in (APP_CONFIG, _UNSEEN_CONFIG):
        return False
    return value.is_subclass(APP_CONFIG) or _has_foreign_config(value)


def _has_foreign_config(cls: Class) -> bool:
    """Return whether a base is foreign code that is not seen, and an AppConfig by its name."""
    bases = [base for known in cls.mro for base in known.bases]
    return any(isinstance(base, Ext) and base.path.endswith("Config") for base in bases)


def _name_of_base(m: Interpreter, cls: Class, entry: str) -> Value:
    """Return the likely app of a class whose name stands in a base that is not seen."""
    for base in (base for known in cls.mro for base in known.bases):
        if isinstance(base, Ext) and base.path.endswith("Config"):
            name = base.path.rpartition(".")[0].removesuffix(".apps")
            m.assumptions[f"{entry} is taken to be the configuration of the app {name}"] = None
            return name
    return MISSING


def _import_package(
    m: Interpreter, state: DjangoState, name: str, cls: Class, label: str, place: Place
) -> Module | Ext:
    try:
        found = m.import_module(name, (None, place, label))
    except PyRaise as raised:
        if raised.type_name not in ("ImportError", "ModuleNotFoundError"):
            raise
        text = f"Cannot import '{name}'. Check that '{cls.module}.{cls.name}.name' is correct."
        error = django_error("ImproperlyConfigured", text, place)
        error.cause = raised
        raise error from None
    return found if isinstance(found, Module) else Ext(name)


def _foreign_app(m: Interpreter, state: DjangoState, entry: str, place: Place) -> InstalledApp:
    """Return an app whose AppConfig is foreign code that is not seen: its package is the likely one."""
    package = entry.rpartition(".")[0]
    name = package.removesuffix(".apps")
    m.assumptions[f"{entry} is taken to be the configuration of the app {name}"] = None
    return InstalledApp(
        name, Ext(name), m.call(_UNSEEN_CONFIG, (name, Ext(name)), {}, place), m.scopes, place
    )


def import_submodule(m: Interpreter, package: Module, name: str, label: str, place: Place) -> Value:
    """Return a package's submodule after importing it; None where there is none."""
    if package.folders is None:
        return None
    try:
        found = m.import_module(name, (None, place, label))
    except PyRaise as raised:
        if raised.missing != name:
            raise
        return None
    return found if not isinstance(found, (Ext, Unknown)) else None

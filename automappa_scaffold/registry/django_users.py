"""The user model: which class ``AUTH_USER_MODEL`` names, and what is raised where there is none.

Source: ``django.contrib.auth`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Module, Native
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.registry.django_apps import import_submodule
from automappa_scaffold.registry.django_fields import has_foreign_base
from automappa_scaffold.registry.django_managers import user_manager_of
from automappa_scaffold.registry.django_model_options import is_abstract_model
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, InstalledApp, django_error, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["USER", "check_user_model", "find_model", "is_missing", "user_class", "user_model"]

USER = "django.contrib.auth.models.User"
_REQUIRED = ("REQUIRED_FIELDS", "USERNAME_FIELD")


def user_model(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> Value:
    """Return the class that is the user model, unknown where that is not seen.

    Raises:
        PyRaise: the setting names none.
    """
    name = m.decide(settings.value(m, "AUTH_USER_MODEL", place))
    if isinstance(name, str):
        where = state.place_of(m, name, place)
        label, _, wanted = name.partition(".")
        if name.count(".") != 1:
            text = "AUTH_USER_MODEL must be of the form 'app_label.model_name'"
            raise django_error("ImproperlyConfigured", text, where)
        known = find_model(m, state, label, wanted.lower(), place)
        if known is not None:
            return known
        if name == "auth.User":
            return m.models[USER]
        if state.is_decided and is_missing(m, state, label, wanted.lower()):
            text = f"AUTH_USER_MODEL refers to model '{name}' that has not been installed"
            raise django_error("ImproperlyConfigured", text, where)
    return m.unknown("the user model", place, is_foreign=True)


def user_class(settings: DjangoSettings, base: Class) -> Class:
    """Return the class that stands for Django's own user model."""

    def manager(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        name = m.decide(settings.value(m, "AUTH_USER_MODEL", place))
        if isinstance(name, str) and name != "auth.User":
            text = f"Manager isn't available; 'auth.User' has been swapped for '{name}'"
            raise m.raise_("AttributeError", text, place)
        return user_manager_of(m, args[2])

    descriptor = native_class("SwappableManager", module="django.db.models.manager", is_open=True)
    descriptor.ns["__get__"] = Native("__get__", manager, binds=True)
    cls = Class("User", (base,), Namespace(0), module="django.contrib.auth.models")
    cls.ns["objects"] = Instance(descriptor, Namespace(0))
    return cls


def find_model(m: Interpreter, state: DjangoState, label: str, wanted: str, place: Place) -> Class | None:
    """Return the project's model class of an app, by its lower-case name, after importing its models."""
    for app in state.apps:
        is_first = state.stage == "models" and not app.scopes and app.label == label
        if is_first and isinstance(app.module, Module) and f"{app.name}.models" not in m.modules:
            import_submodule(m, app.module, f"{app.name}.models", f"models of {app.name}", place)
    return state.named_models.get((label, wanted))


def is_missing(m: Interpreter, state: DjangoState, label: str, wanted: str) -> bool:
    """Return whether there is certainly no such model."""
    found = [app for app in state.apps if app.label == label]
    if not found:
        return not any(app.config.cls.is_open for app in state.apps)
    return all(_lacks(m, state, app, wanted) for app in found)


def _lacks(m: Interpreter, state: DjangoState, app: InstalledApp, wanted: str) -> bool:
    """Return whether an app of the project, whose models are loaded, certainly has no such model."""
    if not isinstance(app.module, Module) or app.scopes:
        return False
    inside = [cls for cls in state.models if cls.module.startswith(f"{app.name}.")]
    modules = [module for key, module in m.modules.items() if key.startswith(f"{app.name}.")]
    names = [cls.name for cls in inside] + [
        name for module in modules for name, value in module.ns.items() if not is_abstract_model(value)
    ]
    return not any(module.is_open for module in modules) and wanted not in map(str.lower, names)


def check_user_model(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
    """Raise what the check of auth raises: a name of no model's form, a model that is no user's."""
    if not any(app.name == "django.contrib.auth" for app in state.apps):
        return
    model = user_model(m, state, settings, place)
    if isinstance(model, Class) and not has_foreign_base(model):
        missing = next((name for name in _REQUIRED if _has_none(model, name)), None)
        if missing is not None:
            text = f"type object '{model.name}' has no attribute '{missing}'"
            raise refuse(m, "AttributeError", text, place)


def _has_none(model: Class, name: str) -> bool:
    is_djangos = any(base.name in ("AbstractBaseUser", "AbstractUser") for base in model.mro)
    return (
        model.lookup(name) is MISSING
        and not (is_djangos and name == "REQUIRED_FIELDS")
        and not (any(base.name == "AbstractUser" for base in model.mro))
    )

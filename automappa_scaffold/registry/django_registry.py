"""``django.apps.apps``: what the project asks of the installed apps.

Source: ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import Maybe, Namespace, Scope, Value
from automappa_scaffold.registry.django_model_options import app_of
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, refuse
from automappa_scaffold.registry.django_users import find_model, is_missing
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["make_apps"]

# Any of the models of apps outside the project: a subclass of nothing that the project defines.
_FOREIGN_MODEL = native_class("ForeignModel", module="django.db.models")


def make_apps(state: DjangoState, settings: DjangoSettings) -> Instance:
    """Return the object that stands for ``django.apps.apps``."""

    def require(m: Interpreter, place: Place, *, models: bool = False) -> None:
        settings.require_apps(m, place)
        if models and state.stage == "models":
            raise django_error("AppRegistryNotReady", "Models aren't loaded yet.", place)

    def get_app_configs(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require(m, place)
        configs = [Maybe(app.config, app.scopes[-1]) if app.scopes else app.config for app in state.apps]
        unknown = None if state.is_decided else m.unknown("INSTALLED_APPS is not decided", place)
        return m.new_list(configs, unknown)

    def get_app_config(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require(m, place)
        label = m.decide(args[1] if len(args) > 1 else kwargs.get("app_label"))
        found = [app.config for app in state.apps if app.label == label]
        if not found and isinstance(label, str):
            refuse_label(m, label, place)
        return found[0] if len(found) == 1 else m.unknown(f"the app {label}", place, is_foreign=True)

    def refuse_label(m: Interpreter, label: str, place: Place) -> None:
        if state.is_decided and not any(app.config.cls.is_open or app.label == label for app in state.apps):
            raise refuse(m, "LookupError", f"No installed app with label '{label}'.", place)

    def is_installed(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require(m, place)
        name = m.decide(args[1] if len(args) > 1 else kwargs.get("app_name"))
        found = [app for app in state.apps if app.name == name]
        if any(not app.scopes for app in found):
            return True
        if found or not state.is_decided or not isinstance(name, str):
            return m.unknown(f"whether {name} is installed", place)
        return False

    def get_models(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require(m, place, models=True)
        places = {app.name: index for index, app in enumerate(state.apps)}
        found = [(app_of(state, cls.module), cls) for cls in state.models]
        known = [(places[app.name], cls) for app, cls in found if app is not None]
        found_here = [cls for _, cls in sorted(known, key=lambda pair: pair[0])]
        if all(isinstance(app.module, Module) for app in state.apps) and state.is_decided:
            return m.new_list(found_here)
        others = Scope("which models apps outside the project have is not known", place)
        return m.new_list([*found_here, Maybe(_FOREIGN_MODEL, others)])

    def get_model(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        is_relaxed = m.truth(kwargs.get("require_ready", True)) is False
        require(m, place, models=not is_relaxed)
        names = [m.decide(value) for value in (args[1:3] if len(args) > 2 else args[1:2])]
        names += [m.decide(kwargs[key]) for key in ("app_label", "model_name") if key in kwargs]
        parts = names[0].split(".") if len(names) == 1 and isinstance(names[0], str) else names
        if len(parts) == 2 and all(isinstance(part, str) for part in parts):
            label, wanted = parts[0], parts[1].lower()
            known = find_model(m, state, label, wanted, place)
            if known is not None:
                return known
            refuse_label(m, label, place)
            if "_" not in wanted and state.is_decided and is_missing(m, state, label, wanted):
                raise refuse(m, "LookupError", f"App '{label}' doesn't have a '{parts[1]}' model.", place)
        return m.unknown("a model class", place, is_foreign=True)

    apps = native_class("Apps", module="django.apps.registry", is_open=True)
    for name, run in (
        ("get_app_configs", get_app_configs),
        ("get_app_config", get_app_config),
        ("is_installed", is_installed),
        ("get_model", get_model),
        ("get_models", get_models),
    ):
        apps.ns[name] = Native(name, run, binds=True)
    for name, stages in (
        ("ready", ("done",)),
        ("models_ready", ("ready", "done")),
        ("apps_ready", ("models", "ready", "done")),
    ):
        is_at = Native(name, lambda m, args, kwargs, place, stages=stages: state.stage in stages)
        apps.ns[name] = Wrapper("property", is_at)
    return Instance(apps, Namespace(0))

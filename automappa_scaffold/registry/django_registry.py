"""``django.apps.apps``: what the project asks of the installed apps.

Source: ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import Maybe, Namespace, Scope, Value
from automappa_scaffold.registry.django_between import perhaps_models_between
from automappa_scaffold.registry.django_model_options import app_of
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, refuse
from automappa_scaffold.registry.django_users import find_model, is_missing
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["make_apps"]

# Any of the models of apps outside the project: a subclass of nothing that the project defines.
_FOREIGN_MODEL = native_class("ForeignModel", module="django.db.models")


class _Apps:
    """The methods of ``django.apps.apps``."""

    def __init__(self, state: DjangoState, settings: DjangoSettings) -> None:
        self.state = state
        self.settings = settings

    def _require(self, m: Interpreter, place: Place, *, models: bool = False) -> None:
        """Raise what Django raises where apps, or their models, are not there yet."""
        self.settings.require_apps(m, place)
        if models and self.state.stage == "models":
            raise django_error("AppRegistryNotReady", "Models aren't loaded yet.", place)

    def get_app_configs(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the configurations of the installed apps."""
        self._require(m, place)
        configs = [Maybe(app.config, app.scopes[-1]) if app.scopes else app.config for app in self.state.apps]
        unknown = None if self.state.is_decided else m.unknown("INSTALLED_APPS is not decided", place)
        return m.new_list(configs, unknown)

    def get_app_config(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the configuration of the app with a label."""
        self._require(m, place)
        label = m.decide(args[1] if len(args) > 1 else kwargs.get("app_label"))
        found = [app.config for app in self.state.apps if app.label == label]
        if not found and isinstance(label, str):
            self._refuse_label(m, label, place)
        return found[0] if len(found) == 1 else m.unknown(f"the app {label}", place, is_foreign=True)

    def _refuse_label(self, m: Interpreter, label: str, place: Place) -> None:
        """Raise LookupError where certainly no app has a label."""
        if self.state.is_decided and not any(
            app.config.cls.is_open or app.label == label for app in self.state.apps
        ):
            raise refuse(m, "LookupError", f"No installed app with label '{label}'.", place)

    def is_installed(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return whether an app of a name is installed."""
        self._require(m, place)
        name = m.decide(args[1] if len(args) > 1 else kwargs.get("app_name"))
        found = [app for app in self.state.apps if app.name == name]
        if any(not app.scopes for app in found):
            return True
        if found or not self.state.is_decided or not isinstance(name, str):
            return m.unknown(f"whether {name} is installed", place)
        return False

    def get_models(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the models of all apps."""
        self._require(m, place, models=True)
        places = {app.name: index for index, app in enumerate(self.state.apps)}
        found = [(app_of(self.state, cls.module), cls) for cls in self.state.models]
        known = [(places[app.name], cls) for app, cls in found if app is not None]
        found_here: list[Value] = [cls for _, cls in sorted(known, key=lambda pair: pair[0])]
        is_asked = args[1] if len(args) > 1 else kwargs.get("include_auto_created", False)
        if m.truth(is_asked) is not False:
            between = [perhaps_models_between(m, self.state, cls, place) for cls in found_here]
            found_here = [one for cls, made in zip(found_here, between, strict=True) for one in (*made, cls)]
        if all(isinstance(app.module, Module) for app in self.state.apps) and self.state.is_decided:
            return m.new_list(found_here)
        others = Scope("which models apps outside the project have is not known", place)
        return m.new_list([*found_here, Maybe(_FOREIGN_MODEL, others)])

    def get_model(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a model by its label and name."""
        is_relaxed = m.truth(kwargs.get("require_ready", True)) is False
        self._require(m, place, models=not is_relaxed)
        names = [m.decide(value) for value in (args[1:3] if len(args) > 2 else args[1:2])]
        names += [m.decide(kwargs[key]) for key in ("app_label", "model_name") if key in kwargs]
        parts = names[0].split(".") if len(names) == 1 and isinstance(names[0], str) else names
        if len(parts) == 2 and all(isinstance(part, str) for part in parts):
            label, wanted = parts[0], parts[1].lower()
            known = find_model(m, self.state, label, wanted, place)
            if known is not None:
                return known
            self._refuse_label(m, label, place)
            if "_" not in wanted and self.state.is_decided and is_missing(m, self.state, label, wanted):
                raise refuse(m, "LookupError", f"App '{label}' doesn't have a '{parts[1]}' model.", place)
        return m.unknown("a model class", place, is_foreign=True)


def make_apps(state: DjangoState, settings: DjangoSettings) -> Instance:
    """Return the object that stands for ``django.apps.apps``."""
    held = _Apps(state, settings)
    apps = native_class("Apps", module="django.apps.registry", is_open=True)
    for name, run in (
        ("get_app_configs", held.get_app_configs),
        ("get_app_config", held.get_app_config),
        ("is_installed", held.is_installed),
        ("get_model", held.get_model),
        ("get_models", held.get_models),
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

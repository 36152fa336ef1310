"""The models that are registered with the sites of admin, and what registering them refuses.

Source: ``django.contrib.admin.sites`` of Django 4.2 to 5.2.
"""

from collections.abc import Iterator, Sequence

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Ext, Maybe, Namespace, Union, Value
from automappa_scaffold.registry.django_model_options import is_abstract_model
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, refuse
from automappa_scaffold.registry.django_users import USER
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["AdminModels"]

_MODELS = "__models__"
# What the ``admin`` modules of Django's own apps register.
_OWN = {"auth": ("User", "Group"), "flatpages": ("FlatPage",), "redirects": ("Redirect",), "sites": ("Site",)}


class AdminModels:
    """Who is registered where."""

    def __init__(self, state: DjangoState, settings: DjangoSettings) -> None:
        self.state = state
        self.settings = settings
        self.default = Instance(native_class("AdminSite"), Namespace(0))
        self._imported: set[str] = set()

    def require_admin(self, m: Interpreter, site: Value, place: Place) -> None:
        """Raise what the default site raises where admin is not installed."""
        state = self.state
        if site is not self.default or not state.is_decided or state.stage in ("", "apps"):
            return
        if not any(app.label == "admin" or app.config.cls.is_open for app in state.apps):
            raise refuse(m, "LookupError", "No installed app with label 'admin'.", place)

    def add(self, m: Interpreter, site: Instance, models: Sequence[Value], place: Place) -> None:
        """Register models with a site."""
        self.require_admin(m, site, place)
        for model in _known(m, models):
            if is_abstract_model(model):
                text = f"The model {model.name} is abstract, so it cannot be registered with admin."
                raise django_error("ImproperlyConfigured", text, place)
            if any(_is_same(model, other) for other in _held(m, site)):
                raise refuse(m, "AlreadyRegistered", _text(model, "already registered"), place)
            m.store(site.ns, _MODELS, (*_held(m, site), model))

    def remove(self, m: Interpreter, site: Instance, models: Sequence[Value], place: Place) -> None:
        """Take models from a site."""
        self.require_admin(m, site, place)
        for model in _known(m, models):
            held = _held(m, site)
            rest = tuple(other for other in held if not _is_same(model, other))
            is_perhaps = any(isinstance(other, Maybe) for other in held)
            if len(rest) == len(held) and not is_perhaps and _is_of_known_app(model):
                raise refuse(m, "NotRegistered", _text(model, "not registered"), place)
            m.store(site.ns, _MODELS, rest)

    def import_hooks(self) -> Iterator[tuple[str, Value]]:
        """Yield what importing the ``admin`` modules of Django's own apps does."""
        for app in _OWN:
            yield f"django.contrib.{app}.admin:import", Native("import", self._hook(app))

    def _hook(self, app: str) -> Run:
        def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
            self.settings.require_apps(m, place)
            if app not in self._imported:
                self._imported.add(app)
                paths = [f"django.contrib.{app}.models.{name}" for name in _OWN[app]]
                models = [m.models.get(path, Ext(path)) for path in paths]
                if m.decide(self.settings.value(m, "AUTH_USER_MODEL", place)) != "auth.User":
                    models = [model for model in models if model is not m.models.get(USER)]
                self.add(m, self.default, models, place)
            return None

        return run


def _held(m: Interpreter, site: Instance) -> tuple[Value, ...]:
    """Return the models of a site; what is there under a condition is a Maybe."""
    held = site.ns.get(_MODELS, ())
    if isinstance(held, Union):
        held = m.join([() if option is MISSING else option for option in held.options], held.scope)
    return held if isinstance(held, tuple) else ()


def _known(m: Interpreter, models: Sequence[Value]) -> list[Value]:
    return [model for model in map(m.decide, models) if isinstance(model, (Class, Ext))]


def _is_same(model: Value, other: Value) -> bool:
    is_ext = isinstance(model, Ext) and isinstance(other, Ext)
    return model.path == other.path if is_ext else model is other


def _is_of_known_app(model: Value) -> bool:
    """Return whether who registers a model is seen: it is the project's, or one of Django's own."""
    return isinstance(model, Class) or model.path.startswith("django.contrib.")


def _text(model: Value, what: str) -> str:
    name = model.name if isinstance(model, Class) else model.path.rpartition(".")[2]
    return f"The model {name} is {what}"

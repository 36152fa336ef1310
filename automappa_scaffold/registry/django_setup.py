"""``django.setup()``: settings, logging, then the installed apps, their models and their ``ready()``.

Source: ``django`` and ``django.apps.registry`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Maybe, Unknown, Value, is_constant
from automappa_scaffold.registry.django_apps import create_app, import_submodule
from automappa_scaffold.registry.django_databases import load_database_backend, require_postgres
from automappa_scaffold.registry.django_logging import configure_logging
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import (
    DjangoState,
    InstalledApp,
    django_error,
    importer_here,
    is_djangos,
    under,
)
from automappa_scaffold.registry.django_users import user_model
from automappa_scaffold.source.places import Place

__all__ = ["autodiscover_modules", "set_up"]

_WITH_MODELS = frozenset(
    f"django.contrib.{name}"
    for name in ("admin", "auth", "contenttypes", "flatpages", "redirects", "sessions", "sites")
)


def set_up(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
    """Run ``django.setup()``.

    Raises:
        PyRaise: the error that ends it.
    """
    configure_logging(m, settings, place)
    installed = settings.value(m, "INSTALLED_APPS", place)
    if state.stage == "done":
        return
    if state.stage:
        raise m.raise_("RuntimeError", "populate() isn't reentrant", place)
    if m.scopes:
        text = f"which modules are imported: whether Django is set up here ({m.scopes[-1].reason})"
        state.world.undecide(m.scopes[-1].place, text)
    state.stage = "apps"
    _create_apps(m, state, installed, place)
    _refuse_same_names(state)
    state.stage = "models"
    for app in list(state.apps):
        with under(m, app.scopes):
            if isinstance(app.module, Module):
                import_submodule(m, app.module, f"{app.name}.models", f"models of {app.name}", app.place)
            elif app.name == "django.contrib.postgres":
                require_postgres(m, app.place)
            elif app.name not in _WITH_MODELS and f"{app.name}.models:import" in m.models:
                m.call(m.models[f"{app.name}.models:import"], (), {}, app.place)
            elif app.name in _WITH_MODELS:
                m.import_module(f"{app.name}.models", importer_here(m, app.place, f"models of {app.name}"))
                load_database_backend(m, state, settings, app.place)
    state.stage = "ready"
    for app in list(state.apps):
        with under(m, app.scopes):
            if app.name == "django.contrib.auth":
                user_model(m, state, settings, place)
            _make_ready(m, app)
    state.stage = "done"


def _make_ready(m: Interpreter, app: InstalledApp) -> None:
    ready = m.get_attribute(app.config, "ready", app.place)
    if isinstance(app.module, Module) or is_djangos(app.name):
        m.call(ready, (), {}, app.place)
        return
    notes = dict(m.notes)
    try:
        m.call(ready, (), {}, app.place)
    except PyRaise as raised:
        if raised.place is not None and not raised.place.path.is_absolute():
            raise
        note = f"ready() of the installed app {app.name} is taken to succeed: {raised.message}"
        m.assumptions[note] = None
    m.notes = notes  # what its code does besides is not the project's


def _create_apps(m: Interpreter, state: DjangoState, installed: Value, place: Place) -> None:
    items, unknown = m.iterate(() if installed is MISSING else m.decide(installed), place)
    if unknown is not None:
        text = "which modules are imported: INSTALLED_APPS is computed from it"
        state.world.undecide(unknown.place or place, text)
        state.is_decided = False
    for item in items:
        bare = m.decide(item.value if isinstance(item, Maybe) else item)
        if is_constant(bare) and not isinstance(bare, str):
            kind = type(bare).__name__
            raise m.raise_("AttributeError", f"'{kind}' object has no attribute 'rpartition'", place)
        if not isinstance(bare, str):
            blame = bare.place if isinstance(bare, Unknown) and bare.place else place
            state.world.undecide(blame, "which modules are imported: an installed app is computed")
            state.is_decided = False
            continue
        with under(m, (item.scope,) if isinstance(item, Maybe) else ()):
            app = create_app(m, state, bare, state.place_of(m, bare, place))
            if app is None:
                state.is_decided = False
            else:
                _add_app(state, app)


def _add_app(state: DjangoState, app: InstalledApp) -> None:
    label = app.label
    if not label.isidentifier() and not app.scopes:
        text = f"The app label '{label}' is not a valid Python identifier."
        raise django_error("ImproperlyConfigured", text, app.place)
    for known in state.apps:
        are_seen = not (known.config.cls.is_open or app.config.cls.is_open)  # an unseen one may say another
        if known.scopes or app.scopes or not (are_seen or known.name == app.name):
            continue
        if known.label == label:
            text = f"Application labels aren't unique, duplicates: {label}"
            raise django_error("ImproperlyConfigured", text, app.place)
    state.apps.append(app)


def _refuse_same_names(state: DjangoState) -> None:
    seen: set[str] = set()
    for app in state.apps:
        if app.name in seen and not app.scopes:
            text = f"Application names aren't unique, duplicates: {app.name}"
            raise django_error("ImproperlyConfigured", text, app.place)
        if not app.scopes:
            seen.add(app.name)


def autodiscover_modules(m: Interpreter, state: DjangoState, names: tuple[Value, ...], place: Place) -> None:
    """Import modules of these names from every app that has them."""
    for app in list(state.apps):
        with under(m, app.scopes):
            for name in map(m.decide, names):
                if not isinstance(name, str):
                    state.world.undecide(place, "which modules are imported: their names are computed")
                elif isinstance(app.module, Module):
                    _discover(m, app.module, f"{app.name}.{name}", app.place)
                elif is_djangos(app.name) and f"{app.name}.{name}:import" in m.models:
                    m.import_module(
                        f"{app.name}.{name}", importer_here(m, app.place, f"autodiscover of {name}")
                    )


def _discover(m: Interpreter, package: Module, name: str, place: Place) -> None:
    try:
        import_submodule(m, package, name, f"autodiscover of {name.rpartition('.')[2]}", place)
    except PyRaise as raised:
        # Where the module itself is not there, any error of the way to it is taken for that.
        if raised.type_name == "ModuleNotFoundError" and not _has_file(m, package, name):
            return
        raise


def _has_file(m: Interpreter, package: Module, name: str) -> bool:
    last = name.rpartition(".")[2]
    return any(
        m.tree.is_file(f"{folder}/{last}.py") or m.tree.is_folder(f"{folder}/{last}")
        for folder in package.folders or ()
    )

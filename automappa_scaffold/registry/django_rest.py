"""What REST framework and its JSON web tokens read of Django's settings while they are imported.

Source: djangorestframework 3.15 and 3.16, djangorestframework-simplejwt 5.4 and 5.5.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Unknown, Value
from automappa_scaffold.registry.django_setting_imports import IMPORT_ERRORS, SettingImports
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["rest_names"]

# Modules that import rest_framework.views, and those that import rest_framework.generics too.
_VIEWS = """
    rest_framework.views rest_framework.decorators rest_framework.routers rest_framework.authtoken.views
    drf_yasg.views drf_yasg.utils drf_yasg.openapi
"""
_GENERICS = """
    rest_framework.generics rest_framework.viewsets rest_framework_simplejwt.views drf_spectacular.views
"""
# Modules that import rest_framework_simplejwt.settings.
_TOKENS = """
    authentication backends models serializers settings state tokens views
"""
# The settings that are classes of a view's body, in its order.
_OF_VIEWS = """
    DEFAULT_RENDERER_CLASSES DEFAULT_PARSER_CLASSES DEFAULT_AUTHENTICATION_CLASSES DEFAULT_THROTTLE_CLASSES
    DEFAULT_PERMISSION_CLASSES DEFAULT_CONTENT_NEGOTIATION_CLASS DEFAULT_METADATA_CLASS
    DEFAULT_VERSIONING_CLASS
"""
_RUNNING = "<running>"  # among the settings: the views are not whole yet
_OF_GENERICS = "DEFAULT_FILTER_BACKENDS DEFAULT_PAGINATION_CLASS"


def rest_names(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what is done where these modules are imported."""
    views = partial(_import_classes, state, settings, _OF_VIEWS)
    generics = partial(_import_classes, state, settings, f"{_OF_VIEWS} {_OF_GENERICS}")
    tokens = Native("import", partial(_read_key, settings))
    names: dict[str, Value] = {f"{name}:import": Native("import", views) for name in _VIEWS.split()}
    names.update({f"{name}:import": Native("import", generics) for name in _GENERICS.split()})
    names.update({f"rest_framework_simplejwt.{name}:import": tokens for name in _TOKENS.split()})
    names["rest_framework_simplejwt.views:import"] = Native("import", partial(_token_views, state, settings))
    return names


def _token_views(
    state: DjangoState, settings: DjangoSettings, m: Interpreter, args: Args, kwargs: Kwargs, place: Place
) -> Value:
    _import_classes(state, settings, f"{_OF_VIEWS} {_OF_GENERICS}", m, args, kwargs, place)
    return _read_key(settings, m, args, kwargs, place)


def _read_key(settings: DjangoSettings, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Read the key that tokens are signed with, which must not be empty."""
    if settings.is_configured:
        m.get_attribute(settings.object, "SECRET_KEY", place)
    return None


def _import_classes(
    state: DjangoState,
    settings: DjangoSettings,
    names: str,
    m: Interpreter,
    args: Args,
    kwargs: Kwargs,
    place: Place,
) -> Value:
    """Import the classes that settings name by texts, each setting once."""
    if _RUNNING in state.rest_settings:
        state.world.undecide(place, "what is imported of REST framework's views while they are imported")
    wanted = [name for name in names.split() if name not in state.rest_settings]
    if not wanted or not settings.is_configured:
        return None
    state.rest_settings.update(wanted)
    imports = SettingImports(m, state, settings, place)
    rest = imports.value("REST_FRAMEWORK")
    if isinstance(rest, (Unknown, Ext)) or (isinstance(rest, DictValue) and rest.unknown is not None):
        imports.undecide("REST_FRAMEWORK", rest)
    if not isinstance(rest, DictValue):
        return None
    for name in wanted:
        if name in _OF_VIEWS.split():
            state.rest_settings.add(_RUNNING)
        else:
            state.rest_settings.discard(_RUNNING)
        value = m.decide(rest.items.get(name, MISSING))
        if isinstance(value, str):
            _import_class(imports, value, name, place)
        elif value is not MISSING and value is not None:
            for text, _ in imports.each_text(m.iterate(value, place)[0], name):
                _import_class(imports, text, name, place)
    state.rest_settings.discard(_RUNNING)
    return None


def _import_class(imports: SettingImports, path: str, name: str, place: Place) -> None:
    try:
        imports.import_string(path, f"REST_FRAMEWORK {name}")
    except PyRaise as raised:
        if raised.type_name not in IMPORT_ERRORS:
            raise
        text = f"Could not import '{path}' for API setting '{name}'. {raised.message}."
        error = imports.m.raise_("ImportError", text, imports.state.place_of(imports.m, path, place))
        error.is_soft = raised.is_soft
        raise error from None

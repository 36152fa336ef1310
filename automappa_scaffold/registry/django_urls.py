"""URL configurations: imported where they are included; what ``include`` and ``path`` refuse.

Source: ``django.urls.conf`` of Django 4.2 to 5.2.
"""

import re
from collections.abc import Container

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Module, Native
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Ext,
    ListValue,
    Maybe,
    Namespace,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, importer_here, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["patterns_of", "url_names"]

_NO_APP_NAME = (
    "Specifying a namespace in include() without providing an app_name is not supported. "
    "Set the app_name attribute in the included module, or pass a 2-tuple"
)


_NO_PATTERNS = "The included URLconf '{}' does not appear to have any patterns in it."
_ROUTE_PART = re.compile(r"<(?:([^>:]+):)?([^>]+)>")
_CONVERTERS = ("int", "path", "slug", "str", "uuid")
# What ``i18n_patterns()`` gives for the list of a root URL configuration.
_LOCALE_PATTERNS = native_class("LocalePrefixPattern", module="django.urls.resolvers", is_open=True)


def url_names(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of URL configurations stand for."""
    registered: dict[Value, None] = dict.fromkeys(_CONVERTERS)

    def include(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return _include(m, state, args, kwargs, place)

    def path(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        route = m.decide(args[0] if args else kwargs.get("route", MISSING))
        if isinstance(route, str) and all(isinstance(name, str) for name in registered):
            _check_route(m, route, registered, place)
        return _path(m, args, kwargs, place)

    def register_converter(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        registered[m.decide(args[1] if len(args) > 1 else kwargs.get("type_name", MISSING))] = None
        return None

    def i18n_patterns(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if m.truth(settings.value(m, "USE_I18N", place)) is not True:
            return m.new_list(args, m.unknown("whether URLs are translated", place, is_foreign=True))
        return m.new_list([Instance(_LOCALE_PATTERNS, Namespace(0))])

    def reverse(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        root = m.decide(settings.value(m, "ROOT_URLCONF", place))
        is_elsewhere = len(args) > 1 or "urlconf" in kwargs
        if isinstance(root, str) and not is_elsewhere:
            module = m.import_module(root, importer_here(m, place, "ROOT_URLCONF"))
            is_running = isinstance(module, Module) and module.state == "running"
            if isinstance(module, Module) and is_running and module.ns.get("urlpatterns", MISSING) is MISSING:
                raise django_error("ImproperlyConfigured", _NO_PATTERNS.format(root), place)
            m.assumptions[f"{place}: what reverse() is asked for is taken to be among the URLs"] = None
        return m.unknown("a URL", place, is_foreign=True)

    names: dict[str, Value] = {
        "django.conf.urls.i18n.i18n_patterns": Native("i18n_patterns", i18n_patterns),
        "django.urls.re_path": Native("re_path", _path),
        "django.urls.conf.re_path": Native("re_path", _path),
    }
    for name in ("django.urls.include", "django.urls.conf.include", "django.conf.urls.include"):
        names[name] = Native("include", include)
    for module in ("django.urls", "django.urls.conf"):
        names[f"{module}.path"] = Native("path", path)
    for module in ("django.urls", "django.urls.converters"):
        names[f"{module}.register_converter"] = Native("register_converter", register_converter)
    for module in ("django.urls", "django.urls.base"):
        names[f"{module}.reverse"] = Native("reverse", reverse)
    return names


def _check_route(m: Interpreter, route: str, registered: Container[Value], place: Place) -> None:
    for part in _ROUTE_PART.finditer(route):
        converter, parameter = part[1] or "str", part[2]
        text = ""
        if any(letter.isspace() for letter in part[0]):
            text = "cannot contain whitespace in angle brackets <…>."
        elif not parameter.isidentifier():
            text = f"uses parameter name {parameter!r} which isn't a valid Python identifier."
        elif converter not in registered:
            text = f"uses invalid converter {converter!r}."
        if text:
            raise refuse(m, "ImproperlyConfigured", f"URL route {route!r} {text}", place)


def _include(m: Interpreter, state: DjangoState, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("arg"))
    namespace = m.decide(args[1] if len(args) > 1 else kwargs.get("namespace"))
    app_name: Value = None
    if isinstance(given, tuple):
        if len(given) != 2:
            text = f"Passing a {len(given)}-tuple to include() is not supported."
            raise django_error("ImproperlyConfigured", text, place)
        given, app_name = m.decide(given[0]), given[1]
    if isinstance(given, str):
        given = m.import_module(given, importer_here(m, place, f"include({given!r})"))
    elif any(_may_be_text(option) for option in (given.options if isinstance(given, Union) else (given,))):
        state.world.undecide(place, "which modules are imported: what is included here is computed")
    patterns = given
    if isinstance(given, Module):
        found = m.find_attribute(given, "app_name", place)
        app_name = app_name if found is MISSING else found
        patterns = patterns_of(m, given, place) if given.state != "running" else ()
        if isinstance(namespace, str) and namespace and app_name is None:
            raise django_error("ImproperlyConfigured", _NO_APP_NAME, place)
    for pattern in m.iterate(patterns, place)[0] if isinstance(patterns, (tuple, ListValue)) else ():
        if isinstance(pattern, Instance) and pattern.cls is _LOCALE_PATTERNS:
            text = "Using i18n_patterns in an included URLconf is not allowed."
            raise django_error("ImproperlyConfigured", text, place)
    return (given, app_name, namespace or app_name)


def patterns_of(m: Interpreter, module: Module, place: Place) -> Value:
    """Return the patterns of a URL configuration, or raise what Django raises where there are none."""
    found = m.decide(m.find_attribute(module, "urlpatterns", place))
    if not module.is_open and (found is MISSING or (is_constant(found) and not isinstance(found, str))):
        raise django_error("ImproperlyConfigured", _NO_PATTERNS.format(module.name), place)
    return found


def _may_be_text(value: Value) -> bool:
    return isinstance(value, (str, Assumed)) or (isinstance(value, Unknown) and not value.is_foreign)


def _path(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    view = m.decide(args[1] if len(args) > 1 else kwargs.get("view", MISSING))
    if view is None or isinstance(view, (str, int, float, bytes)):
        text = "view must be a callable or a list/tuple in the case of include()."
        raise m.raise_("TypeError", text, place)
    if isinstance(view, (tuple, ListValue)):
        parts, others = m.iterate(view, place)
        if others is None and len(parts) != 3 and not any(isinstance(part, Maybe) for part in parts):
            few = f"not enough values to unpack (expected 3, got {len(parts)})"
            text = few if len(parts) < 3 else "too many values to unpack (expected 3)"
            raise m.raise_("ValueError", text, place)
    if isinstance(view, Instance) and view.cls.lookup("__call__") is MISSING and _is_djangos_view(view.cls):
        text = f"view must be a callable, pass {view.cls.name}.as_view(), not {view.cls.name}()."
        raise m.raise_("TypeError", text, place)
    return m.unknown("a URL pattern", place, is_foreign=True)


def _is_djangos_view(cls: Class) -> bool:
    foreign = [base for known in cls.mro for base in known.bases if not isinstance(base, Class)]
    if not foreign:
        return any(base.module.startswith("django.views.") for base in cls.mro)
    return all(isinstance(base, Ext) and base.path.startswith("django.views.") for base in foreign)

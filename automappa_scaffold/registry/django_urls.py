"""URL configurations: imported where they are included; what ``include`` and ``path`` refuse.

Source: ``django.urls.conf`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module, Native
from automappa_scaffold.interpreter.values import MISSING, Assumed, Union, Unknown, Value
from automappa_scaffold.registry.django_state import DjangoState, django_error, importer_here
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["url_names"]

_NO_APP_NAME = (
    "Specifying a namespace in include() without providing an app_name is not supported. "
    "Set the app_name attribute in the included module, or pass a 2-tuple"
)


def url_names(state: DjangoState) -> dict[str, Value]:
    """Return what the names of URL configurations stand for."""

    def include(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return _include(m, state, args, kwargs, place)

    names: dict[str, Value] = {}
    for path in ("django.urls.include", "django.urls.conf.include", "django.conf.urls.include"):
        names[path] = Native("include", include)
    for name in ("path", "re_path"):
        names[f"django.urls.{name}"] = names[f"django.urls.conf.{name}"] = Native(name, _path)
    return names


def _include(m: Interpreter, state: DjangoState, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("arg"))
    namespace = m.decide(args[1] if len(args) > 1 else kwargs.get("namespace"))
    app_name: Value = None
    if isinstance(given, tuple) and len(given) == 2:
        given, app_name = m.decide(given[0]), given[1]
    if isinstance(given, str):
        given = m.import_module(given, importer_here(m, place, f"include({given!r})"))
    elif any(_may_be_text(option) for option in (given.options if isinstance(given, Union) else (given,))):
        state.world.undecide(place, "which modules are imported: what is included here is computed")
    if isinstance(given, Module):
        found = m.find_attribute(given, "app_name", place)
        app_name = app_name if found is MISSING else found
        is_whole = not given.is_open and given.state != "running"
        if is_whole and m.find_attribute(given, "urlpatterns", place) is MISSING:
            text = f"The included URLconf '{given.name}' does not appear to have any patterns in it."
            raise django_error("ImproperlyConfigured", text, place)
        if isinstance(namespace, str) and namespace and app_name is None:
            raise django_error("ImproperlyConfigured", _NO_APP_NAME, place)
    return (given, app_name, namespace or app_name)


def _may_be_text(value: Value) -> bool:
    return isinstance(value, (str, Assumed)) or (isinstance(value, Unknown) and not value.is_foreign)


def _path(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    view = m.decide(args[1] if len(args) > 1 else kwargs.get("view", MISSING))
    if view is None or isinstance(view, (str, int, float, bytes)):
        text = "view must be a callable or a list/tuple in the case of include()."
        raise m.raise_("TypeError", text, place)
    return m.unknown("a URL pattern", place, is_foreign=True)

"""``gettext`` at import: it needs the installed apps, whose translations it loads.

Source: ``django.utils.translation`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["translation_names"]

_EAGER = ("activate", "gettext", "ngettext", "npgettext", "pgettext")


def translation_names(state: DjangoState, settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names that translate at once stand for."""

    def translate(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if state.stage in ("", "apps") and m.truth(settings.value(m, "USE_I18N", place)) is True:
            text = "The translation infrastructure cannot be initialized before the apps registry is ready."
            raise django_error("AppRegistryNotReady", text, place)
        return m.unknown("a translated text", place, is_foreign=True)

    return {f"django.utils.translation.{name}": Native(name, translate) for name in _EAGER}

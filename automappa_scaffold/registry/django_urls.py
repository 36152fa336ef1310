"""``include()``: a URL configuration is imported where it is included.

Source: ``django.urls.conf`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.values import Union, Unknown, Value
from automappa_scaffold.registry.django_state import DjangoState, importer_here
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["make_include"]


def make_include(state: DjangoState) -> Run:
    """Return the function that stands for ``include``."""

    def include(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = m.decide(args[0] if args else kwargs.get("arg"))
        app_name: Value = None
        if isinstance(given, tuple) and len(given) == 2:
            given, app_name = m.decide(given[0]), given[1]
        if isinstance(given, str):
            given = m.import_module(given, importer_here(m, place, f"include({given!r})"))
        elif isinstance(given, Union) or (isinstance(given, Unknown) and not given.is_foreign):
            state.world.undecide(place, "which modules are imported: what is included here is computed")
        if isinstance(given, Module):
            found = m.find_attribute(given, "app_name", place)
            app_name = found if isinstance(found, str) else app_name
        namespace = args[1] if len(args) > 1 else kwargs.get("namespace")
        return (given, app_name, namespace or app_name)

    return include

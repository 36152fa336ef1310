"""What Django refuses in ``TEMPLATES`` when a check makes the engines.

Source: ``django.template.utils`` and ``django.template.backends.django`` of Django 4.2 to 5.2.
"""

from collections.abc import Sequence

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import DictValue, Maybe, Value, is_constant
from automappa_scaffold.registry.django_state import django_error
from automappa_scaffold.source.places import Place

__all__ = ["refuse_engines"]

_DJANGO = "django.template.backends.django.DjangoTemplates"
_OPTIONS = (
    "autoescape",
    "builtins",
    "context_processors",
    "debug",
    "file_charset",
    "libraries",
    "loaders",
    "string_if_invalid",
)


def refuse_engines(m: Interpreter, engines: Sequence[Value], place: Place) -> None:
    """Raise what engines raise that are not told rightly how they are made."""
    names: list[Value] = []
    for engine in engines:
        entry = m.decide(engine)
        if isinstance(engine, Maybe) or not isinstance(entry, DictValue) or entry.unknown:
            continue
        backend = m.decide(entry.items.get("BACKEND", ""))
        if not isinstance(backend, str):
            continue
        if "." not in backend:
            text = f"Invalid BACKEND for a template engine: {backend or '<not defined>'}."
            raise django_error("ImproperlyConfigured", f"{text} Check your TEMPLATES setting.", place)
        names.append(m.decide(entry.items.get("NAME", backend.rsplit(".", 2)[-2])))
        if backend == _DJANGO:
            _refuse_options(m, entry, place)
    for name in names:
        if isinstance(name, str) and names.count(name) > 1:
            text = f"Template engine aliases aren't unique, duplicates: {name}."
            raise django_error("ImproperlyConfigured", text, place)


def _refuse_options(m: Interpreter, entry: DictValue, place: Place) -> None:
    options = m.decide(entry.items.get("OPTIONS"))
    if not isinstance(options, DictValue):
        return
    for name in options.items:
        if isinstance(name, str) and name not in _OPTIONS:
            text = f"Engine.__init__() got an unexpected keyword argument '{name}'"
            raise m.raise_("TypeError", text, place)
    loaders = m.decide(options.items.get("loaders"))
    has_loaders = loaders is not None and not is_constant(loaders) and m.truth(loaders) is not None
    if has_loaders and m.truth(entry.items.get("APP_DIRS", False)) is True:
        text = "app_dirs must not be set when loaders is defined."
        raise django_error("ImproperlyConfigured", text, place)

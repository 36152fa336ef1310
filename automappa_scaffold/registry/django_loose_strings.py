"""Project modules that settings name for code outside the project, which may import them at start.

Whether it does is not followed. So each is imported here as something that perhaps happens, last of all:
where that declares no task that is not there anyway, nothing depends on it.
"""

import re
from collections.abc import Iterator
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import DictValue, ListValue, Maybe, Scope, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState
from automappa_scaffold.source.places import Place

__all__ = ["import_loose_strings"]

_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")
_MAX_DEPTH = 5
# Followed elsewhere, or seen in real workers not to be imported before the first request, query or mail.
_DECIDED = frozenset(
    [
        "ASGI_APPLICATION",
        "AUTHENTICATION_BACKENDS",
        "AUTH_PASSWORD_VALIDATORS",
        "AUTH_USER_MODEL",
        "CACHES",
        "CSRF_FAILURE_VIEW",
        "EMAIL_BACKEND",
        "INSTALLED_APPS",
        "LOGGING",
        "LOGGING_CONFIG",
        "MESSAGE_STORAGE",
        "MIDDLEWARE",
        "MIGRATION_MODULES",
        "PASSWORD_HASHERS",
        "ROOT_URLCONF",
        "SESSION_ENGINE",
        "SESSION_SERIALIZER",
        "STATICFILES_FINDERS",
        "TEMPLATES",
        "TEST_RUNNER",
        "WSGI_APPLICATION",
    ]
)


def import_loose_strings(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
    """Import what settings name for others, under the condition that the others do."""
    _, mapping = settings.mapping(m, place)
    for name, value in list(mapping.items.items()):
        if name in _DECIDED or name.startswith(("CELERY", "BROKER_")):
            continue
        if name == "DATABASES":
            value = _engines(value)
        for text in dict.fromkeys(_texts(value, 0)):
            if m.is_project_name(text.partition(".")[0]):
                _import_perhaps(m, state, name, text, place)


def _engines(value: Value) -> Value:
    entries = value.items.values() if isinstance(value, DictValue) else ()
    found = [entry.items.get("ENGINE") for entry in entries if isinstance(entry, DictValue)]
    return tuple(f"{engine}.base" for engine in found if isinstance(engine, str))


def _texts(value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, Maybe):
        value = value.value
    if isinstance(value, str):
        if _DOTTED.fullmatch(value):
            yield value
    elif depth < _MAX_DEPTH:
        inner: tuple[Value, ...] = ()
        if isinstance(value, tuple):
            inner = value
        elif isinstance(value, ListValue):
            inner = value.items
        elif isinstance(value, DictValue):
            inner = tuple(value.items.values())
        for item in inner:
            yield from _texts(item, depth + 1)


def _import_perhaps(m: Interpreter, state: DjangoState, name: str, text: str, fallback: Place) -> None:
    if text in m.modules or text.rpartition(".")[0] in m.modules:
        return
    place = state.place_of(m, text, fallback)
    scope = Scope(f"whether what reads the setting {name} imports {text} at start", place)
    world = state.world
    told = (dict(m.notes), dict(m.assumptions), dict(world.undecided), len(world.definitions))
    results = m.fork(scope, [partial(_import_module_of, m, name, text, place), _do_nothing])
    if len(world.definitions) == told[3]:
        m.notes, m.assumptions, world.undecided = told[:3]
    if isinstance(results[0], PyRaise):
        raised = results[0]
        world.undecide(place, f"whether {text} is imported at start: {raised.message} ({raised.place})")


def _import_module_of(m: Interpreter, name: str, text: str, place: Place) -> None:
    """Import a dotted path as a module, else the module that holds what it names."""
    while text:
        try:
            m.import_module(text, (None, place, f"the setting {name}"))
        except PyRaise as raised:
            if not raised.missing or not f"{text}.".startswith(f"{raised.missing}."):
                raise
            text = raised.missing.rpartition(".")[0]  # a class in it, or what that has
        else:
            return


def _do_nothing() -> None:
    return None

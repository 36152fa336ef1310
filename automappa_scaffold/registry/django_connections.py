"""``caches[...]`` and ``connections[...]``: the aliases that the settings give.

Source: ``django.utils.connection`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import django_error
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["connection_names"]

_KINDS = (
    ("CACHES", "InvalidCacheBackendError", ("django.core.cache.caches",)),
    ("DATABASES", "ConnectionDoesNotExist", ("django.db.connections", "django.db.utils.connections")),
)

_OF_CACHE = "add clear decr delete get get_many get_or_set has_key incr set set_many touch"
_IN_PROCESS = ("LocMemCache", "DummyCache")


def connection_names(settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of the handlers of connections stand for."""
    names: dict[str, Value] = {}
    for setting, error, paths in _KINDS:
        names.update(dict.fromkeys(paths, _handler(settings, setting, error)))
    names["django.core.cache.cache"] = _proxy(settings, "CACHES", _OF_CACHE)
    names["django.db.connection"] = _proxy(settings, "DATABASES", "cursor ensure_connection introspection")
    return names


def _proxy(settings: DjangoSettings, setting: str, methods: str) -> Instance:
    """Return the default connection: what is asked of it at import has to be answered."""

    def ask(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        known = m.decide(settings.value(m, setting, place))
        entry = m.decide(known.items.get("default")) if isinstance(known, DictValue) else None
        backend = m.decide(entry.items.get("BACKEND")) if isinstance(entry, DictValue) else None
        if not (isinstance(backend, str) and backend.endswith(_IN_PROCESS)):
            text = f"{place}: what {setting} names is taken to answer what is asked of it here"
            m.assumptions[text] = None
        return m.unknown("what is stored outside", place, is_foreign=True)

    cls = native_class("ConnectionProxy", module="django.utils.connection", is_open=True)
    for name in methods.split():
        cls.ns[name] = Native(name, ask, binds=True)
    return Instance(cls, Namespace(0))


def _handler(settings: DjangoSettings, setting: str, error: str) -> Instance:
    def get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        alias, known = m.decide(args[1]), m.decide(settings.value(m, setting, place))
        is_known = isinstance(alias, str) and alias != "default" and isinstance(known, DictValue)
        if is_known and known.items.get(alias, MISSING) is MISSING and not known.unknown:
            raise django_error(error, f"The connection '{alias}' doesn't exist.", place)
        return m.unknown("a connection", place, is_foreign=True)

    cls = native_class("ConnectionHandler", module="django.utils.connection", is_open=True)
    cls.ns["__getitem__"] = Native("__getitem__", get, binds=True)
    return Instance(cls, Namespace(0))

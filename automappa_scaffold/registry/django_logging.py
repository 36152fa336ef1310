"""``LOGGING``: the classes it names are imported and made before the first app.

Source: ``django.utils.log`` of Django 4.2 to 5.2, ``logging.config`` of Python 3.10 to 3.13.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import importer_here
from automappa_scaffold.source.places import Place

__all__ = ["configure_logging"]

_STANDARD = "logging.config.dictConfig"
_SECTIONS = ("formatters", "filters", "handlers")


def configure_logging(m: Interpreter, settings: DjangoSettings, place: Place) -> None:
    """Import what the logging settings name."""
    configurer = m.decide(settings.value(m, "LOGGING_CONFIG", place))
    logging = m.decide(settings.value(m, "LOGGING", place))
    if configurer is None or configurer is MISSING or not isinstance(logging, DictValue):
        return
    if isinstance(configurer, str) and configurer != _STANDARD:
        path, _, name = configurer.rpartition(".")
        module = m.import_module(path, importer_here(m, place, "LOGGING_CONFIG"))
        m.call(m.get_attribute(module, name, place), (logging,), {}, place)
        return
    for section in _SECTIONS:
        entries = m.decide(logging.items.get(section))
        for entry in entries.items.values() if isinstance(entries, DictValue) else ():
            _make(m, m.decide(entry), place)


def _make(m: Interpreter, entry: Value, place: Place) -> None:
    if not isinstance(entry, DictValue):
        return
    for key in ("()", "class"):
        path = m.decide(entry.items.get(key))
        if isinstance(path, str):
            factory = _resolve(m, path, place)
            skipped = (key, "class", "()", "level", "filters", "formatter", ".")
            options = {str(name): value for name, value in entry.items.items() if name not in skipped}
            if entry.unknown is not None:
                options["**"] = entry.unknown
            m.call(factory, (), options, place)
            return
        if path is not None and not isinstance(path, str):
            m.call(path, (), {"**": m.unknown("logging settings", place)}, place)
            return


def _resolve(m: Interpreter, path: str, place: Place) -> Value:
    """Return what a dotted path names: modules are imported as far as there are any."""
    name = ""
    found: Value = MISSING
    for part in path.split("."):
        name = f"{name}.{part}" if name else part
        inner = m.find_attribute(found, part, place) if found is not MISSING else MISSING
        found = _import(m, name, path, place) if inner is MISSING else inner
    return found


def _import(m: Interpreter, name: str, path: str, place: Place) -> Value:
    try:
        return m.import_module(name, importer_here(m, place, "LOGGING"))
    except PyRaise as raised:
        error = m.raise_("ValueError", f"Cannot resolve {path!r}: {raised.message}", place)
        error.cause = raised
        raise error from None

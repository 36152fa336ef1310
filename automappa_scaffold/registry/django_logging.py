"""``LOGGING``: the classes it names are imported and made before the first app.

Source: ``django.utils.log`` of Django 4.2 to 5.2, ``logging.config`` of Python 3.10 to 3.13.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.logging_settings import configure_logging as configure
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import has_other_libraries, importer_here
from automappa_scaffold.source.places import Place

__all__ = ["configure_logging"]

_STANDARD = "logging.config.dictConfig"


def configure_logging(m: Interpreter, settings: DjangoSettings, place: Place) -> None:
    """Import what the logging settings name."""
    configurer = m.decide(settings.value(m, "LOGGING_CONFIG", place))
    logging = m.decide(settings.value(m, "LOGGING", place))
    if configurer is None or configurer is MISSING or not isinstance(logging, DictValue):
        return
    if not logging.items and logging.unknown is None:  # as it is by default: Django passes over it
        return
    if isinstance(configurer, str) and configurer != _STANDARD:
        path, _, name = configurer.rpartition(".")
        module = m.import_module(path, importer_here(m, place, "LOGGING_CONFIG"))
        m.call(m.get_attribute(module, name, place), (logging,), {}, place)
        return
    try:
        configure(m, logging, place, "LOGGING")
    except PyRaise as raised:
        raised.is_soft = raised.is_soft and has_other_libraries(m)
        raise

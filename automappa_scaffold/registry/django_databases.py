"""The database backend, which the first model class loads.

Source: ``django.db.models.options`` and ``django.db.utils`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import MISSING, DictValue
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, importer_here
from automappa_scaffold.source.places import Place

__all__ = ["load_database_backend"]

# Which modules a backend needs one of, the last ones in the place of the first.
_DRIVERS = {
    "postgresql": ("psycopg2 or psycopg", ("psycopg2", "psycopg", "psycopg2cffi")),
    "mysql": ("MySQLdb", ("MySQLdb", "pymysql")),
    "oracle": ("oracledb", ("oracledb", "cx_Oracle")),
}


def load_database_backend(m: Interpreter, state: DjangoState, settings: DjangoSettings, place: Place) -> None:
    """Import the default database's backend, once.

    Raises:
        PyRaise: the backend is not there, or its driver is not.
    """
    if state.has_database:
        return
    state.has_database = True
    databases = m.decide(settings.value(m, "DATABASES", place))
    default = m.decide(databases.items.get("default", MISSING)) if isinstance(databases, DictValue) else None
    engine = m.decide(default.items.get("ENGINE", MISSING)) if isinstance(default, DictValue) else None
    if not isinstance(engine, str):
        return
    where = state.place_of(m, engine, place)
    m.import_module(f"{engine}.base", importer_here(m, where, f"DATABASES ENGINE {engine!r}"))
    prefix, _, kind = engine.rpartition(".")
    if prefix != "django.db.backends" or kind not in _DRIVERS:
        return
    name, modules = _DRIVERS[kind]
    if m.installed is None:
        m.assumptions[f"the database driver {name} is taken to be installed"] = None
    elif not m.installed & set(modules):
        raise django_error("ImproperlyConfigured", f"Error loading {name} module", where)

"""The database backend, which the first model class loads.

Source: ``django.db.models.options`` and ``django.db.utils`` of Django 4.2 to 5.2.
"""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, django_error, importer_here, refuse
from automappa_scaffold.source.places import Place

__all__ = ["load_database_backend", "refuse_without_database", "require_postgres"]

_UNSET = (
    "settings.DATABASES is improperly configured. Please supply the ENGINE value. "
    "Check settings documentation for more details."
)
# The backends that Django has.
_OWN = ("dummy", "mysql", "oracle", "postgresql", "sqlite3")
# Backends that Django knows by an old name.
_RENAMED = {"django.db.backends.postgresql_psycopg2": "django.db.backends.postgresql"}
# What Django writes into the settings of each database that does not have it.
_DEFAULTS = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "ENGINE": "django.db.backends.dummy",
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    **dict.fromkeys(("NAME", "USER", "PASSWORD", "HOST", "PORT"), ""),
}
_OF_TESTS = {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None}
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
    if isinstance(databases, DictValue):
        _fill_in(m, databases)
    default = m.decide(databases.items.get("default", MISSING)) if isinstance(databases, DictValue) else None
    if isinstance(databases, DictValue) and databases.items and not databases.unknown and default is MISSING:
        raise django_error("ImproperlyConfigured", "You must define a 'default' database.", place)
    engine = m.decide(default.items.get("ENGINE", MISSING)) if isinstance(default, DictValue) else None
    if not isinstance(engine, str):
        return
    where = state.place_of(m, engine, place)
    engine = _RENAMED.get(engine, engine)
    prefix, _, kind = engine.rpartition(".")
    if prefix == "django.db.backends" and kind not in _OWN:
        text = f"{engine!r} isn't an available database backend or couldn't be imported."
        raise django_error("ImproperlyConfigured", text, where)
    m.import_module(f"{engine}.base", importer_here(m, where, f"DATABASES ENGINE {engine!r}"))
    if prefix != "django.db.backends" or kind not in _DRIVERS:
        return
    if not _has_driver(m, kind):
        name = _DRIVERS[kind][0]
        raise django_error("ImproperlyConfigured", f"Error loading {name} module", where)


def refuse_without_database(m: Interpreter, settings: DjangoSettings, model: Value, place: Place) -> None:
    """Raise what asking for rows ends in, where the settings name no database, or one without tables.

    Args:
        model: whose rows are asked for; None: perhaps nothing is sent.
    """
    databases = m.decide(settings.value(m, "DATABASES", place))
    routers = m.decide(settings.value(m, "DATABASE_ROUTERS", place))
    if not isinstance(databases, DictValue) or databases.unknown is not None or m.truth(routers) is not False:
        return
    default = m.decide(databases.items.get("default", MISSING))
    engine: Value = default
    name: Value = None
    if isinstance(default, DictValue) and default.unknown is None:
        engine, name = (m.decide(default.items.get(key, MISSING)) for key in ("ENGINE", "NAME"))
    if engine == "django.db.backends.sqlite3" and name == ":memory:" and isinstance(model, Class):
        options = m.find_attribute(model, "_meta", place)
        table = MISSING if options is MISSING else m.decide(m.find_attribute(options, "db_table", place))
        shown = table if isinstance(table, str) else model.name.lower()
        raise refuse(m, "OperationalError", f"no such table: {shown}", place)
    if engine is MISSING or engine in ("", _DEFAULTS["ENGINE"]):
        text = "settings.DATABASES is improperly configured. Please supply the ENGINE value. "
        raise refuse(
            m, "ImproperlyConfigured", text + "Check settings documentation for more details.", place
        )


def _fill_in(m: Interpreter, databases: DictValue) -> None:
    """Give each database the options that Django writes into the settings."""
    for held in [*databases.items.values()]:
        given = m.decide(held)
        if not isinstance(given, DictValue):
            continue
        _set_defaults(m, given, _DEFAULTS)
        for name in ("OPTIONS", "TEST"):
            _set_defaults(m, given, {name: m.new_dict()})
        tests = m.decide(given.items.get("TEST"))
        if isinstance(tests, DictValue):
            _set_defaults(m, tests, _OF_TESTS)


def _set_defaults(m: Interpreter, given: DictValue, defaults: Mapping[str, Value]) -> None:
    if given.unknown is not None:
        return
    for name, default in defaults.items():
        if name not in given.items:
            m.store(given.items, name, default)


def require_postgres(m: Interpreter, place: Place) -> None:
    """Raise what the app ``django.contrib.postgres`` raises without its driver."""
    if not _has_driver(m, "postgresql"):
        raise m.raise_("ModuleNotFoundError", "No module named 'psycopg2'", place, missing="psycopg2")


def _has_driver(m: Interpreter, kind: str) -> bool:
    name, modules = _DRIVERS[kind]
    if m.installed is None:
        m.assumptions[f"the database driver {name} is taken to be installed"] = None
        return True
    return bool(m.installed & set(modules))

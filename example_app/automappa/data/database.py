"""Connections: one engine per process, and sessions that either read or write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from automappa.data.errors import DatabaseUnavailableError, DataError
from automappa.data.models import Base
from automappa.settings import get_settings

_SQLITE_TIMEOUT_S = 15
_CONNECT_TIMEOUT_S = 5
_SCHEMA_LOCK = 7_265_112
_engines: dict[tuple[int, str], Engine] = {}
_prepared: set[tuple[int, str]] = set()


def get_engine() -> Engine:
    """Return the engine of this process for the database of the settings."""
    settings = get_settings()
    if settings.database.startswith("sqlite"):
        settings.create_folders()
    # A worker forks, and a connection must not be used on both sides of a fork.
    key = (os.getpid(), settings.database)
    if key not in _engines:
        _engines.setdefault(key, _create_engine(settings.database))
    return _engines[key]


def _create_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        # A connection that broke while it lay in the pool is noticed and replaced.
        return create_engine(url, pool_pre_ping=True, connect_args=_limit_waiting(url))
    engine = create_engine(url, connect_args={"timeout": _SQLITE_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _limit_waiting(url: str) -> dict[str, Any]:
    # Nobody at a page waits for minutes to learn that the server is gone.
    return {"connect_timeout": _CONNECT_TIMEOUT_S} if url.startswith("postgresql") else {}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own way with transactions starts them late; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads and then writes fails at once when another wrote in between, whatever the
    # timeout. One that takes the write lock at its start waits for it.
    writes = connection.get_execution_options().get("automappa_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def read_session() -> Iterator[Session]:
    """Give a session for reading; what is changed in it is lost."""
    with _tell_outages(), Session(get_engine()) as session:
        yield session


@contextmanager
def write_session() -> Iterator[Session]:
    """Give a session whose changes are stored together at the end, or not at all."""
    engine = get_engine().execution_options(automappa_writes=True)
    with _tell_outages(), Session(engine) as session, session.begin():
        yield session


@contextmanager
def _tell_outages() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        # The driver's own words; the statement and its values are nobody's business.
        raise DatabaseUnavailableError(f"the database cannot be used: {error.orig}") from error
    except TimeoutError as error:
        raise DatabaseUnavailableError("the database cannot be used: all connections are busy") from error


def create_tables() -> None:
    """Create the tables that are missing; several processes may do so at once.

    Raises:
        DataError: tables of another version of the app are there.
    """
    key = (os.getpid(), get_settings().database)
    if key in _prepared:
        return
    with write_session() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
        Base.metadata.create_all(session.connection())
        _check_columns(session.connection())
    _prepared.add(key)


def _check_columns(connection: Connection) -> None:
    # A table that is there already is not changed, even if it was made by another version of the app.
    inspector = inspect(connection)
    for table in Base.metadata.sorted_tables:
        there = {column["name"] for column in inspector.get_columns(table.name)}
        missing = sorted({column.name for column in table.columns} - there)
        if missing:
            raise DataError(
                f"the database was made by another version of the app: table {table.name} lacks "
                f"{', '.join(missing)}. Move it away or name another one with AUTOMAPPA_DATABASE_URL, "
                "and load the samples again"
            )


def close_engines() -> None:
    """Close the connections of this process."""
    _prepared.clear()
    for process_id, url in list(_engines):
        engine = _engines.pop((process_id, url))
        # Closing a connection that the parent opened would close the parent's.
        engine.dispose(close=process_id == os.getpid())

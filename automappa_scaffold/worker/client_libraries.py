"""Which client libraries an app's broker and result store need and the interpreter lacks.

Copied beside the start-up check and run in the app's interpreter: standard library only. It looks for modules
and imports none but their parents; nothing is connected to.
"""

from __future__ import annotations

import importlib.util
from typing import Any

__all__ = ["lacking_libraries"]

# By the scheme of a URL: modules of which one has to be there. Schemes that need none are not listed.
BROKERS = {
    "redis": ("redis",),
    "rediss": ("redis",),
    "sentinel": ("redis",),
    "sqs": ("boto3",),
    "mongodb": ("pymongo",),
    "zookeeper": ("kazoo",),
    "sqla": ("sqlalchemy",),
    "sqlalchemy": ("sqlalchemy",),
    "consul": ("consul",),
    "etcd": ("etcd",),
    "kafka": ("confluent_kafka",),
    "confluentkafka": ("confluent_kafka",),
    "azureservicebus": ("azure.servicebus",),
    "azurestoragequeues": ("azure.storage.queue",),
    "gcpubsub": ("google.cloud.pubsub_v1",),
    "qpid": ("qpid",),
    "pyro": ("Pyro4",),
    "librabbitmq": ("librabbitmq",),
    "slmq": ("softlayer_messaging",),
}
STORES = {
    "redis": ("redis",),
    "rediss": ("redis",),
    "sentinel": ("redis",),
    "mongodb": ("pymongo",),
    "db": ("sqlalchemy",),
    "database": ("sqlalchemy",),
    "elasticsearch": ("elasticsearch",),
    "cassandra": ("cassandra",),
    "couchbase": ("couchbase",),
    "couchdb": ("pycouchdb",),
    "cosmosdbsql": ("azure.cosmos", "pydocumentdb"),
    "consul": ("consul",),
    "dynamodb": ("boto3",),
    "s3": ("boto3",),
    "azureblockblob": ("azure.storage.blob",),
    "arangodb": ("pyArango",),
    "gs": ("google.cloud.storage",),
    "gcs": ("google.cloud.storage",),
    "django-db": ("django_celery_results",),
    "django-cache": ("django_celery_results",),
    "memcached": ("pylibmc", "memcache"),
}
# By the name of a database in SQLAlchemy's URLs, with the driver where the URL names one.
DATABASES = {
    "postgresql": ("psycopg2", "psycopg"),
    "postgresql+psycopg2": ("psycopg2",),
    "postgresql+psycopg": ("psycopg",),
    "postgresql+pg8000": ("pg8000",),
    "postgresql+asyncpg": ("asyncpg",),
    "mysql": ("MySQLdb", "pymysql"),
    "mysql+mysqldb": ("MySQLdb",),
    "mysql+pymysql": ("pymysql",),
    "mysql+mysqlconnector": ("mysql.connector",),
    "oracle": ("cx_Oracle", "oracledb"),
    "mssql+pyodbc": ("pyodbc",),
}


def lacking_libraries(conf: Any) -> list[list[str]]:
    """Return pairs of a module that is missing and of what needs it: ``["redis", "broker"]``.

    Args:
        conf: the app's settings, as they are written: not what the start-up check replaces them with.
    """
    found: list[list[str]] = []
    for key in ("broker_read_url", "broker_write_url", "broker_url"):
        for url in _urls(conf, key):
            _add(found, BROKERS.get(_scheme(url)), "broker")
    for url in _urls(conf, "result_backend"):
        scheme = _scheme(url)
        _add(found, STORES.get(scheme), "result store")
        database = url.split("+", 1)[1] if scheme == "db" and "+" in url else ""
        _add(found, DATABASES.get(database.split(":", 1)[0]), "result store")
    return found


def _urls(conf: Any, key: str) -> list[str]:
    try:
        value = conf.first(key)
    except Exception:  # settings are the app's objects
        return []
    values = value if isinstance(value, (list, tuple)) else str(value or "").split(";")
    return [str(one) for one in values if one]


def _scheme(url: str) -> str:
    name = url.split(":", 1)[0].lower()
    if name.startswith("cache+"):
        return "memcached" if name == "cache+memcached" or name == "cache+pylibmc" else ""
    return name.split("+", 1)[0]


def _add(found: list[list[str]], modules: tuple[str, ...] | None, what: str) -> None:
    if not modules or any(_is_there(module) for module in modules):
        return
    if [modules[0], what] not in found:
        found.append([modules[0], what])


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except Exception:  # a parent that is no package, or that fails
        return False

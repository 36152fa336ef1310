"""The same app on RabbitMQ, Redis and PostgreSQL, set by environment variables alone."""

import json
import os
import socket
import uuid

import pytest
from sqlalchemy import func, select

from automappa.data.database import read_session
from automappa.data.models import ClusterMedian, Matrix, TraceSet

_PORTS = {"RabbitMQ": 5672, "Redis": 6379, "PostgreSQL": 5432}
_BROKER = "amqp://guest:guest@127.0.0.1:5672//"
_RESULTS = "redis://127.0.0.1:6379/0"


def _give_up(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and in CI it must be there")
    pytest.skip(reason)


def _require_services() -> None:
    for module in ("redis", "psycopg"):
        try:
            __import__(module)
        except ModuleNotFoundError:
            _give_up(f"package {module} is not installed (extra prod)")
    for name, port in _PORTS.items():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            _give_up(f"{name} does not answer on port {port}")


@pytest.fixture(scope="session")
def scratch():
    """A name that nobody else uses on these servers, and a database of this name."""
    _require_services()
    import psycopg

    name = f"automappa_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect("host=127.0.0.1 user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    _delete_results(name)
    _delete_queues(name)


def _delete_results(prefix: str) -> None:
    import redis

    with redis.Redis.from_url(_RESULTS) as client:
        for key in client.scan_iter(f"{prefix}*", count=1000):
            client.delete(key)


def _delete_queues(prefix: str) -> None:
    import kombu

    with kombu.Connection(_BROKER) as connection:
        for name in (f"{prefix}-celery", f"{prefix}-heavy"):
            connection.default_channel.queue_delete(name)
            connection.default_channel.exchange_delete(name)


@pytest.fixture(scope="session")
def production(tmp_path_factory, make_deployment, scratch):
    folder = tmp_path_factory.mktemp("production")
    settings = {
        "AUTOMAPPA_STATE_DIR": str(folder / "state"),
        "AUTOMAPPA_BROKER_URL": _BROKER,
        "AUTOMAPPA_RESULT_URL": _RESULTS,
        "AUTOMAPPA_DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:5432/{scratch}",
        "AUTOMAPPA_QUEUE_PREFIX": f"{scratch}-",
    }
    with make_deployment(folder, f"{scratch}@test", settings) as deployment:
        yield deployment


def test_banner_and_inspect_report_exactly_the_eight_tasks(production, eight_names):
    assert production.read_banner_tasks() == eight_names
    command = ["-m", "celery", "-A", "automappa.tasks.queue", "inspect", "registered", "--json"]
    answer = json.loads(production.run(*command, "--timeout", "5", "--destination", production.node))
    assert sorted(answer[production.node]) == eight_names


def test_pipeline_leaves_its_results_in_postgresql(production, small_files, use_environment):
    files = ["--metagenome", small_files.metagenome, "--binning", small_files.binning]
    files += ["--markers", small_files.markers]
    production.run("-m", "automappa", "load", "small", *map(str, files))
    printed = production.run("-m", "automappa", "pipeline", "small")
    assert len(printed.splitlines()) == 8
    use_environment(production.environment)
    with read_session() as session:
        assert session.get_bind().dialect.name == "postgresql"
        assert session.scalar(select(func.count()).select_from(Matrix)) == 5
        assert session.scalar(select(func.count()).select_from(ClusterMedian)) == 3 * 2
        assert session.scalar(select(func.count()).select_from(TraceSet)) == 2


def test_nothing_is_written_into_the_embedded_broker(production):
    assert not list((production.folder / "state" / "messages").glob("*"))

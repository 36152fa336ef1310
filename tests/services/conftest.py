"""Real brokers, used under names of our own and left as they were found."""

import importlib
import os
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

AMQP = "amqp://guest:guest@127.0.0.1:5672//"
REDIS = "redis://127.0.0.1:6379/11"
_PORTS = {"RabbitMQ": 5672, "Redis": 6379}


def require(name: str) -> None:
    """Skip, or in CI fail, where a server does not answer."""
    try:
        socket.create_connection(("127.0.0.1", _PORTS[name]), timeout=2).close()
    except OSError:
        reason = f"{name} does not answer on port {_PORTS[name]}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and in CI it must be there")
        pytest.skip(reason)


@pytest.fixture
def scratch() -> Iterator[str]:
    """A prefix of queues, exchanges and keys that nobody else uses; what bears it is deleted."""
    name = f"automappa_verify_{uuid.uuid4().hex[:12]}"
    yield name
    delete_queues(name)
    delete_keys(name)


def delete_queues(prefix: str) -> None:
    """Delete our queues and exchanges."""
    kombu: Any = importlib.import_module("kombu")
    with kombu.Connection(AMQP, connect_timeout=2) as connection:
        try:
            connection.connect()
        except connection.connection_errors:
            return
        for name in (f"{prefix}-celery", f"{prefix}-heavy", f"{prefix}-control.pidbox"):
            connection.default_channel.queue_delete(name)
            connection.default_channel.exchange_delete(name)
        connection.default_channel.exchange_delete(f"reply.{prefix}-control.pidbox")


def delete_keys(prefix: str) -> None:
    """Delete our keys."""
    redis = pytest.importorskip("redis")
    with redis.Redis.from_url(REDIS) as client:
        try:
            keys = list(client.scan_iter(f"*{prefix}*", count=1000))
        except redis.exceptions.ConnectionError:
            return
        for key in keys:
            client.delete(key)
        deadlines = "_kombu.binding_deadlines"
        if client.type(deadlines) == b"zset":
            client.zrem(
                deadlines, *[name for name in client.zrange(deadlines, 0, -1) if prefix in str(name)], ""
            )

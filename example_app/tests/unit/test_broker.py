"""The embedded broker."""

import pytest
from kombu import Connection

from automappa.conf import celeryconfig
from automappa.settings import get_settings


@pytest.fixture
def connection(monkeypatch):
    settings = get_settings()
    settings.create_folders()
    monkeypatch.setattr("tempfile.tempdir", str(settings.state_dir / "tmp"))
    assert celeryconfig.imports  # it is this module that chooses the transport
    with Connection(settings.broker, transport_options=settings.broker_transport_options()) as connection:
        yield connection


def test_a_message_is_not_seen_before_it_is_written(connection):
    sender, receiver = connection.channel(), connection.channel()
    seen = []

    class Observer:
        def __json__(self):
            # Called while the message is on its way into its file.
            seen.append(receiver._size("queue"))
            return "observed"

    sender._put("queue", {"by": Observer()})
    assert seen == [0]
    assert receiver._size("queue") == 1
    assert receiver._get("queue") == {"by": "observed"}

"""What is said of brokers."""

from pathlib import Path

import pytest

from automappa_scaffold.worker.broker_errors import broken_broker, without_password


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("amqp://guest:s3cret@host:5672//", "amqp://guest:**@host:5672//"),
        ("redis://:s3cret@host/0 is down", "redis://:**@host/0 is down"),
        ("amqp://u:s3@cret@host//", "amqp://u:**@host//"),
        ("amqp://a:s3cret@one//;amqp://b:s3cret@two//", "amqp://a:**@one//;amqp://b:**@two//"),
        ("sqla+postgresql://u:s3cret@host/db", "sqla+postgresql://u:**@host/db"),
        ("amqp://host//", "amqp://host//"),
    ],
)
def test_no_password_of_a_url_is_shown(text: str, shown: str) -> None:
    assert without_password(text) == shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("OperationalError x ConnectionRefusedError [Errno 111]", "refuses the connection"),
        ("OperationalError AccessRefused (403) ACCESS_REFUSED", "refuses the user name or the password"),
        ("AuthenticationError Authentication required.", "refuses the user name or the password"),
        ("ConnectionError Error while reading: SSLError wrong version", "do not agree on TLS"),
        ("TimeoutError timed out", "does not answer"),
        ("gaierror Name or service not known", "cannot be found"),
        ("ImportError Missing redis library", "needs a library that /app/python lacks"),
        ("Whatever", "cannot be used"),
    ],
)
def test_an_error_is_told_by_what_it_came_from(words: str, said: str) -> None:
    error = {"words": words, "type": "Error", "message": "at redis://:s3cret@host/0"}
    told = broken_broker("redis://:**@host/0", error, Path("/app/python"))
    assert said in told.message
    assert "s3cret" not in told.message
    assert told.hint

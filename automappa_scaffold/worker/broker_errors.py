"""What is wrong with a broker, in words that name it without its password."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from automappa_scaffold.errors import WorkerError

__all__ = ["BrokerError", "broken_broker", "silent_broker", "without_password"]

_PASSWORD = re.compile(r"(?P<head>[\w+]+://[^\s:/@]*:)[^\s;,]*@")

# The types and messages of errors speak of a kind of failure; the first kind that fits counts.
_SIGNS = (
    ("login", ("accessrefused", "access_refused", "authenticationerror", "wrongpass", "noauth", "noperm")),
    ("login", ("invalid password", "invalid username", "authentication required", "login was refused")),
    ("tls", ("ssl", "tls", "certificate")),
    ("refused", ("connectionrefused", "connection refused", "errno 111", "errno 61")),
    ("address", ("gaierror", "name or service not known", "name resolution", "nodename nor servname")),
    ("timeout", ("timed out", "timeouterror")),
    ("closed", ("connection reset", "connectionreset", "server unexpectedly closed", "socket closed")),
    ("closed", ("broken pipe", "connection closed", "connectionforced", "eof")),
    ("fanout", ("no fanout",)),
    ("vhost", ("notallowed", "not_allowed", "vhost")),
    ("library", ("modulenotfounderror", "importerror")),
)
_SAYINGS = {
    "login": "refuses the user name or the password",
    "tls": "and this side do not agree on TLS",
    "refused": "refuses the connection: nothing listens there",
    "address": "cannot be found: the host has no address",
    "timeout": "does not answer",
    "closed": "closes the connection at once",
    "fanout": "cannot carry questions to workers",
    "vhost": "does not let this user into the virtual host",
}
_HINTS = {
    "login": "Correct the broker URL of the app, or the variable or env-file that it comes from.",
    "tls": "See whether the port speaks TLS, and the scheme (amqps://, rediss://) and broker_use_ssl say so.",
    "fanout": "Verify one start-up instead (without --live), or a worker's log (--log).",
}
_HINT = "Is the broker up, and is this its address as seen from here? env-file may hold another one."


class BrokerError(WorkerError):
    """The broker cannot be used, now."""


def silent_broker(broker: str, waited_s: float) -> BrokerError:
    """Return the error of a broker that takes a connection and says nothing."""
    text = f"The broker {broker} takes the connection and stays silent (waited {waited_s:g} seconds)."
    hint = f"{_HINT} A port that speaks TLS is silent to plain text, and the other way round."
    return BrokerError(text, hint=hint)


def broken_broker(broker: str, error: Mapping[str, Any], python: Path) -> WorkerError:
    """Return the error of a broker that cannot be used.

    Args:
        error: its ``type`` and ``message``, and the ``words`` of all the errors that it came from.
        python: the app's interpreter.
    """
    said = without_password(" ".join(str(error["message"]).split()))
    name, kind = broker or "of the app", _kind_of(str(error["words"]))
    if kind == "library":
        return WorkerError(
            f"The broker {name} needs a library that {python} lacks: {said}.",
            hint="Install it there, or set worker-python to the Python that has it.",
        )
    text = f"The broker {name} {_SAYINGS.get(kind, 'cannot be used')}"
    return BrokerError(
        f"{text} ({error['type']}: {said})." if said else f"{text}.", hint=_HINTS.get(kind, _HINT)
    )


def without_password(text: str) -> str:
    """Return a text without the passwords of the URLs in it."""
    return _PASSWORD.sub(lambda found: f"{found['head']}**@", text)


def _kind_of(words: str) -> str:
    lower = words.lower()
    return next((kind for kind, signs in _SIGNS if any(sign in lower for sign in signs)), "other")

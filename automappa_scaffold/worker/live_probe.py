"""Asks the running workers of an app what they registered, in the app's own interpreter.

usage: python live_probe.py REQUESTS_FD ANSWERS_FD APP

Standard library and the app's Celery only, as for the start-up check. Each line of JSON that is read is a
round of questions; each line that is written is a stage that was reached or the answer. The protocol is that
of ``celery inspect`` (kombu's pidbox), with both questions asked at once and a stop when enough nodes have
answered.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import json
import math
import os
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

COMMANDS = {"registered": {"taskinfoitems": ["queue"]}, "active_queues": {}}
# Whoever answers right behind the last node that was waited for is heard as well.
LINGER_S = 0.1
# A node that is busy has one more question to answer each time, so it is not asked often.
FIRST_PAUSE_S = 3.0
LONGEST_PAUSE_S = 12.0
POLLING_S = 0.05
QUEUE_MARK = " [queue="
MAX_TEXT = 500
MAX_CHAIN = 10


class Asker:
    """One connection to an app's broker."""

    def __init__(self, app: Any, answers: Any) -> None:
        self.app = app
        self.answers = answers
        self.connection: Any = None

    def tell(self, content: dict[str, Any]) -> None:
        """Write one line."""
        self.answers.write(json.dumps(content) + "\n")
        self.answers.flush()

    def connect(self, timeout_s: float) -> None:
        """Connect to the broker, once."""
        if self.connection is not None:
            return
        self.tell({"stage": "configure", "broker": self._configured_broker()})
        connection = self.app.connection_for_write(connect_timeout=timeout_s)
        try:
            types = connection.transport.implements.exchange_type
            can_ask = "fanout" in types
        except AttributeError:
            can_ask = True
        if not can_ask:
            raise NotImplementedError("this transport has no fanout, so nobody can ask its workers")
        # Its libraries are loaded: what takes time from here on is the broker.
        self.tell({"stage": "connect", "broker": connection.as_uri()})
        connection.connect()
        connection.channel().close()
        interval = getattr(connection.transport, "polling_interval", None)
        if isinstance(interval, (int, float)) and interval > POLLING_S:
            connection.transport.polling_interval = POLLING_S
        self.connection = connection
        self.tell({"stage": "ask", "broker": connection.as_uri()})

    def _configured_broker(self) -> str:
        """Return the URL of the settings, without its password; a connection may not come about."""
        try:
            url = self.app.conf.broker_write_url
            urls = [url] if isinstance(url, str) else list(url)
            return ";".join(importlib.import_module("kombu.utils.url").sanitize_url(one) for one in urls)
        except Exception:  # settings are the app's own
            return ""

    def close(self) -> None:
        """Give the connection up."""
        connection, self.connection = self.connection, None
        try:
            if connection is not None:
                connection.close()
        except Exception:  # it may be broken already
            return

    def ask(
        self, wanted: int, timeout_s: float, deliver: Callable[[dict[str, dict[str, Any]]], None]
    ) -> None:
        """Deliver each node's answers, when ``wanted`` nodes gave theirs or the time is up."""
        kombu: Any = importlib.import_module("kombu")
        mailbox = self.app.control.mailbox
        found: dict[str, dict[str, Any]] = {}
        with self.connection.channel() as channel:
            tickets = {kombu.uuid(): command for command in COMMANDS}
            queue = mailbox.get_reply_queue()(channel)
            queue.declare()
            consumer = kombu.Consumer(channel, [queue], accept=mailbox.accept, no_ack=True)
            consumer.register_callback(functools.partial(self._take, tickets, found))
            with consumer:
                producer = kombu.Producer(channel, auto_declare=False)
                deadline = time.monotonic() + timeout_s

                def publish() -> None:
                    for ticket, command in tickets.items():
                        self._publish(producer, mailbox, command, ticket, deadline - time.monotonic())

                self._drain(found, wanted, deadline, publish)
                with contextlib.suppress(Exception):  # it goes by itself when the connection ends
                    channel.after_reply_message_received(queue.name)
                # Nothing is left on the broker now. Redis takes a second more to let go of a channel.
                deliver(found)

    def _publish(self, producer: Any, mailbox: Any, command: str, ticket: str, timeout_s: float) -> None:
        message = {
            "method": command,
            "arguments": COMMANDS[command],
            "destination": None,
            "pattern": None,
            "matcher": None,
            "ticket": ticket,
            "reply_to": {"exchange": mailbox.reply_exchange.name, "routing_key": mailbox.oid},
        }
        producer.publish(
            message,
            exchange=mailbox.exchange.name,
            declare=[mailbox.exchange],
            headers={"clock": self.app.clock.forward(), "expires": time.time() + timeout_s},
            serializer=mailbox.serializer,
        )

    def _take(
        self, tickets: dict[str, str], found: dict[str, dict[str, Any]], body: Any, message: Any
    ) -> None:
        command = tickets.get(str((message.headers or {}).get("ticket")))
        if command is not None and isinstance(body, dict):
            for node, reply in body.items():
                found.setdefault(str(node), {})[command] = reply

    def _drain(
        self, found: dict[str, dict[str, Any]], wanted: int, deadline: float, publish: Callable[[], None]
    ) -> None:
        is_lingering = False
        asked_at, pause_s = -math.inf, FIRST_PAUSE_S
        while (left := deadline - time.monotonic()) > 0:
            # A worker that comes up later has not got the question: ask again as long as some are missing.
            if not is_lingering and (
                asked_at == -math.inf or (wanted and time.monotonic() > asked_at + pause_s)
            ):
                pause_s = FIRST_PAUSE_S if asked_at == -math.inf else min(pause_s * 2, LONGEST_PAUSE_S)
                asked_at = time.monotonic()
                publish()
            complete = sum(len(replies) == len(COMMANDS) for replies in found.values())
            if wanted and complete >= wanted and not is_lingering:
                is_lingering = True
                deadline = min(deadline, time.monotonic() + LINGER_S)
                continue
            try:
                self.connection.drain_events(timeout=min(left, pause_s) if wanted else left)
            except socket.timeout:  # noqa: UP041 - not the same before Python 3.10
                continue

    def answer(self, wanted_names: list[str], found: dict[str, dict[str, Any]]) -> None:
        """Tell what the nodes said, and where messages go."""
        nodes, queues = describe_nodes(found)
        names = sorted({*wanted_names, *(name for one in nodes.values() for name in one["tasks"] or ())})
        self.tell({"nodes": nodes, "routes": self.routes(names, queues)})

    def routes(self, names: list[str], queues: dict[str, str]) -> dict[str, str | None]:
        """Return the queue that each task's messages go to, None where it cannot be told."""
        return {name: self._route(name, queues.get(name)) for name in names}

    def _route(self, name: str, queue: str | None) -> str | None:
        try:
            options = self.app.amqp.router.route({"queue": queue} if queue else {}, name)
            target = options.get("queue")
            return None if target is None else str(getattr(target, "name", target))
        except Exception:  # a router is the app's own code
            return None


def describe_nodes(found: dict[str, dict[str, Any]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what each node registered and takes from, and the queues that tasks name themselves."""
    nodes: dict[str, Any] = {}
    queues: dict[str, str] = {}
    for node, replies in found.items():
        registered, active = replies.get("registered"), replies.get("active_queues")
        names = None
        if isinstance(registered, list):
            names = []
            for text in map(str, registered):
                name, mark, rest = text.partition(QUEUE_MARK)
                names.append(name)
                if mark:
                    queues[name] = rest[:-1]
        taken = (
            [str(one.get("name")) for one in active if isinstance(one, dict)]
            if isinstance(active, list)
            else None
        )
        nodes[node] = {"tasks": names, "queues": sorted(taken) if taken else None}
    return nodes, queues


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return an error with all that it came from, for the other side to tell what kind of failure it is."""
    chain: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(chain) < MAX_CHAIN:
        chain.append(current)
        current = current.__cause__ or current.__context__
    words = " ".join(f"{type(one).__name__} {str(one)[:MAX_TEXT]}" for one in chain)
    return {"words": words, "type": type(error).__name__, "message": str(error)[:MAX_TEXT]}


def serve(asker: Asker, requests: Any) -> None:
    """Answer rounds of questions until there are no more."""
    for line in requests:
        request = json.loads(line)
        timeout_s = float(request["timeout"])
        try:
            asker.connect(max(timeout_s, 1.0))
            asker.ask(int(request["nodes"]), timeout_s, functools.partial(asker.answer, request["names"]))
        except Exception as error:  # whatever a transport raises is told, and the next round is asked
            asker.close()
            asker.tell({"error": describe_error(error)})


def load_app(name: str) -> Any:
    """Return the app as the celery command finds it."""
    from celery.app.utils import find_app
    from celery.utils.imports import cwd_in_path

    with cwd_in_path():
        app = find_app(name)
        app.conf.broker_url  # noqa: B018 - settings are read while the folder is on the module path
        app.amqp.router  # noqa: B018
    return app


def main() -> None:
    """Load the app, then answer."""
    requests = os.fdopen(int(sys.argv[1]), "r", encoding="utf-8")
    answers = os.fdopen(int(sys.argv[2]), "w", encoding="utf-8")
    name = sys.argv[3]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(sys.executable)
    sys.dont_write_bytecode = True
    asker = Asker(None, answers)
    try:
        import celery

        asker.app = load_app(name)
    except BaseException as error:  # sys.exit of an app's module as well
        import importlib.util

        spec: Any = importlib.util.spec_from_file_location("probe", os.path.join(here, "probe.py"))
        probe = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(probe)
        asker.tell({"chain": probe.Probe("").describe_chain(error), "has_celery": "celery" in sys.modules})
        os._exit(1)
    asker.tell({"stage": "loaded", "celery": celery.__version__})
    serve(asker, requests)
    asker.close()
    os._exit(0)


if __name__ == "__main__":
    main()

"""What the proofs of rules ask of a real worker. Imported by the ``proof.py`` of a rule's folder."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery, signals
from celery.contrib.testing.worker import start_worker


@contextmanager
def real_worker(app: Celery) -> Iterator[Any]:
    """Run a worker of one thread in this process, with broker and results in memory."""
    app.conf.update(
        broker_url="memory://",
        result_backend="cache+memory://",
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=False,
    )
    logging.disable(logging.CRITICAL)
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=10) as worker:
        yield worker


def run_task(app: Celery, name: str, *args: object) -> tuple[str, object]:
    """Return what a call of a task by its name ends with: its state, and its result or error."""
    with real_worker(app):
        result = app.send_task(name, args)
        value = result.get(timeout=20, propagate=False)
        return result.state, value


def accepted_names(app: Celery) -> tuple[set[str], set[str]]:
    """Return the tasks that a started worker shows, and those whose messages it accepts."""
    accepted: set[str] = set()

    def look(sender: Any, **_: object) -> None:
        accepted.update(sender.strategies)

    signals.worker_ready.connect(look, weak=False)
    with real_worker(app):
        shown = {name for name in app.tasks if not name.startswith("celery.")}
    return shown, {name for name in accepted if not name.startswith("celery.")}

"""What the proofs of rules ask of a real worker. Imported by the ``proof.py`` of a rule's folder."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Celery, signals
from celery.contrib.testing.worker import start_worker
from celery.worker import state


def configure(app: Celery) -> None:
    """Give an app a broker and results in memory, and silence its log."""
    app.conf.update(
        broker_url="memory://",
        result_backend="cache+memory://",
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=False,
    )
    logging.disable(logging.CRITICAL)


@contextmanager
def real_worker(app: Celery) -> Iterator[Any]:
    """Run a worker in a thread of this process."""
    configure(app)
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=120) as worker:
        yield worker


def run_task(app: Celery, name: str, *args: object) -> tuple[str, object]:
    """Return what a call of a task by its name ends with: its state, and its result or error."""
    with real_worker(app):
        result = app.send_task(name, args)
        value = result.get(timeout=300, propagate=False)
        return result.state, value


def accepted_names(app: Celery) -> tuple[set[str], set[str]]:
    """Return the tasks that a started worker shows, and those whose messages it accepts."""
    accepted: set[str] = set()

    def look(sender: Any, **_: object) -> None:
        accepted.update(sender.strategies)
        state.should_stop = 0

    # Connected last, it is called after the app's own handlers.
    signals.worker_ready.connect(look, weak=False)
    configure(app)
    app.Worker(pool="solo", quiet=True, without_gossip=True, without_mingle=True).start()
    return set(app.tasks), accepted

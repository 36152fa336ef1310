"""Many nodes in one process: each answers as a worker does, with Celery's own handlers, and runs no task.

usage: python light_nodes.py APP QUEUE DELAY_S NODE...

The last node waits DELAY_S seconds before it answers. Prints ``listening``, then when each answer was sent.
"""

import functools
import sys
import time
from types import SimpleNamespace
from typing import Any

from celery.app.utils import find_app
from celery.utils.collections import AttributeDict
from celery.worker.control import Panel

sys.path.insert(0, "")
app = find_app(sys.argv[1])
app.loader.import_default_modules()
app.finalize()


class Slow(dict[str, Any]):
    """Handlers that wait before they answer."""

    def __getitem__(self, name: str) -> Any:
        time.sleep(float(sys.argv[3]))
        return super().__getitem__(name)


def answer(node: Any, body: Any, message: Any) -> None:
    """Answer a question, and print when that was done."""
    node.handle_message(body, message)
    print(time.time(), flush=True)


def main() -> None:
    """Listen until the process is ended."""
    queue = app.amqp.queues[sys.argv[2]]
    names = sys.argv[4:]
    with app.connection_for_read() as connection:
        for name in names:
            consumer = SimpleNamespace(task_consumer=SimpleNamespace(queues=[queue]))
            state = AttributeDict(app=app, hostname=name, consumer=consumer, tset=set)
            handlers = Slow(Panel.data) if name == names[-1] else dict(Panel.data)
            node = app.control.mailbox.Node(
                name, state=state, handlers=handlers, channel=connection.channel()
            )
            node.listen(callback=functools.partial(answer, node))
        print("listening", flush=True)
        while True:
            connection.drain_events()


main()

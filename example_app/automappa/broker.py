"""The embedded broker: kombu's filesystem transport, with messages that appear whole."""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils import json


class Channel(filesystem.Channel):
    """Writes a message under a name that no queue has, then renames it.

    kombu writes it under its own name; a worker that looks at that moment reads an empty message, and ends.
    """

    # kombu's two base classes call the message by different names.
    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        number = uuid4()
        unfinished = os.path.join(self.data_folder_out, f"{number}.new")
        with open(unfinished, "w", encoding="utf-8") as file:
            file.write(json.dumps(payload))
        name = f"{round(monotonic() * 1000)}_{number}.{queue}.msg"
        os.replace(unfinished, os.path.join(self.data_folder_out, name))


class Transport(filesystem.Transport):
    """The filesystem transport with this channel."""

    Channel = Channel


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task that a worker has, or whose message waits; `arguments` is JSON."""

    task_id: str
    name: str
    arguments: str


def iter_messages(folder: Path) -> Iterator[HeldTask]:
    """Yield the tasks whose messages wait in the broker's folder."""
    for path in folder.glob("*.msg"):
        try:
            message = json.loads(path.read_text(encoding="utf-8"))
            headers = message["headers"]
            arguments, *_ = json.loads(base64.b64decode(message["body"]))
            yield HeldTask(headers["id"], headers["task"], json.dumps(arguments))
        except (OSError, ValueError, KeyError, TypeError):
            # A worker has just taken it, or it is an order to a worker.
            continue

"""The badge that shows whether the worker answers."""

import os

from automappa.tasks import queue

if os.environ.get("AUTOMAPPA_BADGE", "on") == "on":

    @queue.task(bind=True)
    def set_badge_color(self, color: str) -> str:
        return color

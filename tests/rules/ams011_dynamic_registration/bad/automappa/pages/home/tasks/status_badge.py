"""The badge that shows whether the worker answers."""

import shutil

from automappa.tasks import queue

if shutil.disk_usage("/").total > 0:

    @queue.task(bind=True)
    def set_badge_color(self, color: str) -> str:
        return color

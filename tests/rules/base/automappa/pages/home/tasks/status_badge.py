"""The badge that shows whether the worker answers."""

from automappa.tasks import queue


@queue.task(bind=True)
def set_badge_color(self, color: str) -> str:
    return color

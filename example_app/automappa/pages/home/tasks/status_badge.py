"""The task behind the status badge of the home page."""

import time

from automappa.settings import get_settings
from automappa.tasks import queue


@queue.task(bind=True)
def set_badge_color(self, color: str) -> str:
    """Return the colour for the badge after a pause long enough to watch the badge change."""
    time.sleep(get_settings().badge_delay_s)
    return color

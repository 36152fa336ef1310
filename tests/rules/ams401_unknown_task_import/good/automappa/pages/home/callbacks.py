"""What the buttons of the home page do."""

import os.path
from typing import TYPE_CHECKING

from automappa import tasks
from automappa.pages.mag_summary.tasks import count_contigs, quality

if TYPE_CHECKING:
    from automappa.tasks import Nothing

try:
    from automappa.tasks import old_ping as ping
except ImportError:
    from automappa.tasks import ping


def there():
    from automappa.pages.home.tasks import set_badge_color

    return set_badge_color.delay("green")


def a_submodule():
    return quality.summarize.delay("a")


def renamed_on_import():
    from automappa.pages.home.tasks import set_badge_color as paint

    return paint.delay("red")


def either():
    return ping.delay()


def guarded():
    return tasks.new_ping.delay() if hasattr(tasks, "new_ping") else tasks.ping.delay()


def expected():
    try:
        return tasks.newer_ping.delay()
    except AttributeError:
        return tasks.ping.delay()


def other_things(name="x"):
    tasks = {"x": os.path}
    return tasks[name].join("a", "b")


def typed(value: "Nothing | None" = None):
    return count_contigs.delay(str(value))

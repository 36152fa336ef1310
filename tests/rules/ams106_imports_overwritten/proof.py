"""The list of the settings module is gone, and with it the tasks of its other modules."""

from automappa.conf import celeryconfig


def prove(app, names):
    assert "automappa.pages.mag_summary.tasks" in celeryconfig.imports
    assert app.conf.imports == ("automappa.pages.home.tasks",)
    assert names == ["automappa.pages.home.tasks.status_badge.set_badge_color", "automappa.tasks.ping"]

"""Two modules of one file, each with a task of its own."""

import sys


def prove(app, names):
    right = sys.modules["automappa.pages.home.tasks.status_badge"]
    wrong = sys.modules["pages.home.tasks.status_badge"]
    assert right.__file__ == wrong.__file__
    assert right.set_badge_color is not wrong.set_badge_color
    assert {right.set_badge_color.name, wrong.set_badge_color.name} <= set(names)
    assert right.set_badge_color.name == "automappa.pages.home.tasks.status_badge.set_badge_color"
    assert wrong.set_badge_color.name == "pages.home.tasks.status_badge.set_badge_color"

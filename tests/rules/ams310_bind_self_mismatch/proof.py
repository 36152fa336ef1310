"""``delay`` raises TypeError where it is called."""

import pytest


def prove(app, names):
    for name, args in [
        ("automappa.pages.mag_summary.tasks.cover.count_contigs", ()),
        ("automappa.pages.home.tasks.status_badge.set_badge_color", ("green",)),
    ]:
        with pytest.raises(TypeError, match="argument"):
            app.tasks[name].delay(*args)

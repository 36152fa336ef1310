"""The task is called after the decorator's module and inner function."""


def prove(app, names):
    assert "automappa.timing.wrapper" in names
    assert "automappa.pages.mag_summary.tasks.cover.count_contigs" not in names

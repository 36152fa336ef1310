"""The worker starts, and the tasks of the pages are not there."""


def prove(app, names):
    assert names == ["automappa.tasks.ping"]

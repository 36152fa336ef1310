"""The worker starts with the tasks of its own module alone."""


def prove(app, names):
    assert names == ["automappa.tasks.ping"]
    assert tuple(app.conf.imports) == ()
